package io.penstock.connectors.results;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
 * If it is, the condition finds nothing, the server tries to insert, and says that a key is taken: that is no failure. So it
 * speaks of every other unique index, too, and the collection is asked which it was. For one thread.
 */
final class ForwardWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardWriter.class);
    private static final int DUPLICATE_KEY = 11000;
    private static final String REFUSED = "refused";
    /**
     * What would be the same next time, from MongoDB's list of error codes (src/mongo/base/error_codes.yml): BadValue,
     * FailedToParse, TypeMismatch, names of fields, ImmutableField, DocumentValidationFailure, too large, DuplicateKey.
     */
    private static final Set<Integer> BLAMES_THE_DOCUMENT =
            Set.of(2, 9, 14, 52, 53, 55, 56, 57, 66, 121, 10334, DUPLICATE_KEY, 17280, 17419, 17420);
    /**
     * What somebody's index cannot hold, as the server itself lists it (AbstractIndexAccessMethod::getKeys,
     * src/mongo/db/index/index_access_method.cpp).
     */
    private static final Set<Integer> BLAMES_AN_INDEXED_VALUE = Set.of(
            201, // CannotBuildIndexKeys
            171, // CannotIndexParallelArrays: two arrays for one compound index
            16675, 16732, 16733, 17261, 17262, // text
            16766, // hashed
            16746, 16775, 16776, // haystack
            16755, 16756, // 2dsphere
            13026, 13027, 13067, 13068, 16804); // 2d

    private static final long PATIENCE_SECONDS = 30;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<BsonDocument> collection;

    ForwardWriter(MongoCollection<BsonDocument> collection) {
        this.collection = collection
                .withWriteConcern(WriteConcern.MAJORITY.withWTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .withReadPreference(ReadPreference.primary());
    }

    /**
     * Writes; of one id there is one entry among them. What the server does not take it gets without what it tells; what it
     * does not even take so is passed over, and told in the log: it stays in its topic.
     *
     * @throws com.mongodb.MongoException if not all of it is done, and that may pass
     */
    void write(Collection<Entry> entries) {
        write(List.copyOf(entries), false);
    }

    private void write(List<Entry> batch, boolean again) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            collection.bulkWrite(batch.stream().map(ForwardWriter::model).toList(), UNORDERED);
        } catch (MongoBulkWriteException failed) {
            if (failed.getWriteConcernError() != null
                    || !failed.getWriteErrors().stream().allMatch(ForwardWriter::isLasting)) {
                throw failed;
            }
            settle(batch, failed.getWriteErrors(), again);
        }
    }

    private void settle(List<Entry> batch, List<BulkWriteError> errors, boolean again) {
        Set<BsonValue> passed = passed(errors.stream()
                .filter(ForwardWriter::isDuplicate)
                .map(error -> batch.get(error.getIndex()))
                .toList());
        List<Entry> untold = new ArrayList<>();
        List<Entry> cut = new ArrayList<>();
        for (BulkWriteError error : errors) {
            Entry entry = batch.get(error.getIndex());
            if (isDuplicate(error) && passed.contains(entry.id())) {
                continue;
            }
            if (isDuplicate(error) && !again) {
                // An older one may have been inserted at the same moment, by whoever had the partition before.
                untold.add(entry);
            } else {
                cut(entry, error.getMessage()).ifPresent(cut::add);
            }
        }
        write(untold, true);
        write(cut, false);
    }

    /** The ids under which the collection has something newer. */
    private Set<BsonValue> passed(List<Entry> entries) {
        if (entries.isEmpty()) {
            return Set.of();
        }
        List<Bson> newer = entries.stream()
                .map(entry -> Filters.and(Filters.eq(Entry.ID, entry.id()), Filters.gt(Entry.ORDER, entry.order())))
                .toList();
        return collection
                .find(Filters.or(newer))
                .projection(Projections.include(Entry.ID))
                .map(found -> found.get(Entry.ID))
                .into(new HashSet<>());
    }

    private static Optional<Entry> cut(Entry entry, String reason) {
        Optional<BsonDocument> whole = entry.document().filter(document -> !document.containsKey(REFUSED));
        if (whole.isEmpty()) {
            LOG.error("MongoDB does not take {} in any form, and it is not copied: {}", entry.id(), reason);
            return Optional.empty();
        }
        LOG.warn("MongoDB does not take {} whole, and gets it without what it tells: {}", entry.id(), reason);
        BsonDocument cut = whole.get().clone();
        cut.remove("result");
        cut.remove("resultJson");
        return Optional.of(Entry.of(cut.append(REFUSED, new BsonString(reason))));
    }

    private static WriteModel<BsonDocument> model(Entry entry) {
        Bson notNewer = Filters.and(Filters.eq(Entry.ID, entry.id()), Filters.lte(Entry.ORDER, entry.order()));
        return entry.document()
                .<WriteModel<BsonDocument>>map(document -> new ReplaceOneModel<>(notNewer, document, UPSERT))
                .orElseGet(() -> new DeleteOneModel<>(notNewer));
    }

    private static boolean isLasting(BulkWriteError error) {
        return BLAMES_THE_DOCUMENT.contains(error.getCode()) || BLAMES_AN_INDEXED_VALUE.contains(error.getCode());
    }

    private static boolean isDuplicate(BulkWriteError error) {
        return error.getCode() == DUPLICATE_KEY;
    }
}
