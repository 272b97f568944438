package io.penstock.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.snapshot.Course.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final String ORDERS = "shop.orders";

    private final Course course = new Course(List.of("s1"), ORDERS, false);

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

        Course stopped = new Course(List.of("s3"), ORDERS, true);
        stopped.hear(new Notice("s1", "ABORTED", List.of(ORDERS), Optional.empty(), "", 0));
        assertThat(stopped.stage()).isEqualTo(Stage.STOPPED);
    }

    @Test
    void collectionThatIsBeingRead_isReadOnceMore_andOnlyThatEndsIt() {
        elsewhere("IN_PROGRESS", ORDERS, "", 70);
        assertThat(course.stage()).isEqualTo(Stage.RUNNING);
        // The connector has taken it on: from now on its notices have our id, those of the other's reading, too.
        tell("s1", "IN_PROGRESS", List.of(ORDERS, ORDERS), ORDERS, "", 90);
        tell("s1", "TABLE_SCAN_COMPLETED", List.of(ORDERS, ORDERS), ORDERS, "SUCCEEDED", 100);
        assertThat(course.stage()).isEqualTo(Stage.RUNNING);
        tell("s1", "IN_PROGRESS", List.of(ORDERS), ORDERS, "", 60);
        tell("s1", "TABLE_SCAN_COMPLETED", List.of(ORDERS), ORDERS, "SUCCEEDED", 101);
        assertThat(course.stage()).isEqualTo(Stage.COMPLETED);
        assertThat(course.documents()).isEqualTo(101);
    }

    @Test
    void readingThatEnds_beforeTheConnectorHasTakenOursOn_isNotOurs() {
        elsewhere("TABLE_SCAN_COMPLETED", ORDERS, "SUCCEEDED", 100);
        elsewhere("COMPLETED", "", "", 0);
        assertThat(course.stage()).isEqualTo(Stage.RUNNING);
        tell("s1", "STARTED", List.of(ORDERS), "", "", 0);
        tell("s1", "TABLE_SCAN_COMPLETED", List.of(ORDERS), ORDERS, "SUCCEEDED", 101);
        assertThat(course.stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void oneThatAsksAfterUs_doesNotMakeUsWaitForTheirs() {
        tell("s1", "STARTED", List.of(ORDERS), "", "", 0);
        tell("s9", "IN_PROGRESS", List.of(ORDERS, ORDERS), ORDERS, "", 50);
        tell("s9", "TABLE_SCAN_COMPLETED", List.of(ORDERS, ORDERS), ORDERS, "SUCCEEDED", 100);
        assertThat(course.stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void kindsThatTheConnectorTakesOnAtOnce_areOverWhenTheLastIs_andAreCountedTogether() {
        Course kinds = new Course(List.of("s1", "s2", "s3"), ORDERS, false);
        tell(kinds, "s1", "STARTED", List.of(ORDERS), "", "", 0);
        tell(kinds, "s3", "IN_PROGRESS", List.of(ORDERS, ORDERS, ORDERS), ORDERS, "", 5);
        tell(kinds, "s3", "TABLE_SCAN_COMPLETED", List.of(ORDERS, ORDERS, ORDERS), ORDERS, "SUCCEEDED", 10);
        tell(kinds, "s3", "TABLE_SCAN_COMPLETED", List.of(ORDERS, ORDERS), ORDERS, "SUCCEEDED", 20);
        assertThat(kinds.stage()).isEqualTo(Stage.RUNNING);
        assertThat(kinds.documents()).isEqualTo(30);
        tell(kinds, "s3", "TABLE_SCAN_COMPLETED", List.of(ORDERS), ORDERS, "SUCCEEDED", 5);
        assertThat(kinds.stage()).isEqualTo(Stage.COMPLETED);
        assertThat(kinds.documents()).isEqualTo(35);
    }

    @Test
    void kindsThatTheConnectorTakesOnOneByOne_areOverWhenTheLastIs() {
        Course kinds = new Course(List.of("s1", "s2"), ORDERS, false);
        tell(kinds, "s1", "STARTED", List.of(ORDERS), "", "", 0);
        tell(kinds, "s1", "TABLE_SCAN_COMPLETED", List.of(ORDERS), ORDERS, "SUCCEEDED", 10);
        tell(kinds, "s1", "COMPLETED", List.of(), "", "", 0);
        assertThat(kinds.stage()).isEqualTo(Stage.RUNNING);
        tell(kinds, "s2", "STARTED", List.of(ORDERS), "", "", 0);
        tell(kinds, "s2", "TABLE_SCAN_COMPLETED", List.of(ORDERS), ORDERS, "SUCCEEDED", 20);
        assertThat(kinds.stage()).isEqualTo(Stage.COMPLETED);
        assertThat(kinds.documents()).isEqualTo(30);
    }

    @Test
    void kindsBehindAnotherReading_areCountedWithoutIt() {
        Course kinds = new Course(List.of("s1", "s2"), ORDERS, false);
        tell(kinds, "s0", "IN_PROGRESS", List.of(ORDERS), ORDERS, "", 70);
        tell(kinds, "s2", "TABLE_SCAN_COMPLETED", List.of(ORDERS, ORDERS, ORDERS), ORDERS, "SUCCEEDED", 100);
        assertThat(kinds.documents()).isZero();
        tell(kinds, "s2", "TABLE_SCAN_COMPLETED", List.of(ORDERS, ORDERS), ORDERS, "EMPTY", 0);
        assertThat(kinds.stage()).isEqualTo(Stage.RUNNING);
        tell(kinds, "s2", "TABLE_SCAN_COMPLETED", List.of(ORDERS), ORDERS, "UNKNOWN_SCHEMA", 0);
        assertThat(kinds.stage()).isEqualTo(Stage.FAILED);
    }

    @Test
    void anotherCollectionThatIsStopped_doesNotStopThisOne() {
        hear("STARTED", "", 0);
        tell("s1", "ABORTED", List.of("shop.people"), "", "", 0);
        assertThat(course.stage()).isEqualTo(Stage.RUNNING);
        tell("s1", "ABORTED", List.of(ORDERS), "", "", 0);
        assertThat(course.stage()).isEqualTo(Stage.STOPPED);
    }

    private void elsewhere(String type, String current, String status, long documents) {
        tell("s0", type, List.of(ORDERS), current, status, documents);
    }

    private void tell(String id, String type, List<String> collections, String current, String status, long documents) {
        tell(course, id, type, collections, current, status, documents);
    }

    private static void tell(
            Course course,
            String id,
            String type,
            List<String> collections,
            String current,
            String status,
            long documents) {
        course.hear(new Notice(
                id, type, collections, Optional.of(current).filter(name -> !name.isEmpty()), status, documents));
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
