package io.penstock.records;

import java.util.Map;
import java.util.Optional;

/**
 * What is said on the topic of the jobs, so that nobody goes on with another configuration than the one under which tasks
 * were made. It is compacted: of each {@link #key} the newest record counts. As JSON, see {@link JobsJson}.
 */
public sealed interface JobsRecord {
    /** The record's key. */
    String key();

    /** Whether nobody has changed yet what it says: it is what the first processor recorded. */
    boolean begins();

    /** How far a migration is. */
    enum Stage {
        /** What is open is done, and what is known is erased; nothing new is taken on. */
        DRAINING,
        /** Work goes on; what a snapshot reads is recorded as known and not run. */
        SEEDING
    }

    /**
     * A migration that is under way.
     *
     * @param stage how far it is
     * @param to what the job is to be; what it is already, once it is {@link Stage#SEEDING}
     */
    record Move(Stage stage, JobIdentity to) {}

    /**
     * A job.
     *
     * @param name its name
     * @param identity under which its tasks were made
     * @param generation how often it has been migrated
     * @param since by topic and partition of the changes ({@code shop.orders-0}): the position of the last change that belongs
     *     to the generation before; what is told again of that time has had its task
     * @param move empty: none is under way
     */
    record Job(String name, JobIdentity identity, int generation, Map<String, String> since, Optional<Move> move)
            implements JobsRecord {
        private static final String KEY = "job/";

        public Job {
            since = Map.copyOf(since);
        }

        /** One that was never migrated. */
        public static Job first(String name, JobIdentity identity) {
            return new Job(name, identity, 0, Map.of(), Optional.empty());
        }

        /** The key of a job. */
        public static String key(String name) {
            return KEY + name;
        }

        @Override
        public String key() {
            return key(name);
        }

        @Override
        public boolean begins() {
            return generation == 0 && move.isEmpty();
        }

        /** Whether a migration of it is at this stage. */
        public boolean is(Stage stage) {
            return move.filter(it -> it.stage() == stage).isPresent();
        }
    }

    /**
     * A topic with changes. Which partition a document's changes come in, and so where its tasks stand, follows from how many
     * there are.
     *
     * @param topic its name
     * @param partitions how many it had when changes of it were first read
     */
    record Changes(String topic, int partitions) implements JobsRecord {
        private static final String KEY = "changes/";

        /** The key of a topic. */
        public static String key(String topic) {
            return KEY + topic;
        }

        @Override
        public String key() {
            return key(topic);
        }

        @Override
        public boolean begins() {
            return true;
        }
    }

    /**
     * The whole deployment.
     *
     * @param layout how its open tasks are spread
     * @param generation how often that was changed
     * @param to what it is about to become; empty: it stays
     * @param atLeastOnce whether a processor has ever worked in this layout with {@code at_least_once}: what a kill has torn
     *     then is found torn for as long as its stores are there
     */
    record Deployment(Layout layout, int generation, Optional<Layout> to, boolean atLeastOnce) implements JobsRecord {
        /** The key of the record. */
        public static final String KEY = "deployment";

        /** One in which all was done with transactions. */
        public Deployment(Layout layout, int generation, Optional<Layout> to) {
            this(layout, generation, to, false);
        }

        /** One that was never migrated. */
        public static Deployment first(Layout layout) {
            return new Deployment(layout, 0, Optional.empty());
        }

        /** The same with a processor that has worked, or is to work, with {@code at_least_once}. */
        public Deployment havingRunAtLeastOnce() {
            return new Deployment(layout, generation, to, true);
        }

        /** The same, about to become another. */
        public Deployment becoming(Layout next) {
            return new Deployment(layout, generation, Optional.of(next), atLeastOnce);
        }

        /** What is recorded once this is said as well: a migration alone makes another deployment of it. */
        public Deployment after(Deployment said) {
            if (said.generation != generation) {
                return said.generation > generation ? said : this;
            }
            Deployment counts = said.to.isPresent() ? said : this;
            return atLeastOnce || said.atLeastOnce ? counts.havingRunAtLeastOnce() : counts;
        }

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public boolean begins() {
            return generation == 0 && to.isEmpty();
        }
    }
}
