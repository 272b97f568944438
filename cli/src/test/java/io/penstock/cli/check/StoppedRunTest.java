package io.penstock.cli.check;

import static io.penstock.api.Operation.CREATE;
import static io.penstock.api.Operation.UPDATE;
import static io.penstock.cli.check.Outputs.version;
import static io.penstock.cli.check.Shop.EVERY_CHANGE;
import static io.penstock.cli.check.Shop.INDEX;
import static io.penstock.cli.check.Shop.INVOICE;
import static io.penstock.cli.check.Shop.WHEN_PAID;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.TaskEventKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a run that was stopped is lost, and what was under way. */
class StoppedRunTest {
    private static final DocumentName ORDER = Shop.order(1);
    private static final int LONG = (int) Watermarks.PATIENCE.toSeconds() + 5;
    private static final int SHORT = (int) Watermarks.PATIENCE.toSeconds() - 5;

    private final Path folder;

    StoppedRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatLaterChangesHavePassedForLong_isLost() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).trades(LONG);

            assertFound(shop, 0, 1);
            assertThat(shop.checkStopped().explanations())
                    .singleElement()
                    .asString()
                    .contains(ORDER.id(), "1 changes must have ended");
        }
    }

    @Test
    void whatIsYoung_isUnderWay_besideWhatIsLost() {
        try (Shop shop = shop()) {
            shop.trades(LONG).wrote(ORDER, CREATE).trades(SHORT);
            assertFound(shop, 1, 0);

            shop.trades(LONG).wrote(Shop.order(2), CREATE);
            assertFound(shop, 1, 1);
            assertThat(shop.check().lost()).as("to one who waits no longer").isEqualTo(2);
        }
    }

    @Test
    void whatStandsInABacklog_isUnderWay_besideWhatIsLost() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).trades(LONG);
            int behind = 3 * LONG;
            for (int order = 10; order < 10 + 2 * behind; order++) {
                shop.wrote(Shop.order(order), CREATE).rests(Duration.ofSeconds(1));
                if (order >= 10 + behind) {
                    shop.result(INDEX, Shop.order(order - behind), shop.last() - behind);
                }
            }
            assertFound(shop, behind, 1);
        }
    }

    @Test
    void whatStandsInTheBacklogOfOneLane_isUnderWay() {
        try (Shop shop = shop()) {
            // Two orders come for each that is done.
            Deque<Long> lane = new ArrayDeque<>();
            for (int second = 0; second < 4 * LONG; second++) {
                for (int order = 0; order < 2; order++) {
                    shop.wrote(inLane(shop.last() + 1), CREATE);
                    lane.add(shop.last());
                }
                long done = lane.remove();
                shop.result(INDEX, inLane(done), done).trades(1);
            }
            assertFound(shop, lane.size(), 0);
        }
    }

    @Test
    void whatIsWrittenWhileNothingEnds_isUnderWay_besideWhatWasLostBefore() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).trades(LONG).wrote(Shop.order(2), CREATE).trades(1);
            for (int order = 10; order < 10 + LONG; order++) {
                shop.wrote(Shop.order(order), CREATE).rests(Duration.ofSeconds(1));
            }
            assertFound(shop, 1 + LONG, 1);
        }
    }

    @Test
    void whileSomebodyIsNotAtWork_nothingMoreIsLost() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).trades(LONG).wrote(Shop.order(2), CREATE).tradesInPart(LONG);
            assertFound(shop, 1, 1);

            shop.trades(LONG);
            assertFound(shop, 0, 2);
        }
    }

    @Test
    void whatIsLost_staysSo_whenOldChangesAreToldAgain() {
        try (Shop shop = shop()) {
            shop.wrote(Shop.order(2), CREATE).result(INDEX, Shop.order(2), 1);
            shop.wrote(ORDER, CREATE).trades(LONG);
            assertFound(shop, 0, 1);

            shop.accept(out -> out.event(TaskEventKind.DUPLICATE, INDEX, Shop.order(2), version(1)));
            assertFound(shop.trades(1), 0, 1);
        }
    }

    @Test
    void whileTheMachineStandsStill_nothingGetsOld() {
        try (Shop shop = shop()) {
            shop.trades(LONG).wrote(ORDER, CREATE).trades(1).standsStill(Duration.ofMinutes(1));
            shop.trades(SHORT);
            assertFound(shop, 1, 0);

            shop.trades(LONG);
            assertFound(shop, 0, 1);
        }
    }

    @Test
    void atALowRateToo() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE);
            for (int minute = 0; minute < 3; minute++) {
                shop.rests(Duration.ofMinutes(1)).trades(1);
            }
            shop.rests(Duration.ofMinutes(1));
            assertFound(shop, 0, 1);
        }
    }

    @Test
    void aDeadLetterIsAnEnd() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).accept(out -> out.deadLetter(INDEX, ORDER, version(1)));
            shop.wrote(Shop.order(2), CREATE)
                    .accept(out -> out.givenUp(Optional.of(INDEX), Shop.order(2), shop.last(), 7));
            shop.trades(LONG);
            assertFound(shop, 0, 0);
        }
    }

    @Test
    void aLostChangeOfADocumentThatGoesOnChanging_isLost() {
        try (Shop shop = shop()) {
            shop.trades(LONG)
                    .wrote(ORDER, CREATE)
                    .result(INDEX, ORDER, shop.last())
                    .wrote(ORDER, UPDATE);
            for (int second = 0; second < LONG; second++) {
                shop.wrote(ORDER, UPDATE).result(INDEX, ORDER, shop.last()).trades(1);
            }
            shop.wrote(ORDER, UPDATE);
            assertFound(shop, 1, 1);
        }
    }

    @Test
    void aLastStateThatHasNotComeOut_isLostOnceItIsOld() {
        try (Shop shop = shop()) {
            shop.trades(LONG).wrote(ORDER, CREATE);
            long created = shop.last();
            shop.accept(out -> out.result(INDEX, ORDER, version(created), 0)).trades(SHORT);
            assertFound(shop, 1, 0);
            shop.trades(LONG);
            assertFound(shop, 0, 1);
        }
    }

    @Test
    void eachJobHasAPaceOfItsOwn() {
        try (Shop shop = new Shop(folder, Integer.MAX_VALUE, EVERY_CHANGE, WHEN_PAID)) {
            shop.wrote(ORDER, CREATE, INVOICE).result(INDEX, ORDER, 1).trades(LONG);
            assertFound(shop, 1, 0);

            for (int second = 0; second < LONG; second++) {
                DocumentName paid = Shop.order(10 + second);
                shop.wrote(paid, CREATE, INVOICE).result(INDEX, paid, shop.last());
                shop.result(INVOICE, paid, shop.last()).rests(Duration.ofSeconds(1));
            }
            assertFound(shop, 0, 1);
        }
    }

    private static DocumentName inLane(long order) {
        return new DocumentName(Shop.ORDERS, "\"lane-" + order + '"');
    }

    private Shop shop() {
        return new Shop(folder, Integer.MAX_VALUE, EVERY_CHANGE);
    }

    private static void assertFound(Shop shop, long underWay, long lost) {
        Findings findings = shop.checkStopped();
        assertThat(findings.underWay()).as("under way: %s", findings).isEqualTo(underWay);
        assertThat(findings.lost()).as("lost: %s", findings).isEqualTo(lost);
        assertThat(findings.sound()).isEqualTo(lost == 0);
    }
}
