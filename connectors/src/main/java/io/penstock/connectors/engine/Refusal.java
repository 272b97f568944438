package io.penstock.connectors.engine;

import com.mongodb.MongoException;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What MongoDB says no to for a reason of its own, and what follows from that. Whatever else it says may pass. */
final class Refusal {
    /** For a change event over 16 MB. */
    private static final Set<Integer> EVENT_TOO_LARGE = Set.of(10334);
    /** For a place that has left the oplog, and for one that no stream can be resumed from. */
    private static final Set<Integer> HISTORY_LOST = Set.of(260, 286);
    /** For a stream that is over, among others for a resume token whose event is not there. */
    private static final int FATAL = 280;

    /** For a stream on a server that is in no replica set, for a stage and for a command that the server does not know. */
    private static final Set<Integer> NO_CHANGE_STREAMS = Set.of(40573, 40324, 59);

    private static final String SPLIT_STAGE = "$changeStreamSplitLargeEvent";
    private static final int FAILED_TO_PARSE = 9;
    /** From here on a number stands for a line of MongoDB's source, and the message says what it means. */
    private static final int FIRST_WITHOUT_NAME = 10_000;

    private Refusal() {}

    /**
     * What an error comes to.
     *
     * @param chain the error and its causes
     * @param message what is told of it; shows no secret
     * @param resumption where the stream had begun
     * @return empty if it is no refusal, or none that is known to last
     */
    static Optional<Failure> of(List<Throwable> chain, String message, Settings settings, Resumption resumption) {
        boolean notFound = chain.stream().anyMatch(Refusal::isEventNotFound);
        if (notFound && resumption == Resumption.BEHIND_EVENT) {
            return Optional.of(eventNotFound(message));
        }
        Optional<Failure> overwritten = CappedCollection.inSnapshot(chain, message);
        if (overwritten.isPresent()) {
            return overwritten;
        }
        if (notFound
                || CappedCollection.isOplog(chain)
                || message.contains("no longer available on the server")
                || chain.stream().anyMatch(Refusal::isHistoryLost)) {
            return Optional.of(historyLost(message, settings.source()));
        }
        if (chain.stream().anyMatch(Refusal::isWithoutSplitting)) {
            return Optional.of(unsplit(message, settings.connections().debezium()));
        }
        if (has(chain, EVENT_TOO_LARGE)) {
            return lasting(
                    "MongoDB cannot send a change event over 16 MB in one piece, and from 6.0.9 on in several, if"
                            + " debezium.cursor.oversize.handling.mode is split, the default. An update of a large"
                            + " document has what it sets and the whole document after it; with source.document: delta"
                            + " it is half as large.",
                    message);
        }
        if (has(chain, NO_CHANGE_STREAMS)) {
            return lasting(
                    "This MongoDB has no change streams, or knows not all that they are asked for. It has to be a replica"
                            + " set, which one server alone can be (start it with --replSet and call rs.initiate()), or a"
                            + " sharded cluster behind mongos.",
                    message);
        }
        if (chain.stream().anyMatch(Refusal::isFatal)) {
            return Optional.of(new Failure.Unknown(message));
        }
        if (message.contains("rights to list databases")) {
            // Who may read no other database sees none until the first document is written: nothing is wrong with that.
            return Optional.of(new Failure.Passing(
                    Failure.MONGODB,
                    "MongoDB shows this user no database. Either the database that is watched does not exist yet: then all"
                            + " goes on by itself when it does. Or the user of mongodb.uri may read nothing: then grant"
                            + " it the role read on that database. (" + message + ")"));
        }
        return Authentication.failure(chain, message);
    }

    private static Failure unsplit(String message, Map<String, String> debezium) {
        String old =
                "MongoDB before 6.0.9 cannot split change events over 16 MB: an update that sets more than about 8 MB"
                        + " ends the engine. ";
        return debezium.containsKey(SourceProperties.OVERSIZE)
                ? new Failure.Lasting(old + "Remove debezium." + SourceProperties.OVERSIZE + ". (" + message + ")")
                : new Failure.Unsplit(old + "Everything else goes on as with newer ones.");
    }

    private static Failure historyLost(String message, SourceSettings source) {
        String lost = "MongoDB no longer holds the point to go on from: its oplog has been overwritten since, or it is"
                + " another server than before. Changes in between cannot be read any more. ";
        String advice = " To keep it from happening again, let the oplog keep more hours (replSetResizeOplog with"
                + " minRetentionHours). (" + message + ")";
        return source.onHistoryLost() == OnHistoryLost.RESNAPSHOT
                ? new Failure.HistoryLost(lost + "All watched collections are read anew." + advice)
                : new Failure.Lasting(lost + "To read all watched collections anew and go on from there, set"
                        + " source.on-history-lost to resnapshot (it is "
                        + source.onHistoryLost().name().toLowerCase(Locale.ROOT) + ")." + advice);
    }

    /**
     * The stream has come to a change, and not to the event behind which it was to go on. A server looks for that among what
     * the stream tells, and not in its oplog: if it had left that, the stream would not even have begun (286).
     */
    private static boolean isEventNotFound(Throwable cause) {
        return cause instanceof MongoException exception
                && exception.getCode() == FATAL
                && String.valueOf(exception.getMessage()).contains("resume token was not found");
    }

    /**
     * A stream that is over, and that would end there again. Not so where only the parts differ in which a large event is told:
     * the next run begins with the whole event.
     */
    private static boolean isFatal(Throwable cause) {
        return cause instanceof MongoException exception
                && exception.getCode() == FATAL
                && !String.valueOf(exception.getMessage()).contains("resume from a split event");
    }

    private static Failure eventNotFound(String message) {
        return new Failure.EventNotFound(
                "MongoDB cannot go on behind the last change that was read, for the stream does not tell that one now: as"
                        + " a rule its collection is not watched any more, since a job was taken out or changed. Reading"
                        + " goes on with all that happened at the time of that change; what is told again is dropped as a"
                        + " duplicate. (" + message + ")");
    }

    private static boolean isHistoryLost(Throwable cause) {
        if (!(cause instanceof MongoException exception)) {
            return false;
        }
        int code = exception.getCode();
        String message = String.valueOf(exception.getMessage()).toLowerCase(Locale.ROOT);
        return HISTORY_LOST.contains(code)
                || ((code == FAILED_TO_PARSE || code >= FIRST_WITHOUT_NAME) && message.contains("resume token"));
    }

    /** Each kind of server that does not know the stage has a number of its own for that; who has no rights is told of it, too. */
    private static boolean isWithoutSplitting(Throwable cause) {
        return cause instanceof MongoException exception
                && !Authentication.isAccess(exception)
                && String.valueOf(exception.getMessage()).contains(SPLIT_STAGE);
    }

    private static boolean has(List<Throwable> chain, Set<Integer> codes) {
        return chain.stream()
                .anyMatch(cause -> cause instanceof MongoException exception && codes.contains(exception.getCode()));
    }

    private static Optional<Failure> lasting(String advice, String message) {
        return Optional.of(new Failure.Lasting(advice + " (" + message + ")"));
    }
}
