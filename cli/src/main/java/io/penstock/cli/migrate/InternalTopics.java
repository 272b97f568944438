package io.penstock.cli.migrate;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.records.Topics;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that have as many partitions as the layout says, and are made anew with another one. */
final class InternalTopics {
    private static final int LOOKS = 150;
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final KafkaAccess kafka;
    private final Topics topics;

    InternalTopics(KafkaAccess kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * Removes them, and waits until they are gone.
     *
     * @throws CommandFailure if they stay
     */
    void remove() {
        try (Admin admin = kafka.admin()) {
            Set<String> there = there(admin);
            try {
                KafkaAccess.answer(admin.deleteTopics(there).all());
            } catch (UnknownTopicOrPartitionException gone) {
                // An earlier call of this has had it removed a moment ago.
            } catch (TopicDeletionDisabledException e) {
                throw refused(there);
            }
            for (int look = 0; look < LOOKS && !there(admin).isEmpty(); look++) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
            Set<String> left = there(admin);
            if (!left.isEmpty()) {
                throw refused(left);
            }
        } catch (KafkaException e) {
            throw kafka.failure(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static CommandFailure refused(Set<String> left) {
        return CommandFailure.failed("Kafka has been asked to delete these topics, and still has them: "
                + String.join(", ", left)
                + ". Does it allow it (delete.topic.enable)? Delete them, and call this again.");
    }

    private Set<String> there(Admin admin) {
        return of(topics, KafkaAccess.answer(admin.listTopics().names()));
    }

    /** Those of a deployment among all that are there. */
    static Set<String> of(Topics topics, Set<String> there) {
        // By their whole names: those of an application "shop-eu" begin with "shop-", too.
        Set<String> own = Set.of(
                topics.ledger(),
                topics.backlog(),
                topics.directory(),
                topics.tasks(),
                topics.commands(),
                topics.intake());
        return there.stream().filter(own::contains).collect(Collectors.toSet());
    }
}
