package io.penstock.connectors.engine;

import io.debezium.connector.mongodb.MongoDbConnector;
import io.penstock.connectors.source.SourceProperties;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine does once when it begins to stand by: it has the connector look at its configuration and at MongoDB, as at
 * the beginning of a run. What is loaded for that is there when the engine takes over, which saves most of the start; and what
 * is wrong is said before it matters.
 *
 * @param properties of the connector
 */
record Rehearsal(SourceProperties properties) {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** Begins, and does not wait: taking over must not. */
    void begin() {
        Thread thread = new Thread(this::rehearse, "penstock-engine-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    private void rehearse() {
        try {
            Map<String, String> configuration = properties.toProperties().entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
            List<String> problems = new MongoDbConnector()
                    .validate(configuration).configValues().stream()
                            .map(ConfigValue::errorMessages)
                            .flatMap(List::stream)
                            .map(Failure::withoutCredentials)
                            .toList();
            if (!problems.isEmpty()) {
                LOG.warn("This engine stands by, and could not take over at present: {}", String.join(" ", problems));
            }
        } catch (RuntimeException failed) {
            LOG.warn(
                    "This engine stands by, and could not take over at present: {}",
                    Failure.withoutCredentials(String.valueOf(failed.getMessage())));
        }
    }
}
