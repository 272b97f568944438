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
}
