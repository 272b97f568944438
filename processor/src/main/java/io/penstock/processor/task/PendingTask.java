package io.penstock.processor.task;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A task that has no outcome yet.
 *
 * @param key what it is about
 * @param version which state of the document
 * @param shardKey decides its lane
 * @param contents what the change says of the document
 * @param origin the record that it comes from
 */
public record PendingTask(TaskKey key, DocumentVersion version, String shardKey, Contents contents, Origin origin) {
    /**
     * Bytes that its record takes, but for parts of a bounded size. An id in MongoDB may be a whole document, and what a
     * pointer of a job points at may be any text: they count.
     */
    public int size() {
        // The shard key is the record's key, too.
        int names = utf8(key.taskId()) + utf8(version.documentId()) + 2 * utf8(shardKey);
        int versions = utf8(version.position().tie())
                + version.field().map(field -> utf8(field.stored())).orElse(0);
        return names + versions + contents.size();
    }

    /** Bytes that its ids and its shard key take: outputs carry them in their headers, and some once more. */
    public int idsSize() {
        return utf8(key.taskId()) + utf8(version.documentId()) + utf8(shardKey);
    }

    /** Bytes that they take in the record of its result, of which the task id is the key, too. */
    public int resultIdsSize() {
        return idsSize() + utf8(key.taskId());
    }

    private static int utf8(String text) {
        return text.getBytes(UTF_8).length;
    }
}
