package io.penstock.processor.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowHistoryTest {
    private static final byte[] KEY = {1};

    private final MemoryRows store = new MemoryRows();

    private record Row(long offset) {}

    private static final RowHistory.Codec<Row> CODEC = new RowHistory.Codec<>() {
        @Override
        public byte[] encode(Row row) {
            return RowWriter.key().varint(row.offset()).toBytes();
        }

        @Override
        public Row decode(byte[] bytes) {
            return new Row(bytes[0]);
        }

        @Override
        public long offset(Row row) {
            return row.offset();
        }
    };

    private RowHistory<Row> history(boolean readsAgain) {
        return new RowHistory<>(store, CODEC, readsAgain);
    }

    @Test
    void shouldGiveTheRowAsItWasBeforeARecord() {
        RowHistory<Row> history = history(true);
        history.put(KEY, new Row(3));
        history.put(KEY, new Row(7));

        assertThat(history.before(KEY, 3)).isEmpty();
        assertThat(history.before(KEY, 4)).contains(new Row(3));
        assertThat(history.before(KEY, 7)).contains(new Row(3));
        assertThat(history.before(KEY, 8)).contains(new Row(7));
        assertThat(history.newest(KEY)).contains(new Row(7));
    }

    @Test
    void shouldForgetWhatLaterRecordsMadeOfIt_whenARecordIsReadAgain() {
        RowHistory<Row> history = history(true);
        history.put(KEY, new Row(3));
        history.put(KEY, new Row(7));
        history.put(KEY, new Row(5));

        assertThat(history.newest(KEY)).contains(new Row(5));
        assertThat(history.before(KEY, 8)).contains(new Row(5));
        assertThat(history.before(KEY, 5)).contains(new Row(3));
    }

    @Test
    void shouldKeepABoundedNumberOfRows() {
        RowHistory<Row> history = history(true);
        for (int i = 0; i < 100; i++) {
            history.put(KEY, new Row(i));
        }

        assertThat(history.before(KEY, 90)).contains(new Row(89));
        assertThat(history.before(KEY, 10)).isEmpty();
        assertThat(store.get(KEY).orElseThrow().length).isLessThan(100);
    }

    @Test
    void shouldKeepTheNewestOnly_whereNothingIsReadAgain() {
        RowHistory<Row> history = history(false);
        history.put(KEY, new Row(3));
        history.put(KEY, new Row(7));

        assertThat(history.before(KEY, 3)).contains(new Row(7));
        assertThat(store.get(KEY).orElseThrow()).hasSize(4);
    }

    @Test
    void shouldReadWhatTheOtherGuaranteeHasWritten() {
        history(true).put(KEY, new Row(3));
        history(true).put(KEY, new Row(7));
        assertThat(history(false).newest(KEY)).contains(new Row(7));

        history(false).put(KEY, new Row(9));
        assertThat(history(true).before(KEY, 10)).contains(new Row(9));
    }

    @Test
    void shouldRefuseAFormatOfALaterVersion() {
        store.put(KEY, new byte[] {2, 0});

        assertThatThrownBy(() -> history(false).newest(KEY))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("later version");
    }
}
