package io.penstock.cli.check;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.api.Operation;
import io.penstock.cli.check.Write.Change;
import io.penstock.settings.CollectionPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A journal of a few writes, each at the cluster time that is its number, and the checker for what comes out. */
final class Shop implements AutoCloseable {
    static final String INDEX = "search-index";
    static final String INVOICE = "invoice";
    static final String ORDERS = "shop.orders";

    static final JobRule EVERY_CHANGE = new JobRule(
            INDEX,
            List.of(CollectionPattern.of(ORDERS)),
            false,
            false,
            true,
            Optional.of(JsonPointer.compile("/sequence")));
    static final JobRule WHEN_PAID =
            new JobRule(INVOICE, List.of(CollectionPattern.of(ORDERS)), true, true, true, Optional.empty());

    /** So often somebody looks. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Path file;
    private final Journal journal;
    private final Checker checker;
    private final Outputs outputs = new Outputs();
    private long number;
    private Instant now = Instant.EPOCH;

    Shop(Path folder, JobRule... jobs) {
        file = folder.resolve("journal");
        journal = Journal.create(file);
        checker = new Checker(Outputs.TOPICS, Outputs.PREFIX, List.of(jobs));
    }

    /** One that goes on, whose checker remembers so many documents. */
    Shop(Path folder, int remembered, JobRule... jobs) {
        file = folder.resolve("journal");
        journal = Journal.create(file);
        checker = new Checker(Outputs.TOPICS, Outputs.PREFIX, List.of(jobs), remembered, () -> now);
    }

    static DocumentName order(int id) {
        return new DocumentName(ORDERS, "\"a-" + id + "\"");
    }

    Shop wrote(DocumentName document, Operation operation, String... holds) {
        return wrote(document, operation, Fate.ACKNOWLEDGED, holds);
    }

    Shop wrote(DocumentName document, Operation operation, Fate fate, String... holds) {
        number++;
        journal.intend(new Write(
                number,
                Instant.ofEpochMilli(number),
                document,
                new Change(operation, number, Set.of(holds)),
                OptionalLong.empty(),
                OptionalLong.of(number - 1)));
        journal.ended(number, fate, OptionalLong.of(number));
        return this;
    }

    Shop result(String job, DocumentName document, long time) {
        checker.accept(outputs.result(job, document, Outputs.version(time), time));
        return this;
    }

    Shop accept(Function<Outputs, ConsumerRecord<byte[], byte[]>> record) {
        checker.accept(record.apply(outputs));
        return this;
    }

    /** Goes on for a while in which nothing is written and nothing comes out. */
    Shop rests(Duration length) {
        for (Duration passed = Duration.ZERO; passed.compareTo(length) < 0; passed = passed.plus(LOOK)) {
            now = now.plus(LOOK);
            checker.readOn(file);
        }
        return this;
    }

    /** Goes on for a while: once a second an order is placed and at once in the index. */
    Shop trades(int seconds) {
        for (int second = 0; second < seconds; second++) {
            trades();
            rests(Duration.ofSeconds(1));
        }
        return this;
    }

    private void trades() {
        DocumentName other = new DocumentName(ORDERS, "\"other-" + number + '"');
        wrote(other, Operation.CREATE).result(INDEX, other, number);
    }

    /** As {@link #trades(int)}, while part of the way is not at work. */
    Shop tradesInPart(int seconds) {
        for (int second = 0; second < seconds; second++) {
            trades();
            checker.interrupted();
            rests(Duration.ofSeconds(1));
        }
        return this;
    }

    /** The machine stands still; nobody looks. */
    Shop standsStill(Duration length) {
        now = now.plus(length);
        return this;
    }

    /** The position of the last write. */
    long last() {
        return number;
    }

    Findings check() {
        return checker.check(file);
    }

    Findings checkStopped() {
        return checker.checkStopped(file);
    }

    int documents() {
        return checker.documents();
    }

    @Override
    public void close() {
        journal.close();
    }
}
