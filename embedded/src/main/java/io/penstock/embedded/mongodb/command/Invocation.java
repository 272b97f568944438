package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.session.Journal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command, with where its statements are written down.
 *
 * @param inTransaction whether it is part of a transaction
 */
record Invocation(Request request, Journal journal, boolean inTransaction) {

    Document body() {
        return request.body();
    }

    /** The collection that the command's first field names. */
    Namespace namespace() {
        if (!(body().get(request.name()) instanceof String collection) || collection.isEmpty()) {
            throw new ServerError(
                    73,
                    "InvalidNamespace",
                    "Invalid namespace specified '" + request.database() + "." + body().get(request.name()) + "'");
        }
        return new Namespace(request.database(), collection);
    }

    Document document(String field) {
        return body().get(field) instanceof Document document ? document : new Document();
    }

    @Nullable
    Document optionalDocument(String field) {
        return body().get(field) instanceof Document document ? document : null;
    }

    int number(String field, int otherwise) {
        return body().get(field) instanceof Number number
                ? (int) Math.min(number.longValue(), Integer.MAX_VALUE)
                : otherwise;
    }

    boolean flag(String field, boolean otherwise) {
        return isTrue(body().get(field), otherwise);
    }

    List<Document> documents(String field) {
        return documents(body(), field);
    }

    @SuppressWarnings("unchecked")
    static List<Document> documents(Document body, String field) {
        return body.get(field) instanceof List<?> list ? (List<Document>) list : List.of();
    }

    /**
     * A field that must be there.
     *
     * @throws ServerError 40414 if it is not, 14 if it is of another type
     */
    static <T> T required(Document body, String field, Class<T> type) {
        Object value = body.get(field);
        if (value == null) {
            throw ServerError.missingField(field);
        }
        if (!type.isInstance(value)) {
            throw new ServerError(
                    14,
                    "TypeMismatch",
                    "BSON field '" + field + "' is the wrong type: "
                            + value.getClass().getSimpleName());
        }
        return type.cast(value);
    }

    static boolean isTrue(@Nullable Object value, boolean otherwise) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        return value instanceof Number number ? number.doubleValue() != 0 : otherwise;
    }
}
