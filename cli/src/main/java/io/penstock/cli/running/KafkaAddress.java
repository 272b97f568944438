package io.penstock.cli.running;

import io.penstock.cli.process.CommandFailure;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says where Kafka is. */
public final class KafkaAddress {
    private static final String BOOTSTRAP = "bootstrap.servers";
    /** What is needed to get into a cluster, and is in the way of the embedded broker. */
    private static final List<String> ACCESS = List.of("security.", "sasl.", "ssl.");

    private KafkaAddress() {}

    /**
     * The settings with the address of Kafka: what they say, or else where the embedded broker is whose data they name.
     *
     * @throws CommandFailure if neither is known
     */
    public static Settings known(Settings settings) {
        if (settings.connections().kafka().containsKey(BOOTSTRAP)) {
            return settings;
        }
        Path data = settings.broker().data();
        Optional<String> embedded = EmbeddedBroker.lastAddress(data);
        return with(
                settings,
                settings.connections().kafka(),
                embedded.orElseThrow(() -> CommandFailure.wrongUsage(
                        "Where is Kafka? Say so in the configuration file with kafka.bootstrap.servers, or start the"
                                + " embedded broker with 'penstock broker --config FILE'. (There is no broker's data in "
                                + data + ".)")));
    }

    /** The settings for the embedded broker at this address, whatever cluster they name. */
    public static Settings embedded(Settings settings, String address) {
        Map<String, String> kafka = new HashMap<>(settings.connections().kafka());
        kafka.keySet().removeIf(name -> ACCESS.stream().anyMatch(name::startsWith));
        return with(settings, kafka, address);
    }

    private static Settings with(Settings settings, Map<String, String> kafka, String address) {
        Map<String, String> addressed = new HashMap<>(kafka);
        addressed.put(BOOTSTRAP, address);
        ConnectionSettings connections = settings.connections();
        return new Settings(
                settings.application(),
                new ConnectionSettings(
                        addressed,
                        connections.mongodb(),
                        connections.debezium(),
                        connections.streams(),
                        connections.database(),
                        connections.copies()),
                settings.source(),
                settings.topics(),
                settings.broker(),
                settings.processing(),
                settings.jobs());
    }
}
