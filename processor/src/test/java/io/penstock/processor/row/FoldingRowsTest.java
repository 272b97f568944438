package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FoldingRowsTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);
    private static final byte[] ROW = "row".getBytes(UTF_8);

    private final MemoryRows below = new MemoryRows();

    @Test
    void shouldWriteNothing_whereWhatComesFirstFails() {
        FoldingRows rows = new FoldingRows(below, List.of(), () -> {
            throw new IllegalStateException("a result was not written");
        });
        rows.put(KEY, ROW);

        assertThatThrownBy(rows::flush).hasMessage("a result was not written");

        assertThat(below.get(KEY)).isEmpty();
    }

    @Test
    void shouldAskForWhatComesFirst_onlyWhereSomethingIsWritten() {
        AtomicInteger asked = new AtomicInteger();
        FoldingRows rows = new FoldingRows(below, List.of(), asked::incrementAndGet);
        assertThat(rows.get(KEY)).isEmpty();
        rows.flush();
        assertThat(asked).hasValue(0);

        rows.put(KEY, ROW);
        rows.flush();

        assertThat(asked).hasValue(1);
        assertThat(below.get(KEY)).hasValue(ROW);
    }
}
