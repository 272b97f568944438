package io.penstock.cli.demo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import io.penstock.api.Operation;
import io.penstock.cli.check.Fate;
import io.penstock.cli.check.Journal;
import io.penstock.cli.check.Write;
import io.penstock.cli.check.Write.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Carries steps out, with the ordinary driver, and keeps the journal. For use by one thread, in one session: so the
 * cluster times that it notes are those of its own writes.
 */
final class OrderWriter {
    private final MongoCollection<Document> orders;
    private final ClientSession session;
    private final Journal journal;
    private final Consumer<Write> sending;

    /**
     * @param orders the collection
     * @param session the thread's session
     * @param journal where writes are noted
     * @param sending told of each write before it is sent
     */
    OrderWriter(MongoCollection<Document> orders, ClientSession session, Journal journal, Consumer<Write> sending) {
        this.orders = orders;
        this.session = session;
        this.journal = journal;
        this.sending = sending;
    }

    /**
     * Carries a step out.
     *
     * @param intended when it was due
     * @return how many writes the database has acknowledged; fewer than the step's changes if something went wrong
     */
    int carryOut(Step step, Instant intended) {
        Order order = step.order();
        return switch (step.kind()) {
            case PLACE ->
                single(
                        order,
                        Operation.CREATE,
                        intended,
                        () -> orders.insertOne(session, order.document(intended))
                                .wasAcknowledged());
            case CHANGE -> single(order, Operation.UPDATE, intended, () -> update(order));
            case DELETE ->
                single(
                        order,
                        Operation.DELETE,
                        intended,
                        () -> orders.deleteOne(session, byId(order)).getDeletedCount() == 1);
            case CHANGE_TWICE -> twice(order, intended);
        };
    }

    private int single(Order order, Operation operation, Instant intended, Attempt attempt) {
        Write write = intend(order, order.next(operation), intended, OptionalLong.empty());
        Fate fate;
        try {
            fate = attempt.succeeds() ? Fate.ACKNOWLEDGED : Fate.REFUSED;
        } catch (MongoWriteException refused) {
            fate = Fate.REFUSED;
        } catch (MongoException unknown) {
            fate = Fate.MAYBE;
        }
        journal.ended(write.number(), fate, clusterTime());
        return fate == Fate.ACKNOWLEDGED ? 1 : 0;
    }

    private int twice(Order order, Instant intended) {
        List<Write> writes = new ArrayList<>();
        OptionalLong transaction = OptionalLong.of(journal.nextNumber());
        Fate fate;
        session.startTransaction();
        try {
            boolean done = true;
            for (int i = 0; i < 2; i++) {
                writes.add(intend(order, order.next(Operation.UPDATE), intended, transaction));
                done &= update(order);
            }
            fate = done ? committed() : Fate.REFUSED;
        } catch (MongoException beforeCommit) {
            fate = Fate.REFUSED;
        } finally {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        }
        for (Write write : writes) {
            journal.ended(write.number(), fate, clusterTime());
        }
        return fate == Fate.ACKNOWLEDGED ? writes.size() : 0;
    }

    private Fate committed() {
        try {
            session.commitTransaction();
            return Fate.ACKNOWLEDGED;
        } catch (MongoCommandException answered) {
            return answered.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL)
                    ? Fate.MAYBE
                    : Fate.REFUSED;
        } catch (MongoException unknown) {
            return Fate.MAYBE;
        }
    }

    private Write intend(Order order, Change change, Instant intended, OptionalLong transaction) {
        Write write = new Write(journal.nextNumber(), intended, order.name(), change, transaction, clusterTime());
        journal.intend(write);
        sending.accept(write);
        return write;
    }

    private boolean update(Order order) {
        List<Bson> fields = new ArrayList<>();
        order.changing().forEach((field, value) -> fields.add(Updates.set(field, value)));
        UpdateResult result = orders.updateOne(session, byId(order), Updates.combine(fields));
        return result.getModifiedCount() == 1;
    }

    private static Bson byId(Order order) {
        return Filters.eq("_id", order.id());
    }

    private OptionalLong clusterTime() {
        @Nullable BsonTimestamp time = session.getOperationTime();
        return time == null ? OptionalLong.empty() : OptionalLong.of(time.getValue());
    }

    /** One write; says whether it has had its effect. */
    @FunctionalInterface
    private interface Attempt {
        boolean succeeds();
    }
}
