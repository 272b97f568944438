package io.penstock.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.snapshot.Course.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final String ORDERS = "shop.orders";

    private final Course course = new Course("s1", ORDERS);

    @Test
    void notices_leadFromAskedToCompleted() {
        assertThat(course.stage()).isEqualTo(Stage.ASKED);
        hear("STARTED", "", 0);
        assertThat(course.stage()).isEqualTo(Stage.RUNNING);
        hear("IN_PROGRESS", ORDERS, 1_024);
        hear("PAUSED", "", 1_024);
        assertThat(course.stage()).isEqualTo(Stage.PAUSED);
        hear("RESUMED", "", 1_024);
        assertThat(course.documents()).isEqualTo(1_024);
        scanned(ORDERS, "SUCCEEDED", 2_000);
        assertThat(course.stage()).isEqualTo(Stage.COMPLETED);
        assertThat(course.documents()).isEqualTo(2_000);
    }

    @Test
    void engineThatWasStartedAgain_countsOn() {
        hear("IN_PROGRESS", ORDERS, 1_024);
        hear("IN_PROGRESS", ORDERS, 10);
        hear("IN_PROGRESS", ORDERS, 30);
        assertThat(course.documents()).isEqualTo(1_054);
    }

    @Test
    void anotherCollection_isNotTakenForThisOne() {
        assertThat(course.hear(new Notice("s2", "STARTED", List.of("shop.people"), Optional.empty(), "", 0)))
                .isFalse();
        hear("IN_PROGRESS", "shop.people", 500);
        scanned("shop.people", "SUCCEEDED", 500);
        assertThat(course.stage()).isEqualTo(Stage.RUNNING);
        assertThat(course.documents()).isZero();
    }

    @Test
    void whatCannotBeRead_hasFailed_andWhatIsTakenBackIsStopped() {
        hear("STARTED", "", 0);
        scanned(ORDERS, "UNKNOWN_SCHEMA", 0);
        assertThat(course.stage()).isEqualTo(Stage.FAILED);
        assertThat(course.status()).isEqualTo("UNKNOWN_SCHEMA");

        Course stopped = new Course("s3", ORDERS);
        stopped.hear(new Notice("s1", "ABORTED", List.of(ORDERS), Optional.empty(), "", 0));
        assertThat(stopped.stage()).isEqualTo(Stage.STOPPED);
    }

    private void hear(String type, String current, long documents) {
        course.hear(new Notice(
                "s1",
                type,
                List.of(ORDERS, "shop.people"),
                Optional.of(current).filter(name -> !name.isEmpty()),
                "",
                documents));
    }

    private void scanned(String collection, String status, long documents) {
        course.hear(new Notice(
                "s1",
                "TABLE_SCAN_COMPLETED",
                List.of(ORDERS, "shop.people"),
                Optional.of(collection),
                status,
                documents));
    }
}
