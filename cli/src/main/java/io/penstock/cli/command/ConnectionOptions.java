package io.penstock.cli.command;

import io.penstock.cli.inspect.Processes;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.TopicCatalog;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.Observation;
import io.penstock.processor.http.Peers;
import io.penstock.records.Topics;
import io.penstock.settings.HttpSettings;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** The options of commands that look into a deployment's topics: where Kafka is, and what the deployment is called. */
final class ConnectionOptions {
    /** What the configuration file's keys are when there is no file. */
    private static final String DEFAULT_NAME = "penstock";

    private static final Path DEFAULT_DATA = Path.of("data", "broker");

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            description = "Where Kafka is. Default: what the configuration file says; without one, the embedded broker"
                    + " whose data is in data/broker.")
    private Optional<String> bootstrapServer = Optional.empty();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Penstock's configuration file: where Kafka is, its credentials, the application's name.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "The deployment's name, with which its topics begin. Default: what the configuration file"
                    + " says; without one, penstock.")
    private Optional<String> application = Optional.empty();

    private Optional<Settings> read = Optional.empty();

    /**
     * What the options come to.
     *
     * @param kafka the cluster
     * @param topics the deployment's topics
     * @param prefix first part of the names of the topics with changes
     * @param signals name of the topic through which the engine can be asked for snapshots
     */
    record Deployment(KafkaAccess kafka, Topics topics, String prefix, String signals) {
        /** The cluster's topics, as the deployment uses them. */
        TopicCatalog catalog() {
            return new TopicCatalog(kafka, topics, prefix, signals);
        }
    }

    /** The deployment's processes; throws {@link CommandFailure} if the options do not say where Kafka is. */
    Processes processes() {
        Deployment deployment = deployment();
        Optional<HttpSettings> http = settings().map(it -> it.processing().http());
        try {
            Optional<SSLContext> tls = http.isPresent() ? Observation.tls(http.get()) : Optional.empty();
            return new Processes(deployment.kafka(), deployment.topics().application(), new Peers(tls));
        } catch (IOException e) {
            throw CommandFailure.wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    /** What the options come to; throws {@link CommandFailure} if they do not say where Kafka is. */
    Deployment deployment() {
        Optional<Settings> settings = settings();
        Map<String, String> kafka =
                new HashMap<>(settings.map(s -> s.connections().kafka()).orElse(Map.of()));
        Path data = settings.map(s -> s.broker().data()).orElse(DEFAULT_DATA);
        bootstrapServer
                .or(() -> Optional.ofNullable(kafka.get("bootstrap.servers")))
                .or(() -> EmbeddedBroker.lastAddress(data))
                .ifPresentOrElse(address -> kafka.put("bootstrap.servers", address), () -> {
                    throw CommandFailure.wrongUsage(whereIsKafka(data.toAbsolutePath()));
                });
        String name = application.or(() -> settings.map(Settings::application)).orElse(DEFAULT_NAME);
        String prefix = settings.map(s -> s.source().prefix()).orElse(DEFAULT_NAME);
        String signals = settings.map(s -> s.connections().debezium())
                .flatMap(debezium -> Optional.ofNullable(debezium.get("signal.kafka.topic")))
                .orElse(prefix + "-signal");
        return new Deployment(new KafkaAccess(kafka), new Topics(name), prefix, signals);
    }

    private String whereIsKafka(Path data) {
        return config.map(file ->
                        "Where is Kafka? " + file + " does not say so (kafka.bootstrap.servers), and no embedded broker"
                                + " has its data in " + data
                                + ". Go to the folder in which 'penstock up' was started, or name Kafka"
                                + " with --bootstrap-server HOST:PORT.")
                .orElse("Where is Kafka? Name it with --bootstrap-server HOST:PORT, or name the configuration file with"
                        + " --config FILE. (There is no embedded broker's data in " + data + " either.)");
    }

    /** What the configuration file says; empty if none was named. */
    Optional<Settings> settings() {
        if (read.isEmpty()) {
            read = config.map(ConfigurationFile::read);
        }
        return read;
    }
}
