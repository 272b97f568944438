package io.penstock.processor.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.processor.row.RowKey;
import io.penstock.processor.task.PendingTask;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which lane: a job's, and within it that of a shard key, or, where the job keeps no order among its tasks, that of a task
 * id, whose versions still follow each other.
 */
public final class LaneKey {
    private final byte[] bytes;

    private LaneKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The lane of a shard key. */
    public static LaneKey ofShardKey(String job, String shardKey) {
        return new LaneKey(RowKey.parts(job, shardKey));
    }

    /** The lane of a task id, where the job keeps no order among its tasks. */
    public static LaneKey ofTask(String job, String collection, String taskId) {
        return new LaneKey(RowKey.parts(job, collection, taskId));
    }

    /** The lane of a task among those of its shard key, or of its task id. */
    public static LaneKey of(PendingTask task, boolean ordered) {
        String job = task.key().job();
        return ordered
                ? ofShardKey(job, task.shardKey())
                : ofTask(job, task.key().collection(), task.key().taskId());
    }

    static LaneKey read(byte[] stored) {
        return new LaneKey(stored);
    }

    /** The job's name. */
    public String job() {
        return new String(bytes, 1, bytes[0] & 0xFF, UTF_8);
    }

    /** As a part of a store's key: no lane's is the beginning of another's. Not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LaneKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its name within the job: the shard key, or, where the job keeps no order, what its task id stands under. */
    public String name() {
        int start = 1 + (bytes[0] & 0xFF);
        return new String(bytes, start + 1, bytes.length - start - 1, UTF_8);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s/%s", job(), name());
    }
}
