package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTrustTest {
    private static final Guarantee TRANSACTIONS = new Guarantee(true, false);
    private static final Guarantee NONE = new Guarantee(false, true);
    private static final Guarantee NONE_ONCE = new Guarantee(true, true);

    @TempDir
    Path folder;

    @Test
    void storesShouldBeMadeAnew_afterAnEndOutOfOrderWithoutTransactions() {
        assertThat(isMadeAnew(NONE)).isTrue();
        assertThat(isMadeAnew(NONE)).isTrue();
        end(NONE);
        assertThat(isMadeAnew(NONE)).isFalse();
    }

    @Test
    void storesShouldBeMadeAnew_alsoWhereTheGuaranteeIsAnotherOneAtTheNextStart() {
        isMadeAnew(NONE);
        assertThat(isMadeAnew(NONE_ONCE)).isTrue();

        end(NONE);
        assertThat(isMadeAnew(NONE_ONCE)).isFalse();
        end(NONE_ONCE);
        assertThat(isMadeAnew(NONE_ONCE)).isFalse();
    }

    @Test
    void storesShouldBeKept_whereTransactionsHaveAlwaysHeldThemTogether() {
        assertThat(isMadeAnew(TRANSACTIONS)).isFalse();
        assertThat(isMadeAnew(TRANSACTIONS)).isFalse();
    }

    private boolean isMadeAnew(Guarantee guarantee) {
        AtomicBoolean forgotten = new AtomicBoolean();
        new StoreTrust(guarantee, folder).begin(() -> forgotten.set(true));
        return forgotten.get();
    }

    private void end(Guarantee guarantee) {
        new StoreTrust(guarantee, folder).end();
    }
}
