package io.penstock.cli.check;

import io.penstock.cli.check.OutputRecord.Kind;
import io.penstock.records.Topics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Holds the output topics against a journal. It is fed every record of the results, the dead letters and the task events
 * ({@code task-events: problems} at least), each partition from its beginning and in order, as a read-committed consumer
 * sees them; {@link #check} then reads the journal.
 *
 * <p>Each write of a document is one change with a version of its own, and each change ends, for each job that it
 * concerns, in a result, a dead letter, or a task event that says why it was not run; all of them carry the version. So
 * for each job and document there must be as many versions that have ended as there were writes: less is <em>lost</em>,
 * more is <em>doubled</em>, and so is a task that was concluded twice. A version of which nothing is known but that it
 * came again is lost as well. Where results carry the document's sequence number, the last write's must have come out.
 * Documents that the journal does not know are passed over.
 *
 * <p>Memory: some hundred bytes for each document and job, sixteen for each version, for good. One for a run without an end
 * remembers so many documents as it is told, those that were written, or came out, last, and beyond them all that live on, or of
 * which something is missing or too much. Of a document that is forgotten, a doubled result is not found any more, as none is of
 * one that the journal does not know; nor may it be written again.
 *
 * <p>Threads may share one.
 */
public final class Checker {
    private final List<JobRule> jobs;
    private final OutputRecords records;
    private final Snapshots snapshots = new Snapshots();
    private final Accounts accounts;
    private final Watermarks watermarks;
    private final int remembered;
    private final Tally doubled = new Tally();
    private final Tally disordered = new Tally();
    private Optional<Expectations> expectations = Optional.empty();

    /**
     * A checker that forgets nothing.
     *
     * @param topics the names of the output topics
     * @param sourcePrefix first part of the names of the topics with changes
     * @param jobs all jobs
     */
    public Checker(Topics topics, String sourcePrefix, List<JobRule> jobs) {
        this(topics, sourcePrefix, jobs, Integer.MAX_VALUE, InstantSource.system());
    }

    /**
     * A checker for a run without an end.
     *
     * @param topics the names of the output topics
     * @param sourcePrefix first part of the names of the topics with changes
     * @param jobs all jobs
     * @param remembered how many documents it remembers beside those that live on, or of which something is missing
     * @param clock tells what is old
     */
    public Checker(Topics topics, String sourcePrefix, List<JobRule> jobs, int remembered, InstantSource clock) {
        this.jobs = List.copyOf(jobs);
        this.records = new OutputRecords(topics, sourcePrefix);
        this.accounts = new Accounts(jobs.size());
        this.watermarks = new Watermarks(jobs.size(), clock);
        this.remembered = remembered;
    }

    /** The next record of an output topic; records of other topics say nothing. */
    public synchronized void accept(ConsumerRecord<byte[], byte[]> record) {
        records.read(record).ifPresent(output -> accept(output, record));
    }

    private void accept(OutputRecord output, ConsumerRecord<byte[], byte[]> record) {
        output.version().ifPresent(version -> {
            snapshots.saw(version);
            for (int job = 0; job < jobs.size(); job++) {
                if (concerns(output, jobs.get(job))) {
                    accept(job, output, version, record);
                }
            }
        });
    }

    private static boolean concerns(OutputRecord output, JobRule rule) {
        return output.job().map(rule.name()::equals).orElse(true)
                && rule.watches(output.document().collection());
    }

    private void accept(int job, OutputRecord output, Version version, ConsumerRecord<byte[], byte[]> record) {
        JobRule rule = jobs.get(job);
        Account account = accounts.of(output.document());
        Endings known = account.growing(job);
        Endings.Remark remark = known.add(version, ending(output, rule));
        if (!Version.isRead(version.place())) {
            watermarks.ended(job, version.time());
        }
        if (remark == Endings.Remark.DOUBLED || isRepeated(account, rule, output, version)) {
            doubled.add(1);
            doubled.explain(() -> explained(rule, output, record) + " concludes a task that was concluded before");
        } else if (remark == Endings.Remark.OUT_OF_ORDER) {
            disordered.add(1);
            disordered.explain(() -> explained(rule, output, record) + " comes after the result of a newer version");
        }
        if (output.kind() == Kind.RESULT) {
            rule.sequence()
                    .map(pointer -> records.value(record).at(pointer))
                    .ifPresent(sequence -> known.carries(sequence.asLong(-1)));
        }
    }

    /** Where the versions alone do not tell: in later rounds, and where a change was given up before it was a task. */
    private static boolean isRepeated(Account account, JobRule rule, OutputRecord output, Version version) {
        boolean givenUp = output.kind() == Kind.GIVEN_UP;
        return (givenUp || output.isLaterRound()) && !account.seesFirst(List.of(rule.name(), version, output.round()));
    }

    private static Ending ending(OutputRecord output, JobRule rule) {
        return switch (output.kind()) {
            case RESULT -> output.isLaterRound() ? Ending.TOLD : Ending.RESULT;
            case DEAD_LETTER -> output.isLaterRound() ? Ending.TOLD : Ending.DEAD_LETTER;
            case GIVEN_UP -> Ending.GIVEN_UP;
            case TOLD -> Ending.TOLD;
            case STALE -> rule.ownVersion() ? Ending.TOLD : Ending.TOLD_AGAIN;
            case DUPLICATE -> Ending.TOLD_AGAIN;
        };
    }

    private static String explained(JobRule rule, OutputRecord output, ConsumerRecord<byte[], byte[]> record) {
        String version = output.version()
                .map(known -> Version.text(known.time(), known.place()))
                .orElse("?");
        return "%s, document %s, version %s: the record at %s-%d, offset %d,"
                .formatted(
                        rule.name(), output.document(), version, record.topic(), record.partition(), record.offset());
    }

    /**
     * Reads what the journal has by now: {@link #check} has the less to do later. To be called several times a second in a run
     * that may be {@linkplain #checkStopped stopped}.
     *
     * @param journal the journal's file; may still be written to
     * @throws java.io.UncheckedIOException if the journal cannot be read
     */
    public synchronized void readOn(Path journal) {
        readUntilNow(journal);
    }

    /** Somebody on the way from the database to the output topics is not at work: old changes may be under way. */
    public synchronized void interrupted() {
        watermarks.interrupted();
    }

    /**
     * Holds what came out so far against what the journal has by now. What is still on its way counts as lost.
     *
     * @param journal the journal's file; may still be written to
     * @throws java.io.UncheckedIOException if the journal cannot be read
     */
    public synchronized Findings check(Path journal) {
        long[] everything = new long[jobs.size()];
        Arrays.fill(everything, Watermarks.END);
        return compared(readUntilNow(journal), everything);
    }

    /**
     * The same for a run that is not waited for: of what has not come out, only that is lost which is old, and which only later
     * changes have passed for long; the rest is under way. So a backlog is not taken for a loss.
     *
     * @param journal the journal's file; may still be written to
     * @throws java.io.UncheckedIOException if the journal cannot be read
     */
    public synchronized Findings checkStopped(Path journal) {
        Expectations expected = readUntilNow(journal);
        return compared(expected, watermarks.marks());
    }

    private Findings compared(Expectations expected, long[] due) {
        return new Comparison(jobs, expected.snapshot(), due).of(expected, doubled, disordered);
    }

    /** How many documents are remembered. */
    synchronized int documents() {
        return accounts.size();
    }

    private Expectations readUntilNow(Path journal) {
        Expectations expected = expectations(journal);
        expected.readOn();
        watermarks.look(expected.newest());
        accounts.forget(remembered, expected::isOver);
        return expected;
    }

    /**
     * Which writes the first snapshot covers is known once it has come out: then the journal is read again. Not once something
     * was forgotten, of which it would tell anew.
     */
    private Expectations expectations(Path journal) {
        Optional<Long> snapshot = snapshots.first();
        Expectations expected = expectations
                .filter(known -> known.isOf(journal) && (known.snapshot().equals(snapshot) || !accounts.isComplete()))
                .orElseGet(() -> new Expectations(journal, jobs, snapshot, accounts));
        expectations = Optional.of(expected);
        return expected;
    }
}
