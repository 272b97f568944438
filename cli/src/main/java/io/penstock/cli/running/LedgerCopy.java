package io.penstock.cli.running;

import com.mongodb.MongoNamespace;
import io.penstock.connectors.results.Copy;
import io.penstock.connectors.results.Entry;
import io.penstock.processor.admission.LedgerRecord;
import io.penstock.processor.admission.LedgerRecord.ForGood;
import io.penstock.processor.admission.LedgerRecord.OfDocument;
import io.penstock.records.Topics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as documents, one for each of its rows, as the changelog of its store tells them: by its offset each record is
 * newer than the one before it, since a row's records are all in one partition.
 */
final class LedgerCopy {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerCopy.class);

    private LedgerCopy() {}

    /**
     * What is to be copied.
     *
     * @param collection with its database: {@code penstock.ledger}
     */
    static Copy of(Topics topics, String collection) {
        return new Copy("ledger", topics.ledger(), new MongoNamespace(collection), LedgerCopy::entry);
    }

    private static Optional<Entry> entry(ConsumerRecord<byte[], byte[]> read) {
        try {
            return LedgerRecord.read(read.key(), Optional.ofNullable(read.value()))
                    .map(row -> entry(row, new BsonString("%016x".formatted(read.offset()))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
            LOG.warn(
                    "The row at {}-{}, offset {}, is of a form that this version does not know, and is not copied: {}",
                    read.topic(),
                    read.partition(),
                    read.offset(),
                    unknown.getMessage());
            return Optional.empty();
        }
    }

    private static Entry entry(LedgerRecord row, BsonString order) {
        BsonDocument id = new BsonDocument("job", new BsonString(row.job()))
                .append("collection", new BsonString(row.collection()))
                .append("taskId", new BsonString(row.taskId()));
        row.documentId().ifPresent(document -> id.append("documentId", new BsonString(document)));
        if (row.state().isEmpty()) {
            return Entry.erased(id, order);
        }
        BsonDocument document = new BsonDocument(Entry.ID, id);
        document.putAll(id);
        document.append(Entry.ORDER, order);
        // Fields of a sealed kind: Java 17 has no switch over it.
        if (row.state().get() instanceof OfDocument known) {
            document.append("version", new BsonString(known.version()))
                    .append("outcome", new BsonString(known.outcome()))
                    .append("deleted", BsonBoolean.valueOf(known.deleted()))
                    .append("admittedAt", new BsonDateTime(known.admittedAt()))
                    .append("round", new BsonInt32(known.round()));
            known.field().ifPresent(field -> document.append("field", new BsonString(field)));
        } else if (row.state().get() instanceof ForGood settled) {
            document.append("settledForGood", BsonBoolean.TRUE)
                    .append("settledAt", new BsonDateTime(settled.settledAt()));
        }
        return Entry.of(document);
    }
}
