package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.stream.PenstockClientSupplier.Rest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PenstockClientSupplierTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final AtomicBoolean working = new AtomicBoolean();
    private final Rest rest = new Rest(working::get);

    @Test
    void should_waitLonger_when_nothingCameForLong() {
        ask(PenstockClientSupplier.TIRED);
        assertThat(rest.wait(SHORT)).isEqualTo(PenstockClientSupplier.REST);
    }

    @Test
    void should_waitAsLongAsItIsTold_before() {
        ask(PenstockClientSupplier.TIRED - 1);
        assertThat(rest.wait(SHORT)).isEqualTo(SHORT);
    }

    @Test
    void should_beAwake_when_aRecordCame() {
        ask(PenstockClientSupplier.TIRED);
        rest.answered(true);
        assertThat(rest.wait(SHORT)).isEqualTo(SHORT);
    }

    @Test
    void should_beAwake_while_attemptsRun_andForASecondAfterwards() {
        ask(PenstockClientSupplier.TIRED);
        working.set(true);
        assertThat(rest.wait(SHORT)).isEqualTo(SHORT);
        working.set(false);
        ask(PenstockClientSupplier.TIRED - 1);
        assertThat(rest.wait(SHORT)).isEqualTo(SHORT);
    }

    @Test
    void should_notWaitAtAll_when_itIsToldSo() {
        ask(PenstockClientSupplier.TIRED);
        assertThat(rest.wait(Duration.ZERO)).isZero();
    }

    @Test
    void should_neverWaitForLess_thanItIsTold() {
        ask(PenstockClientSupplier.TIRED);
        assertThat(rest.wait(Duration.ofSeconds(1))).hasSeconds(1);
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(rest.wait(SHORT)).isEqualTo(SHORT);
            rest.answered(false);
        }
    }
}
