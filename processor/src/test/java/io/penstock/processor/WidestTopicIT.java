package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    @Test
    void topicThatHasGrown_isRefused_withShardKeys() throws Exception {
        isRefused(ORDERS_BY_CUSTOMER);
    }

    @Test
    void topicThatHasGrown_isRefused_without() throws Exception {
        isRefused(ORDERS);
    }

    private void isRefused(TestJob job) throws Exception {
        try (App app = fixture.run(job)) {
            tellOrders(1);
            fixture.awaitResults(20);
            ProcessorFixture.awaitRunning(app);
        }
        fixture.growOrders(6);

        assertThatThrownBy(() -> fixture.run(job).close())
                .isInstanceOf(JobsChangedException.class)
                .hasMessageContaining("The topic penstock.shop.orders had 4 partitions and has 6.")
                .hasMessageContaining("penstock jobs migrate --all --config FILE");
    }

    @Test
    void topicThatGrows_endsTheProcess_withShardKeys() throws Exception {
        endsTheProcess(ORDERS_BY_CUSTOMER);
    }

    @Test
    void topicThatGrows_endsTheProcess_without() throws Exception {
        endsTheProcess(ORDERS);
    }

    @Test
    void topicThatGrows_endsTheProcess_thoughAnotherIsAsWide() throws Exception {
        fixture.makePeople(6);
        endsTheProcess(ORDERS, PEOPLE);
    }

    private void endsTheProcess(TestJob... jobs) throws Exception {
        Settings settings = TestSettings.streams(fixture.settings(jobs), Map.of("metadata.max.age.ms", "1000"));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (App app = new App(settings, folder.resolve("state"), TaskListener.NONE)) {
            app.start(end::complete);
            ProcessorFixture.awaitRunning(app);
            fixture.growOrders(6);

            assertThat(end.get(3, TimeUnit.MINUTES))
                    .isInstanceOf(JobsChangedException.class)
                    .hasMessageContaining("The topic penstock.shop.orders had 4 partitions and has ")
                    .hasMessageContaining("penstock jobs migrate --all --config FILE");
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
