package io.penstock.processor.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.lane.Company;
import io.penstock.processor.permit.FairPermits.Share;
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

    /** Whether it may try a suspect, which is acquitted after ten seconds. */
    private static boolean tries(Share share, Company company, long now) {
        boolean begins = share.beginTrial(company, now, now + 10_000);
        if (begins) {
            share.force("job", Tier.NORMAL);
        }
        return begins;
    }

    /** The end of its suspect is committed. */
    private static void ends(Share share) {
        share.give("job", Tier.NORMAL);
        share.endTrial();
    }

    private static int triesAll(Share share, Company company, long now) {
        int trials = 0;
        while (tries(share, company, now)) {
            trials++;
        }
        return trials;
    }

    @Test
    void letsNothingElseBegin_fromWhenSuspectsAreToBeTriedUntilTheyWere() {
        Share suspicious = permits.open();
        Share other = permits.open();
        other.take("slow", Tier.NORMAL);

        assertThat(tries(suspicious, Company.FEW, 0)).isFalse();
        assertThat(other.mayBegin(1)).isFalse();
        other.give("slow", Tier.NORMAL);
        assertThat(tries(suspicious, Company.FEW, 5_000)).isTrue();
        suspicious.forgoTrial();
        assertThat(other.mayBegin(14_999)).isFalse();
        ends(suspicious);
        assertThat(other.mayBegin(14_999)).isTrue();
    }

    @Test
    void triesFewInTheWholeProcess_andPartitionsTakeTurns() {
        Share one = permits.open();
        Share other = permits.open();

        assertThat(triesAll(one, Company.FEW, 0)).isEqualTo(8);
        assertThat(tries(other, Company.FEW, 0)).isFalse();
        ends(one);
        assertThat(tries(other, Company.FEW, 1)).as("it has asked later").isFalse();
        assertThat(tries(one, Company.FEW, 1)).isTrue();
        ends(one);
        assertThat(tries(one, Company.FEW, 2))
                .as("the other one has asked before")
                .isFalse();
        assertThat(tries(other, Company.FEW, 2)).isTrue();
        assertThat(tries(one, Company.FEW, 2)).as("there are eight").isFalse();
        ends(other);
        assertThat(tries(one, Company.FEW, 3)).isTrue();
    }

    @Test
    void triesOneAlone_afterThoseWhoRun_andBeforeThoseWhoCome() {
        Share few = permits.open();
        Share alone = permits.open();
        assertThat(tries(few, Company.FEW, 0)).isTrue();
        assertThat(tries(few, Company.FEW, 0)).isTrue();

        assertThat(tries(alone, Company.ALONE, 1)).isFalse();
        assertThat(tries(few, Company.FEW, 1)).as("another has asked before").isFalse();
        ends(few);
        assertThat(tries(alone, Company.ALONE, 2)).isFalse();
        ends(few);
        assertThat(tries(alone, Company.ALONE, 3)).isTrue();
        assertThat(tries(few, Company.FEW, 3)).isFalse();
        ends(alone);
        assertThat(tries(few, Company.FEW, 4)).isTrue();
    }

    @Test
    void triesSuspectsBesideWhatHasRunForTooLongToBeToBlame() {
        Share suspicious = permits.open();
        permits.open().take("slow", Tier.NORMAL);

        assertThat(tries(suspicious, Company.ALONE, 0)).isFalse();
        assertThat(tries(suspicious, Company.ALONE, 9_999)).isFalse();
        assertThat(tries(suspicious, Company.ALONE, 10_000)).isTrue();
        assertThat(tries(suspicious, Company.ALONE, 10_001)).isFalse();
        ends(suspicious);
        assertThat(tries(suspicious, Company.ALONE, 10_002))
                .as("nothing else has begun")
                .isTrue();
    }

    @Test
    void holdsUpNobody_forWhoIsGone_orStandsStill() {
        Share one = permits.open();
        Share other = permits.open();
        tries(one, Company.FEW, 0);
        assertThat(tries(other, Company.ALONE, 1)).isFalse();
        one.close();
        assertThat(tries(other, Company.ALONE, 2)).isTrue();

        assertThat(one.mayBegin(20_001)).isFalse();
        assertThat(one.mayBegin(20_002)).isTrue();
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
