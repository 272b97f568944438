package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics with changes that have more partitions than {@code topics.partitions} says, which is four here. */
class WidestTopicIT {
    private static final TestJob ORDERS = TestJob.named("index");
    private static final TestJob ORDERS_BY_CUSTOMER = TestJob.named("index").shardKey("/customer");
    private static final TestJob PEOPLE = TestJob.named("greet").collections("shop.people");

    @TempDir
    Path folder;

    private ProcessorFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ProcessorFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void widest_isTakenOutOfAConfigurationWithShardKeys() throws Exception {
        isTakenOut(ORDERS_BY_CUSTOMER);
    }

    @Test
    void widest_isTakenOutOfAConfigurationWithout() throws Exception {
        isTakenOut(ORDERS);
    }

    private void isTakenOut(TestJob stays) throws Exception {
        fixture.makePeople(6);
        try (App app = fixture.run(stays, PEOPLE)) {
            tellOrders(1);
            tellPeople(21);
            fixture.awaitResults(40);
            ProcessorFixture.awaitRunning(app);
        }
        try (App app = fixture.run(stays)) {
            tellOrders(1);
            tellOrders(41);
            fixture.awaitResults(60);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(fixture.results()).extracting(ConsumerRecord::key).doesNotHaveDuplicates();
    }

    @Test
    void wider_comesWhileAPatternIsWatched_withShardKeys() throws Exception {
        comes(TestJob.named("index").collections("shop.*").shardKey("/customer"));
    }

    @Test
    void wider_comesWhileAPatternIsWatched_without() throws Exception {
        comes(TestJob.named("index").collections("shop.*"));
    }

    private void comes(TestJob job) throws Exception {
        // Kafka's clients hear of a new topic after five minutes, and a thread that is replaced stays a member for a
        // session.
        Map<String, String> alert = Map.of("metadata.max.age.ms", "1000", "main.consumer.session.timeout.ms", "6000");
        try (App app =
                fixture.run("state", settings -> TestSettings.streams(settings, alert), TestJob.named("other"), job)) {
            tellOrders(1);
            fixture.awaitResults(40);
            fixture.makePeople(6);
            tellPeople(21);
            fixture.awaitResults(60);
            ProcessorFixture.awaitRunning(app);
        }
    }

    private void tellOrders(int from) throws Exception {
        for (int id = from; id < from + 20; id++) {
            fixture.tell(change(id));
        }
    }

    private void tellPeople(int from) throws Exception {
        for (int id = from; id < from + 20; id++) {
            fixture.tellOfPeople(change(id));
        }
    }

    private static Change change(int id) {
        return Change.insert(id, 10 + id, "\"n\": 1, \"customer\": \"c%d\"".formatted(id % 3));
    }
}
