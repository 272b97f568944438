package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import org.jspecify.annotations.Nullable;

/** What servers do and the stand-in does not. It is refused, for to answer that all is well would be to promise it. */
final class Unsupported {
    private Unsupported() {}

    /**
     * Makes sure that none of these fields is there, nor a collation.
     *
     * @param what the command, or the part of it, that has the fields
     * @throws ServerError 115 if one is
     */
    static void refuse(Document options, String what, String... fields) {
        for (String field : fields) {
            if (options.containsKey(field) && !isEmpty(options.get(field))) {
                throw new ServerError(
                        115,
                        "CommandNotSupported",
                        "the stand-in has no '" + field + "' in " + what
                                + ": leave it out, or try this against a MongoDB server");
            }
        }
        if (options.get("collation") instanceof Document collation
                && !collation.isEmpty()
                && !"simple".equals(collation.get("locale"))) {
            throw new ServerError(
                    115,
                    "CommandNotSupported",
                    "the stand-in compares texts by their bytes alone: leave 'collation' out of " + what
                            + ", or try this against a MongoDB server");
        }
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || (value instanceof Document document && document.isEmpty());
    }
}
