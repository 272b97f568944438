package io.penstock.processor.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.ResumeToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long rows of the ledger stay. */
class LedgerTest {
    private static final AdmissionPolicy KEEPS_RESULTS = new AdmissionPolicy(true, false, true);
    private static final long A_WEEK = Duration.ofDays(7).toMillis();

    private final MemoryRows rows = new MemoryRows();
    private Ledger ledger = opened(Optional.empty());
    private Admission admission = new Admission(ledger);
    private long offset;

    @Test
    void shouldForgetTheResultOfADocument_withTheDocument() {
        run("a", KEEPS_RESULTS);
        admission.judge(arrival(Intent.END, "a", 2), KEEPS_RESULTS, offset++, 0);

        ledger.advance(A_WEEK);

        assertThat(left()).isEmpty();
    }

    @Test
    void shouldForgetTheResultOfADocument_whoseCompensationWasGivenUp() {
        run("a", KEEPS_RESULTS);
        Arrival end = arrival(Intent.END, "a", 2);
        admission.judge(end, KEEPS_RESULTS, offset++, 0);
        admission.undone(end.task(), 2);
        ledger.advance(A_WEEK);
        assertThat(admission.lastResult(end.task())).as("to be undone yet").isPresent();
        admission.lost(end.task(), 2);

        ledger.advance(2 * A_WEEK);

        assertThat(left()).isEmpty();
    }

    @Test
    void shouldFindAResult_thatAnEarlierVersionKeptLongerThanItsDocument() {
        String[] key = {"job", "shop.orders", "a", "a"};
        run("a", KEEPS_RESULTS);
        ledger.flush();
        rows.delete(RowKey.of('D', key));
        ledger = opened(Optional.empty());
        admission = new Admission(ledger);

        assertThat(admission.forget(arrival(Intent.RUN, "a", 1).task().key(), 10))
                .containsExactly("a");
        assertThat(left()).isEmpty();
    }

    private void run(String id, AdmissionPolicy policy) {
        Arrival arrival = arrival(Intent.RUN, id, 1);
        Ticket ticket = admission.judge(arrival, policy, offset++, 0).ticket();
        admission.opened(arrival.task(), ticket, 1);
        admission.succeeded(arrival.task(), policy, Raw.of("{}"), 1);
    }

    private Ledger opened(Optional<Duration> afterAdmission) {
        return new Ledger(rows, new Retention(Duration.ofDays(7), afterAdmission), false);
    }

    /** The keys of all rows. */
    private List<byte[]> left() {
        ledger.flush();
        List<byte[]> keys = new ArrayList<>();
        rows.scan(new byte[0], new byte[] {(byte) 0xFF}, (key, row) -> {
            keys.add(key);
            return true;
        });
        return keys;
    }

    private static Arrival arrival(Intent intent, String id, long time) {
        Operation operation = intent == Intent.END ? Operation.DELETE : Operation.CREATE;
        return new Arrival(
                intent,
                new PendingTask(
                        new TaskKey("job", "shop.orders", id),
                        new DocumentVersion(
                                id,
                                operation,
                                Position.ofToken(
                                        new ResumeToken(time, 0),
                                        intent == Intent.END ? Position.DELETE : Position.WRITE),
                                time,
                                Optional.empty(),
                                Optional.empty()),
                        "c1",
                        Contents.NONE,
                        new Origin("penstock.shop.orders", 0, time, 0)),
                false);
    }
}
