package io.penstock.processor.admission;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.row.RowKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerRecordTest {
    @Test
    void shouldRefuseARowOfALaterVersion_asWhoCopiesTheLedgerExpects() {
        byte[] key = RowKey.of(Ledger.DOCUMENT, "job", "shop.orders", "1", "1");
        assertThatThrownBy(() -> LedgerRecord.read(key, Optional.of(new byte[] {99, 1, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("later version");
    }
}
