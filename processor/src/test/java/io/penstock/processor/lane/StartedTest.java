package io.penstock.processor.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.lane.Backlog.Started;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is noted of an attempt that has started. */
class StartedTest {
    private static final LaneKey LANE = LaneKey.ofShardKey("job", "k");

    private final MemoryRows store = new MemoryRows();
    private final Backlog backlog = new Backlog(new FoldingRows(store, Backlog.WRITTEN));

    @ParameterizedTest
    @EnumSource(Company.class)
    void shouldKeepTheCompany(Company company) {
        backlog.started(new Started(7, LANE, company));

        assertThat(backlog.started()).containsExactly(new Started(7, LANE, company));
    }

    @ParameterizedTest
    @CsvSource({"0, MANY", "1, ALONE", "9, MANY"})
    void shouldReadWhatOtherVersionsHaveWritten(int written, Company company) {
        store.put(
                RowWriter.key().fixed8('S').fixed64(7).toBytes(),
                RowWriter.format(1).fixed8(written).bytes(LANE.bytes()).toBytes());

        assertThat(backlog.started()).containsExactly(new Started(7, LANE, company));
    }

    @Test
    void shouldForgetWhatHasEnded() {
        backlog.started(new Started(7, LANE, Company.FEW));
        backlog.ended(7);

        assertThat(backlog.started()).isEmpty();
    }
}
