package io.penstock.records;

import java.util.regex.Pattern;

/**
 * The names of the topics of one deployment.
 *
 * @param application the deployment's name, first part of every output topic's name
 */
public record Topics(String application) {
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9._-]");
    /** Kafka's limit, in characters. */
    private static final int LONGEST = 249;

    /** Results, one for each task that succeeded; {@code null}, as JSON, where it had nothing to tell. */
    public String results() {
        return application + ".results";
    }

    /** Tasks, and records that could not become one, that were given up. */
    public String deadLetters() {
        return application + ".dead-letters";
    }

    /** What happened to each task. */
    public String taskEvents() {
        return application + ".task-events";
    }

    /** What operators want done; see {@link Command}. */
    public String commands() {
        return application + ".commands";
    }

    /** What became of commands; see {@link CommandAnswer}. */
    public String commandAnswers() {
        return application + ".command-answers";
    }

    /** What instances and the governor tell each other; see {@link GovernorRecord}. Compacted, one partition. */
    public String governor() {
        return application + ".governor";
    }

    /** What the jobs were when their tasks were made; see {@link JobsRecord}. Compacted, one partition. */
    public String jobs() {
        return application + ".jobs";
    }

    /** What the engine tells of snapshots that somebody asked for, as Debezium writes its notifications. */
    public String notifications() {
        return application + ".notifications";
    }

    /** Where the engine keeps how far it has read. */
    public String sourceOffsets() {
        return application + ".source-offsets";
    }

    /**
     * What the engines of one source have in common: the group in which they find out which of them works, and the
     * transactional id by which Kafka refuses what any other still sends. Begins with the application's name, as all names of
     * groups and transactions here do: a right that is given by prefix covers them all.
     *
     * @param prefix Debezium's {@code topic.prefix}
     */
    public String engine(String prefix) {
        return application + "-engine-" + prefix;
    }

    /**
     * Has no records, but the number of partitions that counts: Kafka Streams keeps a directory for each partition of the
     * widest topic that is read before it, and refuses to work with fewer than there were. With shard keys only.
     */
    public String intake() {
        return application + ".intake";
    }

    /** The internal topic that brings the tasks of one shard key to one place, as Kafka Streams names it. */
    public String tasks() {
        return application + "-tasks-repartition";
    }

    /** The internal topic that keeps the ledger, as Kafka Streams names it. Compacted. */
    public String ledger() {
        return application + "-ledger-changelog";
    }

    /** The internal topic that keeps the open tasks, as Kafka Streams names it. Compacted. */
    public String backlog() {
        return application + "-backlog-changelog";
    }

    /** The internal topic that keeps where documents' tasks belong, as Kafka Streams names it. Compacted. */
    public String directory() {
        return application + "-directory-changelog";
    }

    /**
     * The transactional id of whoever migrates jobs: Kafka refuses what any other says that has begun before. Begins with the
     * application's name, like that of the engines.
     */
    public String migration() {
        return application + "-migration";
    }

    /**
     * The topic with the changes of a collection, as Debezium names it: characters that Kafka does not take in a topic's
     * name, and MongoDB does in a collection's, are replaced by underscores, one beyond the basic plane by two, and what is
     * too long is cut off (its {@code AbstractTopicNamingStrategy}).
     *
     * @param prefix Debezium's {@code topic.prefix}
     * @param collection the collection with its database: {@code shop.orders}
     */
    public static String changes(String prefix, String collection) {
        String name = FORBIDDEN
                .matcher(prefix + "." + collection)
                .replaceAll(found -> "_".repeat(found.group().length()));
        return name.substring(0, Math.min(name.length(), LONGEST));
    }
}
