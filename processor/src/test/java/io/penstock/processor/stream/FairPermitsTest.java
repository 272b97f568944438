package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.stream.FairPermits.Share;
import io.penstock.settings.WorkSettings.Tier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FairPermitsTest {
    private final AtomicInteger total = new AtomicInteger(12);
    private final FairPermits permits = new FairPermits(total::get);

    private static int takeAll(Share share, String job, Tier tier) {
        int taken = 0;
        while (share.take(job, tier)) {
            taken++;
        }
        return taken;
    }

    @Test
    void givesAllToOneThatIsAlone() {
        assertThat(takeAll(permits.open(), "slow", Tier.NORMAL)).isEqualTo(12);
        assertThat(permits.areShort()).isTrue();
    }

    @Test
    void holdsASlowJobToItsPart_asSoonAsAnotherFindsNothingLeft() {
        Share share = permits.open();
        takeAll(share, "slow", Tier.NORMAL);
        assertThat(takeAll(share, "fast", Tier.NORMAL)).isEqualTo(6);
        for (int i = 0; i < 6; i++) {
            share.give("slow", Tier.NORMAL);
            assertThat(share.take("slow", Tier.NORMAL)).isFalse();
        }
        share.give("slow", Tier.NORMAL);
        assertThat(share.take("slow", Tier.NORMAL)).isTrue();
    }

    @Test
    void givesATierItsOwn_howeverFullTheOthersAre() {
        Share one = permits.open();
        takeAll(one, "bulk", Tier.BULK);
        assertThat(takeAll(permits.open(), "critical", Tier.CRITICAL)).isEqualTo(12);
    }

    @Test
    void givesEachOne_howeverLowTheLimit() {
        total.set(1);
        Share one = permits.open();
        Share other = permits.open();
        assertThat(takeAll(one, "a", Tier.NORMAL)).isEqualTo(1);
        assertThat(takeAll(other, "a", Tier.NORMAL)).isEqualTo(1);
        assertThat(takeAll(other, "b", Tier.NORMAL)).isEqualTo(1);
    }

    @Test
    void keepsTheOthersFromBeginning_untilOneIsAlone_andWhileItIs() {
        Share suspicious = permits.open();
        Share other = permits.open();
        other.take("slow", Tier.NORMAL);

        assertThat(suspicious.beginAlone(0)).isFalse();
        assertThat(other.mayBegin(1)).isFalse();
        assertThat(other.beginAlone(1)).isFalse();
        other.give("slow", Tier.NORMAL);
        assertThat(suspicious.beginAlone(5_000)).isTrue();
        assertThat(suspicious.mayBegin(5_000)).isTrue();
        assertThat(other.mayBegin(14_999)).isFalse();
        suspicious.endAlone();
        assertThat(other.mayBegin(14_999)).isTrue();
    }

    @Test
    void holdsUpNobodyForLongerThanAWhile_norForWhoIsGone() {
        Share one = permits.open();
        Share other = permits.open();
        one.beginAlone(0);

        assertThat(other.mayBegin(10_000)).isTrue();
        one.beginAlone(20_000);
        one.close();
        assertThat(other.mayBegin(20_000)).isTrue();
    }

    @Test
    void forgetsWhoForgoes_andWhoIsClosed() {
        Share one = permits.open();
        Share other = permits.open();
        takeAll(one, "a", Tier.NORMAL);
        takeAll(other, "b", Tier.NORMAL);
        one.forgo("a", Tier.NORMAL);
        other.close();
        assertThat(permits.areShort()).isFalse();
        one.give("a", Tier.NORMAL);
        assertThat(one.take("a", Tier.NORMAL)).isTrue();
    }
}
