package io.penstock.connectors.connect;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;

/** A Kafka Connect worker with its REST interface, in this JVM. */
final class ConnectWorker implements AutoCloseable {
    private final Connect<?> connect;

    /**
     * Starts one.
     *
     * @param bootstrapServers where Kafka is
     * @param data where it keeps offsets
     * @param environment what placeholders stand for
     */
    ConnectWorker(String bootstrapServers, Path data, Map<String, String> environment) {
        this(bootstrapServers, data, environment, "service_load");
    }

    /** @param discovery how it finds plugins: {@code hybrid_warn} also those whose jars do not list them */
    ConnectWorker(String bootstrapServers, Path data, Map<String, String> environment, String discovery) {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("offset.storage.file.filename", data.resolve("offsets").toString());
        properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("plugin.discovery", discovery);
        properties.put("config.providers", "env");
        properties.put("config.providers.env.class", FixedConfigProvider.class.getName());
        environment.forEach((key, value) -> properties.put("config.providers.env.param." + key, value));
        connect = new ConnectStandalone().startConnect(properties);
    }

    /** Where its REST interface is. */
    URI rest() {
        return connect.rest().advertisedUrl();
    }

    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }
}
