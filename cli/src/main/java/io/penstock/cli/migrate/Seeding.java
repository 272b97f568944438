package io.penstock.cli.migrate;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.snapshot.CollectionName;
import io.penstock.cli.snapshot.DocumentIds;
import io.penstock.cli.snapshot.PresentCollections;
import io.penstock.cli.snapshot.SnapshotOnDemand;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.MongodbClient;
import io.penstock.records.Topics;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/** Has the documents of jobs made known by incremental snapshots, and waits until the processors have taken them in. */
final class Seeding {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ANOTHER_NAME =
            " retire the job under its name with 'penstock jobs retire', and give it another name"
                    + " with the new configuration.";

    private final Settings settings;
    private final Surroundings surroundings;
    private final Group group;

    /**
     * A collection that is there.
     *
     * @param collection its name, with its database
     * @param objection why the engine cannot be asked for it
     */
    private record Found(String collection, DocumentIds ids, Optional<String> objection) {}

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
        Map<String, Optional<String>> filters = new TreeMap<>();
        visit(
                jobs,
                found -> found.objection()
                        .ifPresentOrElse(
                                objection -> leaveOut("is " + found.collection() + ", with all its documents. "
                                        + objection + " They become known when they change."),
                                () -> filters.put(found.collection(), filter(found))));
        for (Map.Entry<String, Optional<String>> entry : filters.entrySet()) {
            SnapshotOnDemand.Wish wish = new SnapshotOnDemand.Wish(entry.getKey(), entry.getValue(), false);
            int code = new SnapshotOnDemand(
                            settings, surroundings, new SnapshotOnDemand.Request(wish, true, PATIENCE, false))
                    .run();
            if (code != ExitCodes.DONE) {
                return false;
            }
        }
        return takenIn(filters.keySet());
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

    /**
     * Sees whether the documents of jobs can be made known.
     *
     * @throws CommandFailure if there are some that a snapshot cannot read
     */
    void check(List<JobSettings> jobs) {
        visit(jobs, found -> {
            found.objection().ifPresent(objection -> {
                throw CommandFailure.failed(
                        objection + " The snapshot that makes documents known at the end of a migration"
                                + " cannot read it, so nothing was begun. Rename the collection, or leave it out of the job's"
                                + " collection; or" + ANOTHER_NAME);
            });
            List<String> unreadable = found.ids().unreadable();
            if (!unreadable.isEmpty()) {
                throw CommandFailure.failed("There are documents in " + found.collection() + " whose _id is "
                        + String.join(", or ", unreadable)
                        + ". The snapshot that makes documents known at the end of a migration cannot read those, so"
                        + " nothing was begun. Give them other ids, or take them out; or" + ANOTHER_NAME);
            }
        });
    }

    /** Once all else is erased there is no way back: then what can be read is to be known. */
    private Optional<String> filter(Found found) {
        List<String> unreadable = found.ids().unreadable();
        if (unreadable.isEmpty()) {
            return Optional.empty();
        }
        leaveOut("of " + found.collection() + ": documents whose _id is " + String.join(", or ", unreadable)
                + ". No snapshot can read those; they become known when they change.");
        return Optional.of(found.ids().readable());
    }

    private void leaveOut(String what) {
        surroundings.err().println("Left out " + what);
        surroundings.err().flush();
    }

    private void visit(List<JobSettings> jobs, Consumer<Found> visitor) {
        try (MongoClient mongodb = MongoClients.create(MongodbClient.source(settings, "penstock-migrate"))) {
            for (String name : PresentCollections.of(mongodb, jobs)) {
                CollectionPattern collection = CollectionPattern.of(name);
                visitor.accept(new Found(
                        name,
                        new DocumentIds(
                                mongodb.getDatabase(collection.database())
                                        .getCollection(collection.collection(), BsonDocument.class),
                                Optional.empty()),
                        CollectionName.objection(name, () -> PresentCollections.of(mongodb, settings.jobs()))));
            }
        } catch (MongoException e) {
            throw CommandFailure.failed(
                    "MongoDB does not say which collections and ids there are: " + e.getMessage(), e);
        }
    }
}
