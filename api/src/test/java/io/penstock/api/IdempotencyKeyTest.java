package io.penstock.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {
    private record Named(String collection, String id) implements Task {
        @Override
        public String job() {
            return "invoice";
        }

        @Override
        public String documentId() {
            return "1";
        }

        @Override
        public String version() {
            return "00000000000000a0.1.0000.1";
        }

        @Override
        public String shardKey() {
            return "1";
        }

        @Override
        public Operation operation() {
            return Operation.CREATE;
        }

        @Override
        public Optional<JsonNode> document() {
            return Optional.empty();
        }

        @Override
        public Optional<JsonNode> updateDescription() {
            return Optional.empty();
        }
    }

    @Test
    void shouldTellApartWhatIsNotTheSameTask() {
        Stream<String> ids = Stream.of(
                "a b", "a+b", "a%20b", "a/b", "a%2Fb", "ä", "a\u0308", "?", "\uD800", "\uDC00", "\uD83D\uDE00");
        List<String> keys = Stream.concat(
                        ids.map(id -> new Named("shop.orders", id)),
                        Stream.of(new Named("shop.a", "b/c"), new Named("shop.a/b", "c")))
                .map(Task::idempotencyKey)
                .toList();
        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[A-Za-z0-9._~%/-]+"));
    }

    @Test
    void shouldLeaveWhatNeedsNoEncodingAsItIs() {
        assertThat(new Named("shop.orders", "65f0c0ffee").idempotencyKey())
                .isEqualTo("invoice/shop.orders/65f0c0ffee/00000000000000a0.1.0000.1");
        assertThat(new Named("shop.orders", "a b").idempotencyKey()).contains("/a%20b/");
    }
}
