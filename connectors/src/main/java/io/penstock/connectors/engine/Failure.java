package io.penstock.connectors.engine;

import com.mongodb.MongoException;
import io.penstock.connectors.sink.OffsetTooLargeException;
import io.penstock.connectors.sink.UncompactedTopicException;
import io.penstock.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Why a run of the engine ended, and whether another one can mend it. */
sealed interface Failure {
    /** What happened. */
    String reason();

    /** What is waited for, if another attempt follows. */
    default String what() {
        return "the connector";
    }

    /**
     * Something is away and may come back.
     *
     * @param what what is away
     */
    record Passing(String what, String reason) implements Failure {}

    /** Not known to pass: worth a few more attempts. */
    record Unknown(String reason) implements Failure {}

    /** Only a person can mend it. */
    record Lasting(String reason) implements Failure {}

    /** The database cannot tell any more what happened since the place to go on from. */
    record HistoryLost(String reason) implements Failure {
        @Override
        public String what() {
            return STREAM;
        }
    }

    /** The event behind which the stream was to go on is none that it tells; the next run has to begin at its time. */
    record EventNotFound(String reason) implements Failure {
        @Override
        public String what() {
            return STREAM;
        }
    }

    /** The server is too old to split what is too large for one event; the next run has to do without that. */
    record Unsplit(String reason) implements Failure {}

    /** It was told to end: nothing has gone wrong that matters to the next run. */
    record Stopped(String reason) implements Failure {}

    /** Kafka has refused it, for another engine of the same source has taken over. */
    record Fenced(String reason) implements Failure {}

    String MONGODB = "MongoDB";
    String KAFKA = "Kafka";
    String STREAM = "the change stream";

    /** What stands before the hosts of a connection string. */
    Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]+@");

    /** The innermost exception in the driver's view of a server. */
    Pattern SERVER_EXCEPTION = Pattern.compile("(?:exception=|caused by )\\{([^{}]*)\\}");

    /** What a throwable comes to that ended the engine while it read nothing. */
    static Failure of(Throwable error, Settings settings) {
        return of(error, settings, Resumption.BEHIND_EVENT);
    }

    /**
     * What a throwable that ended the engine comes to.
     *
     * @param resumption where its run had begun to read
     */
    static Failure of(Throwable error, Settings settings, Resumption resumption) {
        List<Throwable> chain = chain(error);
        String message = message(chain);
        if (chain.stream().anyMatch(Failure::isFence)) {
            return new Fenced(message);
        }
        if (message.contains("previously stopped while taking a snapshot")) {
            return new Lasting("The last snapshot was not finished, and debezium.snapshot.mode forbids another one: let"
                    + " it be initial or when_needed. (" + message + ")");
        }
        Optional<Failure> refusal = Refusal.of(chain, message, settings, resumption);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (chain.stream()
                .anyMatch(
                        cause -> cause instanceof AuthenticationException || cause instanceof AuthorizationException)) {
            return new Lasting(
                    "Kafka refuses the user: check the credentials and rights of the kafka section. (" + message + ")");
        }
        if (isUnanswered(message)) {
            return new Passing(MONGODB, DatabaseAddress.of(settings) + " does not answer" + serverException(message));
        }
        if (isUnreachable(message) || chain.stream().anyMatch(MongoException.class::isInstance)) {
            return new Passing(MONGODB, message);
        }
        if (chain.stream()
                .anyMatch(cause ->
                        cause instanceof UncompactedTopicException || cause instanceof OffsetTooLargeException)) {
            return new Lasting(message);
        }
        if (message.contains("onfiguration is not valid")
                || message.contains("invalid configuration")
                || chain.stream().anyMatch(ConfigException.class::isInstance)) {
            return new Lasting("The connector does not take its configuration: " + message);
        }
        return chain.stream().anyMatch(KafkaException.class::isInstance)
                ? new Passing(KAFKA, message)
                : new Unknown(message);
    }

    private static boolean isFence(Throwable cause) {
        return cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException;
    }

    private static boolean isUnreachable(String message) {
        return message.contains("Unable to connect")
                || message.contains("Connection validation timed out")
                || message.contains("Error during connection validation");
    }

    /** The driver knows of servers and has reached none; it says so with all that it knows of each. */
    private static boolean isUnanswered(String message) {
        return message.contains("state=CONNECTING") && !message.contains("state=CONNECTED");
    }

    private static String serverException(String message) {
        return SERVER_EXCEPTION
                .matcher(message)
                .results()
                .reduce((first, last) -> last)
                .map(last -> " (" + last.group(1) + ")")
                .orElse("");
    }

    private static List<Throwable> chain(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = error; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** The innermost message and the outermost one, which are those that say something. */
    private static String message(List<Throwable> chain) {
        String outer = text(chain.get(0));
        String inner = text(chain.get(chain.size() - 1));
        String message = outer.contains(inner) ? outer : outer + " Cause: " + inner;
        return withoutCredentials(message);
    }

    /** A message that may be shown. */
    static String withoutCredentials(String message) {
        return CREDENTIALS.matcher(message).replaceAll("//***@");
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
