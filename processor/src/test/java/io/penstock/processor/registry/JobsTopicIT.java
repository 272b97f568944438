package io.penstock.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.registry.JobsTopic.FencedException;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.TestJob;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.Layout;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topic of the jobs on a real broker. */
class JobsTopicIT {
    @TempDir
    Path folder;

    @Test
    void ofTwoMigrationsAtOnce_theOneThatBeganFirst_saysNothingMore() {
        try (ProcessorFixture fixture = new ProcessorFixture(folder)) {
            Settings settings = fixture.settings(TestJob.named("invoice").shardKey("/customer"));
            Job job = Job.first("invoice", Identities.of(settings.jobs().get(0)));
            try (JobsTopic first = new JobsTopic(settings);
                    JobsTopic second = new JobsTopic(settings);
                    JobsTopic processor = new JobsTopic(settings)) {
                first.claim();
                first.write(job);
                second.claim();
                assertThatThrownBy(() -> first.write(job)).isInstanceOf(FencedException.class);
                second.write(Deployment.first(new Layout(true, 3)));
                processor.write(Job.first("other", job.identity()));
                assertThat(first.read()).isEqualTo(second.read()).isEqualTo(processor.read());
                assertThat(second.read().jobs()).containsOnlyKeys("invoice", "other");
            }
        }
    }

    @Test
    void topicFromWhichTheNewestIsDeleted_isRefused() throws Exception {
        try (ProcessorFixture fixture = new ProcessorFixture(folder)) {
            Settings settings = fixture.settings(TestJob.named("invoice"));
            try (Admin admin = Admin.create(Map.copyOf(settings.connections().kafka()))) {
                admin.createTopics(List.of(new NewTopic("penstock.jobs", 1, (short) 1)
                                .configs(Map.of("cleanup.policy", "compact,delete"))))
                        .all()
                        .get();
            }

            assertThatThrownBy(() -> new JobsTopic(settings))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("penstock.jobs has cleanup.policy=")
                    .hasMessageContaining("--add-config cleanup.policy=compact");
        }
    }
}
