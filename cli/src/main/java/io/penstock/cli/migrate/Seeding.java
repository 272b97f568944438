package io.penstock.cli.migrate;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.snapshot.SnapshotOnDemand;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.MongodbClient;
import io.penstock.records.Topics;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Has the documents of jobs made known by incremental snapshots, and waits until the processors have taken them in. */
final class Seeding {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Settings settings;
    private final Surroundings surroundings;
    private final Group group;

    Seeding(Settings settings, Surroundings surroundings, Group group) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.group = group;
    }

    /**
     * Does it.
     *
     * @return whether it is done; not if the end was wished before, or a snapshot did not come to its end
     */
    boolean run(List<JobSettings> jobs) throws InterruptedException {
        StopSignal stop = surroundings.stop();
        while (group.processors().isEmpty()) {
            if (stop.await(BETWEEN_LOOKS)) {
                return false;
            }
        }
        Set<String> collections = collections(jobs);
        for (String collection : collections) {
            SnapshotOnDemand.Wish wish = new SnapshotOnDemand.Wish(collection, Optional.empty(), false);
            int code = new SnapshotOnDemand(
                            settings, surroundings, new SnapshotOnDemand.Request(wish, true, PATIENCE, false))
                    .run();
            if (code != ExitCodes.DONE) {
                return false;
            }
        }
        return takenIn(collections);
    }

    /** What was read last is to be known as known before the job works as configured again. */
    private boolean takenIn(Set<String> collections) throws InterruptedException {
        String prefix = settings.source().prefix();
        Set<String> topics = collections.stream()
                .map(collection -> Topics.changes(prefix, collection))
                .collect(Collectors.toSet());
        KafkaAccess kafka = new KafkaAccess(settings.connections().kafka());
        try (Unread unread = new Unread(kafka, settings.application(), topics::contains, surroundings.clock())) {
            while (unread.any()) {
                if (surroundings.stop().await(BETWEEN_LOOKS)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Set<String> collections(List<JobSettings> jobs) {
        List<CollectionPattern> patterns = jobs.stream()
                .flatMap(job -> job.selection().collections().stream())
                .map(CollectionPattern::of)
                .toList();
        Set<String> found = new TreeSet<>();
        try (MongoClient mongodb = MongoClients.create(MongodbClient.source(settings, "penstock-migrate"))) {
            for (String database : mongodb.listDatabaseNames()) {
                for (String collection : mongodb.getDatabase(database).listCollectionNames()) {
                    String name = database + "." + collection;
                    if (patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
                        found.add(name);
                    }
                }
            }
        } catch (MongoException e) {
            throw CommandFailure.failed("MongoDB does not say which collections there are: " + e.getMessage(), e);
        }
        return found;
    }
}
