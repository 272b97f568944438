package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.Command.GivenUp;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final Map<String, String> TOO_LARGE = Map.of(
            HeaderNames.REASON,
            DeadLetterReason.CHANGE_TOO_LARGE.text(),
            HeaderNames.SOURCE_TOPIC,
            "cdc.shop.orders",
            HeaderNames.ORIGINAL_SIZE,
            "2000000");
    private static final Map<String, String> NOT_JSON = Map.of(
            HeaderNames.REASON,
            DeadLetterReason.NOT_JSON.text(),
            HeaderNames.SOURCE_TOPIC,
            "cdc.shop.orders",
            HeaderNames.SOURCE_PARTITION,
            "0",
            HeaderNames.SOURCE_OFFSET,
            "42");

    private static final Map<String, String> TASK = Map.of(
            HeaderNames.REASON, DeadLetterReason.HANDLER_FAILED.text(),
            HeaderNames.TASK_ID, "o-1",
            HeaderNames.DOCUMENT_ID, "\"o-1\"",
            HeaderNames.VERSION, "65ba3a4000000001.1.00000000.2",
            HeaderNames.CHANGED_AT, "2024-01-31T12:00:00Z",
            HeaderNames.FIRST_SEEN, "2024-01-31T12:00:00Z",
            HeaderNames.SOURCE_TOPIC, "cdc.shop.orders",
            HeaderNames.SOURCE_PARTITION, "0",
            HeaderNames.SOURCE_OFFSET, "42");

    @Test
    void should_tell_changes_apart_that_never_got_onto_their_topic() {
        assertThat(letter(7, TOO_LARGE).subject())
                .isNotEqualTo(letter(8, TOO_LARGE).subject());
        assertThat(letter(7, TOO_LARGE).canBeRetried()).isFalse();
    }

    @Test
    void should_know_several_letters_of_one_record() {
        assertThat(letter(7, NOT_JSON).subject()).isEqualTo(letter(8, NOT_JSON).subject());
    }

    @Test
    void should_tell_of_a_task_whose_document_is_as_large_as_they_come() {
        String after = "x".repeat(21_000_000);

        Optional<GivenUp> task =
                letter(7, TASK, "{\"after\":\"" + after + "\"}").task();

        assertThat(task.orElseThrow().contents().after()).contains(after);
    }

    @Test
    void should_tell_of_a_task_whose_contents_were_cut() {
        Map<String, String> cut = new HashMap<>(TASK);
        cut.put(HeaderNames.ORIGINAL_SIZE, "2000000");

        assertThat(letter(7, cut, "{\"after\":\"xx").task().orElseThrow().taskId())
                .isEqualTo("o-1");
    }

    private static DeadLetter letter(long offset, Map<String, String> headers) {
        return letter(offset, headers, "");
    }

    private static DeadLetter letter(long offset, Map<String, String> headers, String value) {
        RecordHeaders written = new RecordHeaders();
        headers.forEach((name, text) -> written.add(name, text.getBytes(UTF_8)));
        return new DeadLetter(new ConsumerRecord<>(
                "app.dead-letters",
                3,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                value.getBytes(UTF_8),
                written,
                Optional.empty()));
    }
}
