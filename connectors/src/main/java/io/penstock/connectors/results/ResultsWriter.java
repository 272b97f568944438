package io.penstock.connectors.results;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents that never take the place of newer ones: an upsert under the condition that what is there is not newer.
 * If it is, the condition finds nothing, the server tries to insert, and says that the id is taken: that is no failure. For
 * one thread.
 */
final class ResultsWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ResultsWriter.class);
    private static final int DUPLICATE_KEY = 11000;
    private static final String OF_ID = "_id_";
    private static final String REFUSED = "refused";
    /**
     * What would be the same next time, from MongoDB's list of error codes (src/mongo/base/error_codes.yml): BadValue,
     * FailedToParse, TypeMismatch, names of fields, ImmutableField, DocumentValidationFailure, too large, DuplicateKey.
     */
    private static final Set<Integer> BLAMES_THE_DOCUMENT =
            Set.of(2, 9, 14, 52, 53, 55, 56, 57, 66, 121, 10334, DUPLICATE_KEY, 17280, 17419, 17420);

    private static final long PATIENCE_SECONDS = 30;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<BsonDocument> collection;

    ResultsWriter(MongoCollection<BsonDocument> collection) {
        this.collection =
                collection.withWriteConcern(WriteConcern.MAJORITY.withWTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * Writes; of one id there is one document among them. What the server does not take it gets without its result; what it
     * does not even take so is passed over, and told in the log: it stays in its topic.
     *
     * @throws com.mongodb.MongoException if not all of it is done, and that may pass
     */
    void write(Collection<BsonDocument> documents) {
        if (documents.isEmpty()) {
            return;
        }
        List<BsonDocument> batch = List.copyOf(documents);
        try {
            bulk(batch);
        } catch (MongoBulkWriteException failed) {
            if (failed.getWriteConcernError() != null) {
                throw failed;
            }
            List<BsonDocument> cut = new ArrayList<>();
            for (BulkWriteError error : failed.getWriteErrors()) {
                if (!isOlder(error)) {
                    if (!BLAMES_THE_DOCUMENT.contains(error.getCode())) {
                        throw failed;
                    }
                    cut(batch.get(error.getIndex()), error.getMessage()).ifPresent(cut::add);
                }
            }
            write(cut);
        }
    }

    private static Optional<BsonDocument> cut(BsonDocument document, String reason) {
        BsonValue id = document.get(ResultDocument.ID);
        if (document.containsKey(REFUSED)) {
            LOG.error("MongoDB does not take the result of {} in any form, and it is not copied: {}", id, reason);
            return Optional.empty();
        }
        LOG.warn("MongoDB does not take the result of {}, and gets it without: {}", id, reason);
        BsonDocument cut = document.clone();
        cut.remove("result");
        cut.remove("resultJson");
        return Optional.of(cut.append(REFUSED, new BsonString(reason)));
    }

    private void bulk(List<BsonDocument> batch) {
        List<WriteModel<BsonDocument>> models = new ArrayList<>(batch.size());
        for (BsonDocument document : batch) {
            BsonValue order = document.get(ResultDocument.ORDER, new BsonString(""));
            Bson notNewer = Filters.and(
                    Filters.eq(ResultDocument.ID, document.get(ResultDocument.ID)),
                    Filters.lte(ResultDocument.ORDER, order));
            models.add(new ReplaceOneModel<>(notNewer, document, UPSERT));
        }
        collection.bulkWrite(models, UNORDERED);
    }

    private static boolean isOlder(BulkWriteError error) {
        return error.getCode() == DUPLICATE_KEY && error.getMessage().contains(OF_ID);
    }
}
