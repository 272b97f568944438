package io.penstock.cli.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.Settings;
import io.penstock.settings.TopicSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.bson.Document;

/** By which way the engine hears signals. */
sealed interface SignalChannel {
    /** Sends signals at once, to be heard in their order. */
    void send(List<Signal> signals);

    /**
     * Through a topic of Kafka.
     *
     * @param kafka where the engine reads it
     * @param topic its name
     * @param connector whose signals: its records' key
     * @param replication how often it is kept, if it has to be made
     */
    record OfKafka(KafkaAccess kafka, String topic, String connector, short replication) implements SignalChannel {
        @Override
        public void send(List<Signal> signals) {
            try (Admin admin = kafka.admin();
                    Producer<byte[], byte[]> producer = kafka.writer()) {
                if (!KafkaAccess.answer(admin.listTopics().names()).contains(topic)) {
                    KafkaAccess.answer(admin.createTopics(List.of(new NewTopic(
                                            topic, Optional.of(1), Optional.of(replication))
                                    .configs(Map.of(TopicSettings.MIN_IN_SYNC, TopicSettings.minInSync(replication)))))
                            .all());
                }
                List<Future<?>> sent = new ArrayList<>();
                for (Signal signal : signals) {
                    sent.add(producer.send(new ProducerRecord<>(topic, 0, connector.getBytes(UTF_8), text(signal))));
                }
                for (Future<?> one : sent) {
                    one.get();
                }
            } catch (ExecutionException e) {
                throw kafka.failure(
                        e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause()));
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (KafkaException e) {
                throw kafka.failure(e);
            }
        }

        private static byte[] text(Signal signal) {
            return new Document("id", signal.id())
                    .append("type", signal.type())
                    .append("data", signal.data())
                    .toJson()
                    .getBytes(UTF_8);
        }
    }

    /**
     * Through a collection that the engine watches for them.
     *
     * @param mongodb where it is
     * @param collection its name
     */
    record OfMongodb(MongoClient mongodb, CollectionPattern collection) implements SignalChannel {
        @Override
        public void send(List<Signal> signals) {
            mongodb.getDatabase(collection.database())
                    .getCollection(collection.collection())
                    .insertMany(signals.stream()
                            .map(signal -> new Document("_id", signal.id())
                                    .append("type", signal.type())
                                    .append("payload", signal.data()))
                            .toList());
        }
    }

    /**
     * The one that the settings open: of several the topic, for who may write that need not be able to write to the database.
     *
     * @throws CommandFailure if they open none that can be used from here
     */
    static SignalChannel of(Settings settings, SourceProperties properties, MongoClient mongodb) {
        List<String> enabled = Arrays.asList(
                properties.get("signal.enabled.channels").orElse("").strip().split("\\s*,\\s*"));
        String prefix = settings.source().prefix();
        if (enabled.contains("kafka")) {
            Map<String, String> kafka = new HashMap<>(settings.connections().kafka());
            properties.get("signal.kafka.bootstrap.servers").ifPresent(it -> kafka.put("bootstrap.servers", it));
            return new OfKafka(
                    new KafkaAccess(kafka),
                    properties.get("signal.kafka.topic").orElse(prefix + "-signal"),
                    prefix,
                    settings.topics().replication());
        }
        Optional<String> collection = properties.get("signal.data.collection");
        if (enabled.contains("source") && collection.isPresent()) {
            return new OfMongodb(mongodb, CollectionPattern.of(collection.get()));
        }
        throw CommandFailure.wrongUsage("The engine hears no signals that can be sent from here: its"
                + " signal.enabled.channels are " + enabled + ". Have 'kafka' or 'source' among them (section debezium"
                + " of the configuration), and start it again."
                + (collection.isEmpty() ? " For 'source' name a collection with signal.data.collection." : ""));
    }
}
