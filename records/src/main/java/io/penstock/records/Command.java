package io.penstock.records;

import java.util.Optional;

/**
 * What an operator wants done. On its topic it is JSON, see {@link CommandJson}.
 *
 * @param id chosen by the asker, who finds the answers by it
 * @param expires when it is not to be done any more, in milliseconds since 1970; empty: never
 * @param request what is to be done
 */
public record Command(String id, Optional<Long> expires, Request request) {
    /** The longest id, in characters. */
    public static final int LONGEST_ID = 200;

    /** The kinds of commands. */
    public enum Kind {
        RELEASE,
        RETRY,
        CANCEL,
        PAUSE,
        RESUME,
        FORGET,
        DISCARD,
        RETIRE;

        /** As it is written into commands: {@code release}. */
        public String text() {
            return EnumText.of(this);
        }
    }

    /** What is to be done. */
    public sealed interface Request {
        /** Which kind it is. */
        Kind kind();

        /** The job that it is about. */
        String job();

        /** The shard key that says which partition it is for; empty: it is for all of them. */
        default Optional<String> shardKey() {
            return Optional.empty();
        }
    }

    /** Which lane. */
    public sealed interface Lane {
        /** The one of a shard key. */
        record OfShardKey(String shardKey) implements Lane {}

        /** The one of a task id, where the job keeps no order among its tasks. */
        record OfTask(Optional<String> collection, String taskId) implements Lane {}

        /** The shard key, if the lane has one. */
        default Optional<String> key() {
            return this instanceof OfShardKey of ? Optional.of(of.shardKey()) : Optional.empty();
        }

        /** As people say it. */
        default String text() {
            return this instanceof OfShardKey of ? of.shardKey() : ((OfTask) this).taskId();
        }
    }

    /** A lane that was set aside goes on. */
    public record Release(String job, Lane lane) implements Request {
        @Override
        public Kind kind() {
            return Kind.RELEASE;
        }

        @Override
        public Optional<String> shardKey() {
            return lane.key();
        }
    }

    /**
     * Nothing more of a job, or of one of its lanes, begins.
     *
     * @param lane empty: all of the job
     */
    public record Pause(String job, Optional<Lane> lane) implements Request {
        @Override
        public Kind kind() {
            return Kind.PAUSE;
        }

        @Override
        public Optional<String> shardKey() {
            return lane.flatMap(Lane::key);
        }
    }

    /**
     * What was paused goes on.
     *
     * @param lane empty: the job; lanes that were paused by themselves stay so
     */
    public record Resume(String job, Optional<Lane> lane) implements Request {
        @Override
        public Kind kind() {
            return Kind.RESUME;
        }

        @Override
        public Optional<String> shardKey() {
            return lane.flatMap(Lane::key);
        }
    }

    /**
     * Open tasks with a task id are taken back.
     *
     * @param collection empty: the only one of the job
     */
    public record Cancel(String job, Optional<String> collection, String taskId) implements Request {
        @Override
        public Kind kind() {
            return Kind.CANCEL;
        }
    }

    /**
     * All that the stores have of a task id is erased.
     *
     * @param collection empty: the only one of the job
     */
    public record Forget(String job, Optional<String> collection, String taskId) implements Request {
        @Override
        public Kind kind() {
            return Kind.FORGET;
        }
    }

    /** A task that was given up is tried again, with a fresh budget. */
    public record Retry(GivenUp task) implements Request {
        @Override
        public Kind kind() {
            return Kind.RETRY;
        }

        @Override
        public String job() {
            return task.job();
        }

        @Override
        public Optional<String> shardKey() {
            return Optional.of(task.shardKey());
        }
    }

    /** A task that was given up is not to be tried again: somebody has seen to it, or nobody needs it. */
    public record Discard(GivenUp task) implements Request {
        @Override
        public Kind kind() {
            return Kind.DISCARD;
        }

        @Override
        public String job() {
            return task.job();
        }

        @Override
        public Optional<String> shardKey() {
            return Optional.of(task.shardKey());
        }
    }

    /**
     * A job takes on nothing more; when nothing of it is open, all that the stores have of it is erased.
     *
     * @param open what becomes of its open tasks
     */
    public record Retire(String job, OpenTasks open) implements Request {
        @Override
        public Kind kind() {
            return Kind.RETIRE;
        }
    }

    /** What becomes of the open tasks of a job that is retired. */
    public enum OpenTasks {
        /** They are done first. */
        FINISH,
        /** They are taken back. */
        CANCEL;

        /** As it is written into commands: {@code finish}. */
        public String text() {
            return EnumText.of(this);
        }
    }

    /**
     * A task as its dead letter tells it.
     *
     * @param version which state of which document
     * @param shardKey decides its lane
     * @param tries in which round it was given up
     * @param contents what its change said of the document
     * @param source the record that told its change
     */
    public record GivenUp(
            String job,
            String collection,
            String taskId,
            Version version,
            String shardKey,
            Tries tries,
            Contents contents,
            Source source) {}

    /**
     * Which state of which document.
     *
     * @param documentId the document's id as JSON
     * @param position where its change stands, as in {@link HeaderNames#VERSION}
     * @param operation what happened to the document, as Debezium's letter
     * @param changedAt when, in milliseconds since 1970
     */
    public record Version(String documentId, String position, String operation, long changedAt) {}

    /**
     * What was tried.
     *
     * @param round in which the task was given up, from 1
     * @param attempts made so far, in all rounds
     * @param compensates whether it undoes the work of an earlier one
     */
    public record Tries(int round, int attempts, boolean compensates) {}

    /** What a change says of its document, as text. */
    public record Contents(Optional<String> after, Optional<String> before, Optional<String> updateDescription) {}

    /**
     * The record that told the change.
     *
     * @param firstSeen milliseconds since 1970
     */
    public record Source(String topic, int partition, long offset, long firstSeen) {}
}
