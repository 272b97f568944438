package io.penstock.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {
    @Test
    void brokerAndController_shouldListenOnTheLoopbackInterfaceAlone() {
        Properties properties = BrokerProperties.of(Path.of("log"), 20_001, 20_002);

        assertThat(properties.getProperty("listeners").split(","))
                .containsExactly("PLAINTEXT://127.0.0.1:20001", "CONTROLLER://127.0.0.1:20002");
        assertThat(properties.getProperty("advertised.listeners")).isEqualTo("PLAINTEXT://127.0.0.1:20001");
        assertThat(properties.getProperty("controller.quorum.voters")).isEqualTo("1@127.0.0.1:20002");
    }
}
