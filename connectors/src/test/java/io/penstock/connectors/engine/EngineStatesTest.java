package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.connectors.testing.RecordingListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineStatesTest {
    private static final EngineState WAITING = new EngineState.Waiting("Kafka", "It is slow.", Duration.ZERO);

    private final RecordingListener listener = new RecordingListener();
    private final EngineStates states = new EngineStates(listener);

    @Test
    void should_not_wait_for_what_has_come_meanwhile() {
        states.become(new EngineState.Streaming());

        states.becomeIf(() -> false, WAITING);

        assertThat(states.current()).isEqualTo(new EngineState.Streaming());
        assertThat(listener.states).containsExactly(new EngineState.Streaming());
    }

    @Test
    void should_wait_for_what_has_not_come() {
        states.become(new EngineState.Streaming());

        states.becomeIf(() -> true, WAITING);

        assertThat(states.current()).isEqualTo(WAITING);
    }
}
