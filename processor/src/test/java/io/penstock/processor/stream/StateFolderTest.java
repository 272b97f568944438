package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.registry.Register;
import io.penstock.processor.registry.Terms;
import io.penstock.processor.stream.StreamsClient.Site;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.NoDatabase;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayWhatToDoIfAnotherProcessHasIt() {
        try (StreamsClient first = processor()) {
            assertThatThrownBy(this::processor)
                    .hasMessage(
                            "another process uses the state folder %s. Give each process one of its own with --state"
                                    + " DIR.",
                            folder.toAbsolutePath());
        }
    }

    private StreamsClient processor() {
        Settings settings = TestSettings.of(TestJob.named("index"));
        return new StreamsClient(
                settings,
                Terms.working(settings, Register.EMPTY),
                new Site(folder, Optional.empty(), StoreWatch.NONE),
                Map.of("index", (TaskHandler) (task, context) -> Outcome.succeeded(1)),
                NoDatabase.access(),
                TaskListener.NONE);
    }
}
