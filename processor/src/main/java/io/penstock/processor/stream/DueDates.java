package io.penstock.processor.stream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.processor.document.PlainJson;
import io.penstock.processor.partition.NotATimeException;
import io.penstock.processor.partition.QueuePolicy.Timetable;
import io.penstock.processor.task.PendingTask;
import io.penstock.settings.WorkSettings.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** When tasks may run for the first time, as their documents and their job say. Threads may share one. */
final class DueDates implements Timetable {
    private final Optional<JsonPointer> notBefore;
    private final long delay;

    DueDates(Schedule schedule) {
        this.notBefore = schedule.notBefore();
        this.delay = schedule.delay().toMillis();
    }

    @Override
    public long earliest(PendingTask task, long now) throws NotATimeException {
        long delayed = delay == 0 ? 0 : now + delay;
        if (notBefore.isEmpty() || task.contents().after().isEmpty()) {
            return delayed;
        }
        JsonNode node = PlainJson.at(task.contents().after().get().bytes(), notBefore.get());
        if (node.isMissingNode() || node.isNull()) {
            return delayed;
        }
        if (!node.isTextual()) {
            throw notATime(node);
        }
        return Math.max(delayed, time(node, now));
    }

    /** ISO-8601: a moment, a moment with an offset, a day in UTC, or a duration from now. */
    private long time(JsonNode node, long now) throws NotATimeException {
        String text = node.textValue();
        try {
            if (text.startsWith("P") || text.startsWith("-P")) {
                // What is beyond all time must not come round as what is long past, and run at once.
                return Math.addExact(now, Duration.parse(text).toMillis());
            }
            return moment(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw notATime(node);
        }
    }

    private static Instant moment(String text) {
        if (text.length() == "2026-01-01".length()) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return text.endsWith("Z")
                ? Instant.parse(text)
                : OffsetDateTime.parse(text).toInstant();
    }

    private NotATimeException notATime(JsonNode node) {
        String shown = node.toString();
        return new NotATimeException(
                "'not-before' points at %s, where the document has %s: neither a date nor a duration that can be waited for."
                        .formatted(notBefore.orElseThrow(), shown.substring(0, Math.min(100, shown.length()))));
    }
}
