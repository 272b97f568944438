package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.connectors.source.SourceProperties;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.settings.Settings;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class EngineRunTest {
    private final RecordingListener listener = new RecordingListener();

    @Test
    void should_tell_that_it_was_stopped_from_failures() throws Exception {
        Settings settings = SettingsFixture.watching("shop.orders").settings();
        EngineRun run = new EngineRun(
                settings,
                SourceProperties.of(settings),
                Resumption.BEHIND_EVENT,
                new EngineStates(listener),
                listener,
                InstantSource.system());

        run.stop();

        assertThat(run.run()).isInstanceOf(Failure.Stopped.class);
    }
}
