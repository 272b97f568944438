package io.penstock.cli.check;

import static io.penstock.api.Operation.CREATE;
import static io.penstock.api.Operation.DELETE;
import static io.penstock.api.Operation.UPDATE;
import static io.penstock.cli.check.Outputs.read;
import static io.penstock.cli.check.Outputs.version;
import static io.penstock.cli.check.Shop.EVERY_CHANGE;
import static io.penstock.cli.check.Shop.INDEX;
import static io.penstock.cli.check.Shop.INVOICE;
import static io.penstock.cli.check.Shop.WHEN_PAID;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.TaskEventKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
    private static final DocumentName ORDER = Shop.order(1);

    private final Path folder;

    CheckerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyEndingAccountsForItsChange() {
        try (Shop shop = threeWrites()) {
            shop.result(INDEX, ORDER, 1)
                    .accept(out -> out.event(TaskEventKind.UNCHANGED, INDEX, ORDER, version(2)))
                    .accept(out -> out.event(TaskEventKind.SUPERSEDED, INDEX, ORDER, version(3)));
            assertThat(shop.check().lost())
                    .as("its last state has not come out")
                    .isEqualTo(1);
            shop.wrote(ORDER, DELETE).result(INDEX, ORDER, 4);
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aDroppedResultIsLost() {
        try (Shop shop = threeWrites()) {
            shop.result(INDEX, ORDER, 1).result(INDEX, ORDER, 3);

            Findings findings = shop.check();

            assertThat(findings.lost()).isEqualTo(1);
            assertThat(findings.writes()).isEqualTo(3);
            assertThat(findings.explanations())
                    .singleElement()
                    .asString()
                    .contains(INDEX, ORDER.id(), "3 changes", "0000000000000001.1.00000000 result");
        }
    }

    @Test
    void aDocumentOfWhichNothingCameOutIsLost() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE);
            assertThat(shop.check().lost()).isEqualTo(1);
        }
    }

    @Test
    void aVersionThatIsOnlyToldAgainIsLost() {
        try (Shop shop = threeWrites()) {
            shop.result(INDEX, ORDER, 1)
                    .accept(out -> out.event(TaskEventKind.DUPLICATE, INDEX, ORDER, version(2)))
                    .result(INDEX, ORDER, 3)
                    .accept(out -> out.event(TaskEventKind.STALE, INDEX, ORDER, version(2)));
            assertThat(shop.check().lost()).isEqualTo(1);
        }
    }

    @Test
    void whatWasToldBesideItsEndingIsFine() {
        try (Shop shop = threeWrites()) {
            shop.result(INDEX, ORDER, 1)
                    .result(INDEX, ORDER, 2)
                    .result(INDEX, ORDER, 3)
                    .accept(out -> out.event(TaskEventKind.STALE, INDEX, ORDER, version(2)))
                    .accept(out -> out.event(TaskEventKind.DUPLICATE, INDEX, ORDER, version(3)))
                    .accept(out -> out.event(TaskEventKind.SUCCEEDED, INDEX, ORDER, version(3)));
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aMissingDeadLetterIsLostThoughItsTaskEventIsThere() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).accept(out -> out.event(TaskEventKind.DEAD_LETTERED, INDEX, ORDER, version(1)));
            assertThat(shop.check().lost()).isEqualTo(1);
            shop.accept(out -> out.deadLetter(INDEX, ORDER, version(1)));
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aChangeThatNeverBecameATaskIsAccountedForByItsOwnRecord() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE, WHEN_PAID)) {
            shop.wrote(ORDER, CREATE, INVOICE).accept(out -> out.givenUp(Optional.of(INDEX), ORDER, 1, 7));
            assertThat(shop.check().lost()).as("for the other job").isEqualTo(1);
            shop.accept(out -> out.givenUp(Optional.of(INVOICE), ORDER, 1, 7))
                    .accept(out -> out.givenUp(Optional.of(INVOICE), ORDER, 1, 9));
            assertThat(shop.check().sound()).as("it was delivered twice").isTrue();
            shop.accept(out -> out.givenUp(Optional.of(INVOICE), ORDER, 1, 9));
            assertThat(shop.check().doubled()).isEqualTo(1);
        }
    }

    @Test
    void aRecordThatNoJobWasAskedForEndsForAllJobs() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE, WHEN_PAID)) {
            shop.wrote(ORDER, CREATE, INVOICE).accept(out -> out.givenUp(Optional.empty(), ORDER, 1, 7));
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aDoubledResultIsFound() {
        try (Shop shop = threeWrites()) {
            shop.result(INDEX, ORDER, 1)
                    .result(INDEX, ORDER, 2)
                    .result(INDEX, ORDER, 3)
                    .result(INDEX, ORDER, 2);

            Findings findings = shop.check();

            assertThat(findings.doubled()).isEqualTo(1);
            assertThat(findings.lost()).isZero();
            assertThat(findings.explanations()).singleElement().asString().contains("test.results-0, offset 3");
        }
    }

    @Test
    void aResultBesideADeadLetterIsDoubled() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).result(INDEX, ORDER, 1).accept(out -> out.deadLetter(INDEX, ORDER, version(1)));
            assertThat(shop.check().doubled()).isEqualTo(1);
        }
    }

    @Test
    void aVersionThatNobodyWroteIsDoubled() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).result(INDEX, ORDER, 1).result(INDEX, ORDER, 2);
            assertThat(shop.check().doubled()).isEqualTo(1);
        }
    }

    @Test
    void resultsInTheWrongOrderAreFound() {
        try (Shop shop = threeWrites()) {
            shop.result(INDEX, ORDER, 1).result(INDEX, ORDER, 3).result(INDEX, ORDER, 2);
            assertThat(shop.check().disordered()).isEqualTo(1);
            assertThat(shop.check().sound()).isFalse();
        }
    }

    @Test
    void aResultThatDoesNotCarryTheLastStateIsLost() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE)
                    .wrote(ORDER, UPDATE)
                    .result(INDEX, ORDER, 1)
                    .accept(out -> out.result(INDEX, ORDER, version(2), 1));
            assertThat(shop.check().lost()).isEqualTo(1);
        }
    }

    @Test
    void twoWritesOfOneTransactionAreTwoChanges() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, UPDATE).accept(out -> out.result(INDEX, ORDER, version(2, 0), 1));
            assertThat(shop.check().lost()).isEqualTo(1);
            shop.accept(out -> out.result(INDEX, ORDER, version(2, 1), 2));
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aWriteInDoubtMayComeOutOrNot() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, UPDATE, Fate.MAYBE).result(INDEX, ORDER, 1);
            assertThat(shop.check().sound()).isTrue();
            shop.result(INDEX, ORDER, 2);
            assertThat(shop.check().sound()).isTrue();
            shop.result(INDEX, ORDER, 3);
            assertThat(shop.check().doubled()).isEqualTo(1);
            assertThat(shop.check().maybe()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedWriteMustNotComeOut() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, UPDATE, Fate.REFUSED).result(INDEX, ORDER, 1);
            assertThat(shop.check().sound()).isTrue();
            shop.result(INDEX, ORDER, 2);
            assertThat(shop.check().doubled()).isEqualTo(1);
        }
    }

    @Test
    void aConditionMustBeMetFromWhereItHoldsForGood() {
        try (Shop shop = new Shop(folder, WHEN_PAID)) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, UPDATE, INVOICE).wrote(ORDER, UPDATE);
            assertThat(shop.check().sound())
                    .as("the look-up may have seen the third state")
                    .isTrue();
            shop.wrote(ORDER, UPDATE, INVOICE).wrote(ORDER, UPDATE, INVOICE);
            assertThat(shop.check().lost()).isEqualTo(2);
            shop.result(INVOICE, ORDER, 4).accept(out -> out.event(TaskEventKind.STALE, INVOICE, ORDER, version(5)));
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void writesBeforeTheFirstSnapshotAreCoveredByItsRead() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            DocumentName gone = Shop.order(2);
            shop.wrote(gone, CREATE).wrote(gone, DELETE).wrote(ORDER, CREATE).wrote(ORDER, UPDATE);
            shop.accept(out -> out.result(INDEX, ORDER, read(4), 4));
            assertThat(shop.check().sound()).isTrue();

            shop.wrote(ORDER, UPDATE);
            assertThat(shop.check().lost()).isEqualTo(1);
            shop.result(INDEX, ORDER, 5);
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aDocumentThatTheFirstSnapshotHasNotReadIsLost() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).wrote(Shop.order(2), CREATE);
            shop.accept(out -> out.result(INDEX, ORDER, read(2), 1));
            assertThat(shop.check().lost()).isEqualTo(1);
        }
    }

    @Test
    void aSnapshotBesideTheStreamExcusesNothing() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, UPDATE);
            shop.result(INDEX, ORDER, 1).accept(out -> out.event(TaskEventKind.UNCHANGED, INDEX, ORDER, read(2)));
            assertThat(shop.check().lost()).isEqualTo(1);
        }
    }

    @Test
    void documentsThatTheJournalDoesNotKnowArePassedOver() {
        try (Shop shop = new Shop(folder, EVERY_CHANGE)) {
            shop.wrote(ORDER, CREATE).result(INDEX, ORDER, 1).result(INDEX, Shop.order(9), 1);
            assertThat(shop.check().sound()).isTrue();
        }
    }

    private Shop threeWrites() {
        return new Shop(folder, EVERY_CHANGE)
                .wrote(ORDER, CREATE)
                .wrote(ORDER, UPDATE)
                .wrote(ORDER, UPDATE);
    }
}
