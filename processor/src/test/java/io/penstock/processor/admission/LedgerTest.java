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
    private static final AdmissionPolicy ONCE = new AdmissionPolicy(true, true, false);
    private static final long A_WEEK = Duration.ofDays(7).toMillis();
    private static final int MANY = 1_000;

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

    @Test
    void shouldForgetAResult_thatAnEarlierVersionKeptLongerThanItsDocument() {
        run("a", KEEPS_RESULTS);
        run("b", KEEPS_RESULTS);
        ledger.flush();
        rows.delete(RowKey.of('D', "job", "shop.orders", "a", "a"));

        reopened(Optional.empty());

        assertThat(left()).hasSize(2).allMatch(key -> RowKey.last(key).equals("b"));
    }

    @Test
    void shouldForgetWhatWasThere_whenItIsBoundedFromNowOn() {
        runMany();
        reopened(Optional.empty());
        ledger.advance(A_WEEK);
        assertThat(left()).hasSize(2 * MANY);

        reopened(Optional.of(Duration.ofDays(7)));
        ledger.advance(A_WEEK - 1);
        assertThat(left()).filteredOn(key -> key[0] != 'X').hasSize(2 * MANY);
        forgetAll(A_WEEK);

        assertThat(left()).isEmpty();
    }

    @Test
    void shouldForgetWhatWasThere_soonerIfTheBoundIsNearerNow() {
        reopened(Optional.of(Duration.ofDays(300)));
        runMany();

        reopened(Optional.of(Duration.ofDays(7)));
        forgetAll(A_WEEK);

        assertThat(left()).filteredOn(key -> key[0] != 'X').isEmpty();
    }

    @Test
    void shouldGoOnWhereItWas_andWalkOverEachRowOnce() {
        runMany();
        ledger.flush();
        int before = rows.visited();
        for (int process = 0; process < MANY; process++) {
            Ledger next = opened(Optional.of(Duration.ofDays(7)));
            next.revise();
            next.flush();
        }

        assertThat(rows.visited()).isEqualTo(before + 2 * MANY);
    }

    private void runMany() {
        for (int id = 0; id < MANY; id++) {
            run(Integer.toString(id), ONCE);
        }
    }

    private void run(String id, AdmissionPolicy policy) {
        Arrival arrival = arrival(Intent.RUN, id, 1);
        Ticket ticket = admission.judge(arrival, policy, offset++, 0).ticket();
        admission.opened(arrival.task(), ticket, 1);
        admission.succeeded(arrival.task(), policy, Raw.of("{}"), 1);
    }

    /** Another process has it, which has had time enough for all rows. */
    private void reopened(Optional<Duration> afterAdmission) {
        ledger.flush();
        ledger = opened(afterAdmission);
        admission = new Admission(ledger);
        for (int commit = 0; commit < MANY; commit++) {
            ledger.revise();
            ledger.flush();
        }
    }

    private Ledger opened(Optional<Duration> afterAdmission) {
        return new Ledger(rows, new Retention(Duration.ofDays(7), afterAdmission), false);
    }

    private void forgetAll(long now) {
        for (int record = 0; record < MANY; record++) {
            ledger.advance(now);
        }
    }

    /** The keys of all rows but the one that says how far rows are looked after. */
    private List<byte[]> left() {
        ledger.flush();
        List<byte[]> keys = new ArrayList<>();
        rows.scan(new byte[0], new byte[] {(byte) 0xFF}, (key, row) -> {
            if (key[0] != 'V') {
                keys.add(key);
            }
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
