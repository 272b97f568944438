package io.penstock.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.records.JobsJson;
import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.Layout;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.jobs", 0);

    private final Settings settings =
            TestSettings.of(TestJob.named("copy").taskId("/number").shardKey("/customer"));
    private final Deployment deployment = Deployment.first(Identities.layout(settings));
    private final Job job = Job.first("copy", Identities.of(settings.jobs().get(0)));
    private final Job loser = Job.first(
            "copy",
            Identities.of(TestSettings.of(TestJob.named("copy").shardKey("/customer"))
                    .jobs()
                    .get(0)));
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    @Test
    void whatCountsShouldBeWhatCompactionLeaves_whenWhoBeganSecondIsGone() {
        try (JobsTopic topic = topic(deployment, job, loser)) {
            Register register = Registration.of(settings, topic);

            assertThat(register.job("copy")).contains(job);
            assertThat(written()).containsExactly(job);
        }
    }

    @Test
    void theSameShouldHoldOfHowTasksAreSpread_andOfTheTopicsWithChanges() {
        Changes four = new Changes("p.shop.orders", 4);
        Deployment other = Deployment.first(new Layout(true, 12));
        try (JobsTopic topic = topic(deployment, four, job, other, new Changes("p.shop.orders", 8))) {
            Registration.of(settings, topic);

            assertThat(written()).containsExactlyInAnyOrder(deployment, four);
        }
    }

    @Test
    void nothingShouldBeWritten_whereWhatCountsStandsLast() {
        try (JobsTopic topic = topic(deployment, job, loser, job)) {
            Registration.of(settings, topic);

            assertThat(written()).isEmpty();
        }
    }

    @Test
    void workingAtLeastOnceShouldBeRecordedBeforeAllElse_andBeKnownEverAfter() {
        Settings atLeastOnce = TestSettings.streams(settings, Map.of("processing.guarantee", "at_least_once"));
        try (JobsTopic topic = topic(deployment, job)) {
            assertThat(written(atLeastOnce, topic)).containsExactly(deployment.havingRunAtLeastOnce());
        }
    }

    @Test
    void nothingShouldBeRecordedOfAGuaranteeThatIsKnown() {
        Settings atLeastOnce = TestSettings.streams(settings, Map.of("processing.guarantee", "at_least_once"));
        try (JobsTopic topic = topic(deployment, job, deployment.havingRunAtLeastOnce())) {
            assertThat(written(atLeastOnce, topic)).isEmpty();
        }
    }

    @Test
    void whatWasTornOnceShouldBeKnown_whereTheGuaranteeIsAnotherOneNow() {
        try (JobsTopic topic = topic(deployment, job, deployment.havingRunAtLeastOnce())) {
            assertThat(Registration.of(settings, topic).deployment()).contains(deployment.havingRunAtLeastOnce());
            assertThat(written()).isEmpty();
        }
    }

    private List<JobsRecord> written(Settings now, JobsTopic topic) {
        Registration.of(now, topic);
        return written();
    }

    private JobsTopic topic(JobsRecord... said) {
        JobsTopic topic = new JobsTopic(PARTITION, consumer, producer, () -> producer, Duration.ZERO);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) said.length));
        for (int i = 0; i < said.length; i++) {
            consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, i, said[i].key(), JobsJson.write(said[i])));
        }
        return topic;
    }

    private List<JobsRecord> written() {
        return producer.history().stream()
                .map(record -> JobsJson.read(record.value()).orElseThrow())
                .toList();
    }
}
