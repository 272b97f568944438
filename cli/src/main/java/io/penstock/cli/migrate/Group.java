package io.penstock.cli.migrate;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.KafkaAccess;
import java.time.Duration;
import java.util.List;

/** The processors of a deployment, as members of its consumer group. */
final class Group {
    /** One that was killed is missed after its session's time. */
    private static final int LOOKS = 40;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final String THREAD = "-StreamThread-.*";

    private final KafkaAccess kafka;
    private final String name;

    Group(KafkaAccess kafka, String name) {
        this.kafka = kafka;
        this.name = name;
    }

    /** The processors that are there, a name each. */
    List<String> processors() {
        return kafka.members(name).stream()
                .map(client -> client.replaceFirst(THREAD, ""))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Waits a moment for the last ones to go.
     *
     * @throws CommandFailure if some stay
     */
    void awaitNobody(StopSignal stop) throws InterruptedException {
        List<String> there = processors();
        for (int look = 0; look < LOOKS && !there.isEmpty() && !stop.await(BETWEEN_LOOKS); look++) {
            there = processors();
        }
        if (!there.isEmpty()) {
            throw CommandFailure.failed(
                    "Processors are running, and a migration needs them to rest: stop all of them, then"
                            + " call this again. They are: " + String.join(", ", there) + ".");
        }
    }
}
