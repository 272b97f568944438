package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Printable;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.JsonFormat;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.RecordReader;
import io.penstock.records.Command;
import io.penstock.records.Command.GivenUp;
import io.penstock.records.Command.Request;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.CommandJson;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Does something to tasks that were given up. Reads the topic of dead letters twice, so that no more of it is in memory than
 * which of them are the newest. For one thread.
 */
public final class DeadLetterWork {
    /** Commands without an answer at one time: their bodies wait in a partition's queue, and in ours. */
    private static final int MOST_OPEN = 500;

    private final KafkaAccess kafka;
    private final Topics topics;
    private final Selection selection;
    private final Deed deed;
    private final Surroundings surroundings;

    /**
     * How fast, and for how long.
     *
     * @param perSecond so many at most
     * @param patience with the last answers
     */
    public record Pace(int perSecond, Duration patience) {}

    /** What came of it. */
    private static final class Tally {
        private final Deed deed;
        private int done;
        private int putBack;
        private int unchanged;
        private int stale;
        private int refused;
        private int silent;
        private int lost;

        Tally(Deed deed) {
            this.deed = deed;
        }

        String text(boolean tried) {
            List<String> parts = new ArrayList<>();
            parts.add(Figures.count(done, "task", "tasks") + (tried ? " " + deed.done() : ""));
            add(parts, putBack, " put back on their topics");
            add(parts, stale, " overtaken by a later version");
            add(parts, unchanged, " tried again before, discarded, or done");
            add(parts, refused, " refused");
            add(
                    parts,
                    lost,
                    " that cannot be " + deed.done() + ": their dead letters are cut, of no task, or not Penstock's");
            add(parts, silent, " without an answer");
            return String.join(", ", parts);
        }

        private static void add(List<String> parts, int count, String what) {
            if (count > 0) {
                parts.add(Figures.count(count) + what);
            }
        }
    }

    public DeadLetterWork(KafkaAccess kafka, Topics topics, Selection selection, Deed deed, Surroundings surroundings) {
        this.deed = deed;
        this.kafka = kafka;
        this.topics = topics;
        this.selection = selection;
        this.surroundings = surroundings;
    }

    /**
     * Shows to which it would be done, and returns the exit code.
     *
     * @param asJson for programs
     */
    public int show(boolean asJson) {
        Tally tally = new Tally(deed);
        JsonFormat json = new JsonFormat();
        Map<Integer, Set<Long>> newest = newest();
        boolean whole = each(newest, letter -> {
            if (isBeyond(letter)) {
                tally.lost++;
            } else if (letter.isTask()) {
                tally.done++;
            } else {
                tally.putBack++;
            }
            String line = asJson
                    ? json.format(letter.record())
                    : Printable.line("%s  %s  %s"
                            .formatted(
                                    letter.header(HeaderNames.REASON).orElse("-"),
                                    letter.header(HeaderNames.JOB).orElse("-"),
                                    letter.header(HeaderNames.TASK_ID)
                                            .orElseGet(() -> letter.header(HeaderNames.SOURCE_TOPIC)
                                                            .orElse("-")
                                                    + " at "
                                                    + letter.header(HeaderNames.SOURCE_OFFSET)
                                                            .orElse("-"))));
            surroundings.out().println(line);
            return !surroundings.out().checkError();
        });
        if (!whole) {
            throw CommandFailure.interrupted("there may be more.");
        }
        surroundings.err().println(newest.isEmpty() ? none() : "Would be " + deed.done() + ": " + tally.text(false));
        return ExitCodes.DONE;
    }

    /**
     * Does it, tells what came of it, and returns the exit code.
     *
     * @param asJson for programs
     */
    public int run(boolean asJson, Supplier<Conversation> begin, Function<Request, Command> command, Pace pace) {
        Map<Integer, Set<Long>> newest = newest();
        long count = newest.values().stream().mapToLong(Set::size).sum();
        Tally tally = new Tally(deed);
        Progress progress = new Progress(surroundings, count);
        try (Conversation conversation = begin.get();
                progress) {
            List<Asked> asked = new ArrayList<>();
            Throttle throttle = new Throttle(pace.perSecond());
            each(newest, letter -> {
                throttle.await(conversation);
                while (conversation.waiting() >= MOST_OPEN
                        && !surroundings.stop().requested()) {
                    conversation.listenAMoment();
                }
                send(letter, conversation, command, tally).ifPresent(asked::add);
                settle(asked, tally, asJson, false);
                progress.show(tally, asked.size());
                return !surroundings.stop().requested();
            });
            conversation.await(pace.patience());
            settle(asked, tally, asJson, true);
            progress.end(tally, asked.size());
        }
        if (!asJson) {
            surroundings.out().println(count == 0 ? none() : tally.text(true));
        }
        if (tally.silent > 0) {
            surroundings
                    .err()
                    .println("What was not answered is done when its partition comes back, within an hour;"
                            + " it can safely be asked for again. Does a processor run?");
        }
        long left = surroundings.stop().requested() ? count - progress.begun() : 0;
        if (left > 0) {
            surroundings
                    .err()
                    .println("Stopped before " + Figures.count(left, "dead letter was", "dead letters were")
                            + " begun; the same command goes on with what is left.");
        }
        surroundings.out().flush();
        return tally.silent + tally.refused + tally.lost + left > 0 || count == 0 ? ExitCodes.FAILED : ExitCodes.DONE;
    }

    /** Why there is none: a job that nobody has is told as the processes tell it. */
    private String none() {
        if (selection.job().isPresent()) {
            SortedSet<String> jobs = KnownJobs.names(reader(), topics);
            if (!jobs.isEmpty() && !jobs.contains(selection.job().get())) {
                return "No job is called '%s'. The configuration has: %s."
                        .formatted(Printable.line(selection.job().get()), String.join(", ", jobs));
            }
        }
        return "No dead letter is like that." + QuotedId.hint(selection.taskIds());
    }

    private Optional<Asked> send(
            DeadLetter letter, Conversation conversation, Function<Request, Command> command, Tally tally) {
        if (isBeyond(letter)) {
            tally.lost++;
            return Optional.empty();
        }
        if (!letter.isTask()) {
            conversation.putBack(letter.original());
            tally.putBack++;
            return Optional.empty();
        }
        Optional<GivenUp> task = letter.task();
        if (task.isEmpty()) {
            tally.lost++;
        }
        return task.map(found -> conversation.askOwner(command.apply(deed.request(found)), letter.sourcePartition()));
    }

    /** Only what has its whole change can be tried again, and only what became a task can be discarded. */
    private boolean isBeyond(DeadLetter letter) {
        return deed == Deed.RETRY
                ? !letter.canBeRetried() || letter.isCut()
                : !letter.isTask() || !letter.canBeRetried();
    }

    /** Counts what is answered, and takes it off the list. */
    private void settle(List<Asked> open, Tally tally, boolean asJson, boolean last) {
        open.removeIf(asked -> {
            if (!asked.silent().isEmpty()) {
                tally.silent += last ? 1 : 0;
                return last;
            }
            asked.answers().values().forEach(answer -> {
                if (asJson) {
                    surroundings.out().println(new String(CommandJson.write(answer), UTF_8));
                }
                count(answer, tally);
            });
            return true;
        });
    }

    private void count(CommandAnswer answer, Tally tally) {
        if (answer.status() == Status.DONE) {
            tally.done++;
        } else if (answer.code() == Code.STALE) {
            tally.stale++;
        } else if (answer.status() == Status.UNCHANGED) {
            tally.unchanged++;
        } else {
            tally.refused++;
            surroundings.err().println(Printable.line(answer.message()));
        }
    }

    /** The newest of those that tell of the same, by partition and offset. */
    private Map<Integer, Set<Long>> newest() {
        record Place(String age, int partition, long offset) {}
        Map<String, Place> newest = new HashMap<>();
        boolean whole = reader().read(topics.deadLetters(), Extent.WHAT_IS_THERE, record -> {
            DeadLetter letter = new DeadLetter(record);
            if (selection.takes(letter)) {
                Place place = new Place(letter.age(), record.partition(), record.offset());
                newest.merge(
                        letter.subject(),
                        place,
                        (before, now) -> before.age().compareTo(now.age()) <= 0 ? now : before);
            }
            return true;
        });
        if (!whole) {
            throw CommandFailure.interrupted("nothing has been begun.");
        }
        Map<Integer, Set<Long>> places = new HashMap<>();
        newest.values()
                .forEach(place -> places.computeIfAbsent(place.partition(), absent -> new HashSet<>())
                        .add(place.offset()));
        return places;
    }

    /** Whether they were gone through as far as was wanted; not if the end was wished before. */
    private boolean each(Map<Integer, Set<Long>> places, Predicate<DeadLetter> taker) {
        return places.isEmpty()
                || reader().read(
                                topics.deadLetters(),
                                Extent.WHAT_IS_THERE,
                                record -> !isIn(places, record) || taker.test(new DeadLetter(record)));
    }

    private static boolean isIn(Map<Integer, Set<Long>> places, ConsumerRecord<byte[], byte[]> record) {
        return places.getOrDefault(record.partition(), Set.of()).contains(record.offset());
    }

    private RecordReader reader() {
        return new RecordReader(kafka, surroundings.stop());
    }

    /** Lets no more begin in a second than it should. */
    private final class Throttle {
        private final double perMilli;
        private final long began = surroundings.clock().millis();
        private long begun;

        Throttle(int perSecond) {
            this.perMilli = perSecond / 1_000.0;
        }

        void await(Conversation conversation) {
            while (begun > (surroundings.clock().millis() - began) * perMilli
                    && !surroundings.stop().requested()) {
                conversation.listenAMoment();
            }
            begun++;
        }
    }

    /** How far it has come. */
    private static final class Progress implements AutoCloseable {
        private final StatusLine line;
        private final long count;
        private long begun;

        Progress(Surroundings surroundings, long count) {
            this.line = new StatusLine(
                    surroundings.err(),
                    surroundings.terminal().err(),
                    surroundings.terminal().columns(),
                    surroundings.clock());
            this.count = count;
        }

        long begun() {
            return begun;
        }

        void show(Tally tally, int open) {
            begun++;
            line.show(text(tally, open));
        }

        void end(Tally tally, int open) {
            if (begun > 0) {
                line.showLast(text(tally, open));
            }
        }

        private String text(Tally tally, int open) {
            return "%s %s of %s; %s; %d open"
                    .formatted(
                            Figures.bar(begun, count),
                            Figures.count(begun),
                            Figures.count(count, "dead letter", "dead letters"),
                            tally.text(true),
                            open);
        }

        @Override
        public void close() {
            line.close();
        }
    }
}
