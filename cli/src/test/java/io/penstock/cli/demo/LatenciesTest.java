package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import io.penstock.cli.check.DocumentName;
import io.penstock.cli.check.OutputRecord;
import io.penstock.cli.check.OutputRecord.Kind;
import io.penstock.cli.check.Write;
import io.penstock.cli.check.Write.Change;
import io.penstock.cli.demo.Latencies.Percentiles;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final String JOB = "index";
    private static final DocumentName ORDER = new DocumentName("shop.orders", "1");

    private long now;
    private final Latencies latencies = new Latencies(JOB, () -> Instant.ofEpochMilli(now));

    @Test
    void countFromWhenAWriteWasDue() {
        write(10);
        write(20);
        endAt(50, JOB, Kind.RESULT);
        endAt(100, JOB, Kind.RESULT);
        assertThat(latencies.all()).isEqualTo(new Percentiles(40, 80));
    }

    @Test
    void theStartCountsOnlyWhereThereIsNothingElse() {
        write(0);
        write(10);
        latencies.startIsOver(Instant.ofEpochMilli(10));
        endAt(60, JOB, Kind.RESULT);
        assertThat(latencies.all()).isEqualTo(new Percentiles(60, 60));
        endAt(90, JOB, Kind.RESULT);
        assertThat(latencies.all()).isEqualTo(new Percentiles(80, 80));
    }

    @Test
    void anEndingWithoutAResultTakesItsWriteWithIt() {
        write(0);
        write(10);
        assertThat(latencies.open()).isEqualTo(2);
        endAt(40, JOB, Kind.TOLD);
        assertThat(latencies.open()).isEqualTo(1);
        endAt(100, JOB, Kind.RESULT);
        assertThat(latencies.open()).isZero();
        assertThat(latencies.all()).isEqualTo(new Percentiles(90, 90));
    }

    @Test
    void whatIsToldAgainAndOtherJobsSayNothing() {
        write(0);
        endAt(10, JOB, Kind.DUPLICATE);
        endAt(20, "invoice", Kind.RESULT);
        endAt(30, JOB, Kind.RESULT);
        endAt(40, JOB, Kind.RESULT);
        assertThat(latencies.all()).isEqualTo(new Percentiles(30, 30));
    }

    @Test
    void theRecentOnesAreForgottenWhenTheyWereAskedFor() {
        write(0);
        endAt(10, JOB, Kind.RESULT);
        assertThat(latencies.recent()).isEqualTo(new Percentiles(10, 10));
        assertThat(latencies.recent()).isEqualTo(new Percentiles(0, 0));
        assertThat(latencies.all()).isEqualTo(new Percentiles(10, 10));
    }

    private void write(long due) {
        latencies.sending(new Write(
                due,
                Instant.ofEpochMilli(due),
                ORDER,
                new Change(Operation.UPDATE, 1, Set.of()),
                OptionalLong.empty(),
                OptionalLong.empty()));
    }

    private void endAt(long time, String job, Kind kind) {
        now = time;
        latencies.ended(new OutputRecord(kind, Optional.of(job), ORDER, Optional.empty(), "1"));
    }
}
