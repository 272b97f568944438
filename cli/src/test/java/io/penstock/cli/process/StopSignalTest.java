package io.penstock.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void request_endsTheWaiting() throws Exception {
        assertThat(stop.requested()).isFalse();
        assertThat(stop.await(Duration.ofMillis(1))).isFalse();

        stop.request();

        assertThat(stop.requested()).isTrue();
        assertThat(stop.await(Duration.ofDays(1))).isTrue();
        stop.await();
    }

    @Test
    void listeners_hearOfTheRequest_evenIfTheyComeLate() {
        List<String> heard = new ArrayList<>();
        stop.onRequest(() -> heard.add("early"));

        stop.request();
        stop.onRequest(() -> heard.add("late"));

        assertThat(heard).containsExactly("early", "late");
    }

    @Test
    void listeners_hearOfNothing_onceTheyAreForgotten() {
        List<String> heard = new ArrayList<>();
        Runnable listener = () -> heard.add("gone");
        stop.onRequest(listener);

        stop.forget(listener);
        stop.request();

        assertThat(heard).isEmpty();
    }
}
