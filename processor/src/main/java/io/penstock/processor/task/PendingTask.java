package io.penstock.processor.task;

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

    /** As many bytes as {@link String#getBytes} makes of it: for each task there is several times, so nothing is made. */
    private static int utf8(String text) {
        int bytes = text.length();
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit >= 0x80) {
                bytes += beyondOne(text, at, unit);
            }
        }
        return bytes;
    }

    /** Bytes beyond one that a unit takes: a pair of surrogates takes four, one alone becomes a question mark. */
    private static int beyondOne(String text, int at, char unit) {
        if (unit < 0x800) {
            return 1;
        }
        if (!Character.isSurrogate(unit)) {
            return 2;
        }
        boolean paired = Character.isHighSurrogate(unit)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return paired ? 1 : 0;
    }
}
