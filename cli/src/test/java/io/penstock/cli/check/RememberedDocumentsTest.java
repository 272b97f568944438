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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten in a run without an end, and what is not. */
class RememberedDocumentsTest {
    private static final int REMEMBERED = 50;
    private static final DocumentName ORDER = Shop.order(1);

    private final Path folder;

    RememberedDocumentsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void documentsThatAreOver_areForgotten_andCounted() {
        try (Shop shop = shop()) {
            lives(shop, 40 * REMEMBERED);

            assertThat(shop.check().sound()).isTrue();
            assertThat(shop.check().writes()).isEqualTo(3 * 40 * REMEMBERED);
            assertThat(shop.documents()).isEqualTo(REMEMBERED);
        }
    }

    @Test
    void aDoubledResult_isTold_ofADocumentThatIsRemembered() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE)
                    .wrote(ORDER, DELETE)
                    .result(INDEX, ORDER, 1)
                    .result(INDEX, ORDER, 2);
            lives(shop, REMEMBERED - 1);
            assertThat(shop.check().sound()).isTrue();

            shop.accept(out -> out.event(TaskEventKind.DUPLICATE, INDEX, ORDER, version(2)));
            lives(shop, REMEMBERED - 1);
            assertThat(shop.check().sound()).isTrue();
            shop.result(INDEX, ORDER, 1);
            assertThat(shop.check().doubled()).isEqualTo(1);

            lives(shop, 2 * REMEMBERED);
            assertThat(shop.check().doubled()).as("later, too").isEqualTo(1);
            shop.result(INDEX, ORDER, 1);
            assertThat(shop.check().doubled()).as("it has been forgotten").isEqualTo(1);
        }
    }

    @Test
    void aDocumentOfWhichSomethingIsMissing_isRemembered() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, DELETE).result(INDEX, ORDER, 1);
            lives(shop, 4 * REMEMBERED);
            assertThat(shop.check().lost()).isEqualTo(1);

            shop.result(INDEX, ORDER, 2);
            assertThat(shop.check().sound()).isTrue();
        }
    }

    @Test
    void aDocumentWithMoreChangesThanWereMade_isRemembered() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).wrote(ORDER, DELETE);
            shop.result(INDEX, ORDER, 1).result(INDEX, ORDER, 2).result(INDEX, ORDER, 3);
            lives(shop, 4 * REMEMBERED);
            assertThat(shop.check().doubled()).isEqualTo(1);
        }
    }

    @Test
    void aDocumentThatLivesOn_isRemembered() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE).result(INDEX, ORDER, 1);
            lives(shop, 4 * REMEMBERED);
            assertThat(shop.check().sound()).isTrue();

            shop.wrote(ORDER, UPDATE);
            assertThat(shop.check().lost()).isEqualTo(1);
            shop.result(INDEX, ORDER, shop.last());
            assertThat(shop.check().sound()).isTrue();
            shop.accept(out -> out.event(TaskEventKind.DUPLICATE, INDEX, ORDER, version(1)));
            assertThat(shop.check().sound()).as("its first change is known").isTrue();
        }
    }

    @Test
    void aDocumentWithAWriteInDoubt_isRemembered() {
        try (Shop shop = shop()) {
            shop.wrote(ORDER, CREATE, Fate.MAYBE).wrote(ORDER, DELETE).result(INDEX, ORDER, 2);
            lives(shop, 4 * REMEMBERED);
            shop.result(INDEX, ORDER, 1);
            assertThat(shop.check().doubled()).isZero();
            shop.result(INDEX, ORDER, 3);
            assertThat(shop.check().doubled()).as("there were two writes").isEqualTo(1);
        }
    }

    @Test
    void manyThatAreStillToEnd_doNotHaveTheOthersForgotten() {
        try (Shop shop = shop()) {
            List<DocumentName> behind = IntStream.range(10, 10 + 10 * REMEMBERED)
                    .mapToObj(Shop::order)
                    .toList();
            behind.forEach(order -> shop.wrote(order, CREATE));
            assertThat(shop.check().lost()).isEqualTo(behind.size());

            shop.wrote(ORDER, CREATE).wrote(ORDER, DELETE);
            long deleted = shop.last();
            shop.result(INDEX, ORDER, deleted - 1).result(INDEX, ORDER, deleted);
            lives(shop, REMEMBERED - 1);
            assertThat(shop.check().doubled()).isZero();
            shop.result(INDEX, ORDER, deleted);
            assertThat(shop.check().doubled()).isEqualTo(1);
            assertThat(shop.documents()).isEqualTo(behind.size() + REMEMBERED);

            for (int order = 0; order < behind.size(); order++) {
                shop.wrote(behind.get(order), DELETE);
                shop.result(INDEX, behind.get(order), order + 1).result(INDEX, behind.get(order), shop.last());
            }
            assertThat(shop.check().lost()).isZero();
            assertThat(shop.documents()).isEqualTo(REMEMBERED);
        }
    }

    @Test
    void whatTheJournalDoesNotKnow_isForgotten() {
        try (Shop shop = shop()) {
            for (int order = 0; order < 4 * REMEMBERED; order++) {
                shop.result(INDEX, Shop.order(order), 1);
            }
            assertThat(shop.check().sound()).isTrue();
            assertThat(shop.documents()).isEqualTo(REMEMBERED);
        }
    }

    @Test
    void aSnapshotThatIsSeenLater_doesNotHaveTheForgottenReadAgain() {
        try (Shop shop = shop()) {
            lives(shop, 4 * REMEMBERED);
            assertThat(shop.check().sound()).isTrue();

            shop.wrote(ORDER, CREATE);
            shop.accept(out -> out.result(INDEX, ORDER, read(1), shop.last())).result(INDEX, ORDER, shop.last());
            assertThat(shop.check().lost()).isZero();
            assertThat(shop.check().writes()).isEqualTo(3 * 4 * REMEMBERED + 1);
        }
    }

    private Shop shop() {
        return new Shop(folder, REMEMBERED, EVERY_CHANGE, WHEN_PAID);
    }

    /** So many documents are created, changed and deleted, and all of that ends as it should. */
    private static void lives(Shop shop, int documents) {
        for (int life = 0; life < documents; life++) {
            DocumentName document = new DocumentName(Shop.ORDERS, "\"life-" + shop.last() + '"');
            shop.wrote(document, CREATE).result(INDEX, document, shop.last());
            shop.wrote(document, UPDATE, INVOICE).result(INDEX, document, shop.last());
            shop.result(INVOICE, document, shop.last());
            shop.wrote(document, DELETE).result(INDEX, document, shop.last());
        }
    }
}
