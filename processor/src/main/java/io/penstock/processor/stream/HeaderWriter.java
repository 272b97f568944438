package io.penstock.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.document.InstantText;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.Severity;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Writes the headers of output records. */
final class HeaderWriter {
    private static final byte[] FORMAT = {'1'};
    /** A message may hold a whole document; a header is no place for it. In bytes. */
    static final int LONGEST_MESSAGE = 4_000;

    /** What a header takes beside its name and value: the lengths of both, as numbers of a variable size. */
    private static final int ENVELOPE = 10;

    private final Headers headers = new RecordHeaders();

    HeaderWriter() {
        headers.add(HeaderNames.FORMAT, FORMAT);
    }

    HeaderWriter with(String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
        return this;
    }

    HeaderWriter with(String name, byte[] value) {
        headers.add(name, value);
        return this;
    }

    HeaderWriter task(PendingTask task) {
        DocumentVersion version = task.version();
        return with(HeaderNames.JOB, task.key().job())
                .with(HeaderNames.COLLECTION, task.key().collection())
                .with(HeaderNames.TASK_ID, task.key().taskId())
                .with(HeaderNames.DOCUMENT_ID, version.documentId())
                .with(HeaderNames.VERSION, version.position().text())
                .with(HeaderNames.SHARD_KEY, task.shardKey())
                .with(HeaderNames.OPERATION, version.operation().code())
                .with(HeaderNames.CHANGED_AT, instant(version.changedAt()));
    }

    private static String text(DatabaseCost cost) {
        return String.format(
                Locale.ROOT,
                "operations=%.3f, documents-read=%d, documents-written=%d, bytes-read=%d, bytes-written=%d,"
                        + " millis=%.1f",
                cost.operations(),
                cost.documentsRead(),
                cost.documentsWritten(),
                cost.bytesRead(),
                cost.bytesWritten(),
                cost.nanos() / 1e6);
    }

    HeaderWriter tries(Tries tries) {
        if (tries.compensates()) {
            with(HeaderNames.PURPOSE, "compensate");
        }
        if (!tries.cost().equals(DatabaseCost.NONE)) {
            with(HeaderNames.DATABASE_COST, text(tries.cost()));
        }
        return with(HeaderNames.ATTEMPTS, Integer.toString(tries.attempts()))
                .with(HeaderNames.ROUND, Integer.toString(tries.round()));
    }

    HeaderWriter failure(Failure failure, Severity severity) {
        DeadLetterReason reason = failure.reason();
        return with(HeaderNames.REASON, reason.text())
                .with(HeaderNames.KIND, reason.kind().text())
                .with(HeaderNames.SEVERITY, severity.text())
                .with(HeaderNames.REMEDY, reason.remedy())
                .with(HeaderNames.ERROR_CLASS, failure.errorClass())
                .with(HeaderNames.ERROR_MESSAGE, cut(failure.message()));
    }

    HeaderWriter origin(Origin origin) {
        return with(HeaderNames.SOURCE_TOPIC, origin.topic())
                .with(HeaderNames.SOURCE_PARTITION, Integer.toString(origin.partition()))
                .with(HeaderNames.SOURCE_OFFSET, Long.toString(origin.offset()))
                .with(HeaderNames.FIRST_SEEN, instant(origin.firstSeen()));
    }

    Headers headers() {
        return headers;
    }

    private static String instant(long millis) {
        // A fraction of the second stands there if there is one.
        return millis % 1_000 == 0 ? Instant.ofEpochMilli(millis).toString() : InstantText.ofMillis(millis);
    }

    /** How many bytes the headers take in a record. */
    int size() {
        int size = 0;
        for (Header header : headers) {
            size += ENVELOPE + header.key().getBytes(UTF_8).length + header.value().length;
        }
        return size;
    }

    private static String cut(String message) {
        byte[] text = message.getBytes(UTF_8);
        if (text.length <= LONGEST_MESSAGE) {
            return message;
        }
        int end = LONGEST_MESSAGE;
        while (isContinuation(text[end])) {
            end--;
        }
        return new String(text, 0, end, UTF_8) + "…";
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0xC0) == 0x80;
    }
}
