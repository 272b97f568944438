package io.penstock.cli.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.snapshot.Course.Stage;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.processor.MongodbClient;
import io.penstock.records.Topics;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.DurationText;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.BsonDocument;

/** Has the engine read a collection beside the stream, or stop to, and watches how it goes. For one thread. */
public final class SnapshotOnDemand {
    private static final String NOTHING =
            " MongoDB has nothing there: is the collection called so, and does the filter take anything?";

    private final Settings settings;
    private final Surroundings surroundings;
    private final Request request;

    /**
     * What is wanted.
     *
     * @param collection its name, with its database
     * @param filter takes the documents that are to be read, in MongoDB's query language; empty: all
     * @param stop that it is read no more
     */
    public record Wish(String collection, Optional<String> filter, boolean stop) {}

    /**
     * How it is asked for.
     *
     * @param wish what is wanted
     * @param waits whether to wait until it is done
     * @param patience with the first answer
     * @param asJson for programs
     */
    public record Request(Wish wish, boolean waits, Duration patience, boolean asJson) {}

    /** @param settings with the address of Kafka */
    public SnapshotOnDemand(Settings settings, Surroundings surroundings, Request request) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.request = request;
    }

    /**
     * Does it, tells what came of it, and returns the exit code.
     *
     * @throws CommandFailure if Debezium cannot be asked for the collection, Kafka or MongoDB cannot be reached, or nobody
     *     answers
     */
    public int run() {
        Wish wish = request.wish();
        try (MongoClient mongodb = MongoClients.create(MongodbClient.source(settings, "penstock-snapshot"))) {
            checkName(mongodb);
            SignalChannel channel = SignalChannel.of(settings, SourceProperties.of(settings), mongodb);
            return run(signals(wish, mongodb), channel, mongodb);
        } catch (MongoException e) {
            throw CommandFailure.failed(
                    "MongoDB did not do what was asked (" + e.getMessage()
                            + "). The user of mongodb.uri reads the collection and writes the signal collection.",
                    e);
        }
    }

    private void checkName(MongoClient mongodb) {
        CollectionName.objection(request.wish().collection(), () -> PresentCollections.of(mongodb, settings.jobs()))
                .ifPresent(objection -> {
                    throw CommandFailure.wrongUsage(
                            objection + " So nothing was asked. Its documents come with a first snapshot, and when"
                                    + " they change; rename the collection to have it read on demand.");
                });
    }

    private static List<Signal> signals(Wish wish, MongoClient mongodb) {
        String collection = wish.collection();
        return wish.stop()
                ? List.of(Signal.stop(collection))
                : new DocumentIds(collection(mongodb, collection), wish.filter())
                        .filters().stream()
                                .map(filter -> Signal.execute(collection, filter))
                                .toList();
    }

    private int run(List<Signal> signals, SignalChannel channel, MongoClient mongodb) {
        Wish wish = request.wish();
        if (!request.waits()) {
            channel.send(signals);
            return told(
                    "asked",
                    signals.get(signals.size() - 1),
                    0,
                    "The engine has been asked; 'penstock topics' and its log say more.");
        }
        KafkaAccess kafka = new KafkaAccess(settings.connections().kafka());
        try (Notifications notifications =
                new Notifications(kafka, new Topics(settings.application()).notifications())) {
            OptionalLong expected = wish.stop() || wish.filter().isPresent()
                    ? OptionalLong.empty()
                    : OptionalLong.of(collection(mongodb, wish.collection()).estimatedDocumentCount());
            Instant began = surroundings.clock().instant();
            // All at once: whatever becomes of this command, the whole collection has been asked for.
            channel.send(signals);
            Course course = new Course(signals.stream().map(Signal::id).toList(), wish.collection(), wish.stop());
            Patience patience =
                    new Patience(request.patience(), wish.stop(), () -> engineIsThere(kafka), surroundings.clock());
            watch(course, notifications, patience, expected);
            Duration took = Duration.between(began, surroundings.clock().instant());
            return tell(course, signals, patience, took);
        }
    }

    private static MongoCollection<BsonDocument> collection(MongoClient mongodb, String name) {
        CollectionPattern collection = CollectionPattern.of(name);
        return mongodb.getDatabase(collection.database()).getCollection(collection.collection(), BsonDocument.class);
    }

    /** One of ours; whether a Kafka Connect cluster runs the connector cannot be seen from here. */
    private boolean engineIsThere(KafkaAccess kafka) {
        String group =
                new Topics(settings.application()).engine(settings.source().prefix());
        try {
            return !kafka.members(group).isEmpty();
        } catch (CommandFailure unanswered) {
            return false;
        }
    }

    private void watch(Course course, Notifications notifications, Patience patience, OptionalLong expected) {
        try (StatusLine line = new StatusLine(
                surroundings.err(),
                surroundings.terminal().err(),
                surroundings.terminal().columns(),
                surroundings.clock())) {
            while (!course.stage().over() && !surroundings.stop().requested()) {
                notifications.listenAMoment(notice -> {
                    if (course.hear(notice)) {
                        patience.heard();
                    }
                });
                if (patience.isOver(course.stage())) {
                    return;
                }
                line.show(text(course, patience, expected));
            }
            line.showLast(text(course, patience, expected));
        }
    }

    private String text(Course course, Patience patience, OptionalLong expected) {
        String documents = Figures.count(course.documents(), "document", "documents");
        return switch (course.stage()) {
            case ASKED -> "asked; the engine has not answered yet";
            case PAUSED ->
                documents + " read; paused: "
                        + (patience.missesTheEngine()
                                ? "no engine is there ('penstock connect' or 'penstock up')"
                                : "it goes on when the foreground leaves room");
            default ->
                expected.isPresent()
                        ? "%s %s of about %s read"
                                .formatted(
                                        Figures.bar(course.documents(), expected.getAsLong()),
                                        Figures.count(course.documents()),
                                        Figures.count(expected.getAsLong(), "document", "documents"))
                        : documents + " read";
        };
    }

    private int tell(Course course, List<Signal> signals, Patience patience, Duration took) {
        Signal signal = signals.get(signals.size() - 1);
        String collection = request.wish().collection();
        String documents = Figures.count(course.documents(), "document", "documents");
        return switch (course.stage()) {
            case COMPLETED ->
                request.wish().stop()
                        ? told("completed", signal, course.documents(), collection + " had just been read to the end.")
                        : told(
                                "completed",
                                signal,
                                course.documents(),
                                "Snapshot of %s completed: %s read in %s.%s"
                                        .formatted(
                                                collection,
                                                documents,
                                                Figures.duration(took),
                                                course.documents() == 0 ? NOTHING : ""));
            case STOPPED -> {
                int code = told(
                        "stopped",
                        signal,
                        course.documents(),
                        "Snapshot of " + collection + " stopped. What was read stays read; begin anew with 'penstock"
                                + " snapshot " + collection
                                + "'. Where it was asked for more than once, or has ids of several kinds, another"
                                + " reading follows: stop that, too.");
                yield request.wish().stop() ? code : ExitCodes.FAILED;
            }
            case FAILED -> {
                told(
                        "failed",
                        signal,
                        course.documents(),
                        "The engine could not read " + collection + " (it says " + course.status()
                                + "): is the collection there, does MongoDB take the filter, and was it there all the time? Its log"
                                + " says more. What was not read can be asked for again.");
                yield ExitCodes.FAILED;
            }
            case ASKED, RUNNING, PAUSED ->
                surroundings.stop().requested() ? interrupted(course, signals) : silent(course, signal, patience);
        };
    }

    private int interrupted(Course course, List<Signal> signals) {
        String collection = request.wish().collection();
        told(
                "goes-on",
                signals.get(signals.size() - 1),
                course.documents(),
                request.wish().stop()
                        ? "The engine has been asked to stop; whether it has, nobody has heard yet."
                        : "The snapshot of " + collection + " goes on without this command. 'penstock snapshot "
                                + collection + " --stop --config FILE' stops it."
                                + (signals.size() == 1
                                        ? ""
                                        : " Its ids are of " + signals.size()
                                                + " kinds, each with a reading of its own: each --stop ends one."));
        return ExitCodes.FAILED;
    }

    private int silent(Course course, Signal signal, Patience patience) {
        if (course.stage() != Stage.ASKED) {
            told(
                    "silent",
                    signal,
                    course.documents(),
                    "Nothing has been heard of the snapshot for " + DurationText.format(patience.bound(course.stage()))
                            + (patience.missesTheEngine()
                                    ? ", it is paused, and no engine is there. Start one ('penstock connect' or 'penstock"
                                            + " up'), or see to the connector on a Kafka Connect cluster: it"
                                    : ". Does the engine run ('penstock connect' or 'penstock up')? It")
                            + " goes on where it was when it comes back.");
            return ExitCodes.FAILED;
        }
        told(
                "unanswered",
                signal,
                0,
                "The engine has not answered within " + DurationText.format(request.patience()) + ". "
                        + (request.wish().stop()
                                ? "If no snapshot of the collection runs, there was nothing to stop. "
                                : "")
                        + "Does it run ('penstock connect' or 'penstock up'), and does it follow the stream? One that"
                        + " reads a first snapshot, or is away, answers when it comes to the signal: asked once is"
                        + " enough. On a Kafka Connect cluster it needs the notification channel 'sink'.");
        return ExitCodes.FAILED;
    }

    private int told(String state, Signal signal, long documents, String message) {
        if (request.asJson()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("collection", request.wish().collection())
                    .put("signal", signal.id())
                    .put("state", state.toLowerCase(Locale.ROOT))
                    .put("documents", documents)
                    .put("message", message);
            surroundings.out().println(json);
        } else {
            surroundings.out().println(message);
        }
        surroundings.out().flush();
        return ExitCodes.DONE;
    }
}
