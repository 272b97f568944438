package io.penstock.connectors.testing;

import io.penstock.records.GovernorJson;
import io.penstock.records.GovernorRecord;
import io.penstock.records.InstanceLoad;
import io.penstock.records.Ruling;
import io.penstock.records.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says again and again what share the engine has, as an owner of the first partition does. */
public final class GovernorVoice implements AutoCloseable {
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final TopicReader reader;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private volatile Optional<Double> share = Optional.empty();

    public GovernorVoice(String bootstrapServers, String application) {
        topic = new Topics(application).governor();
        MadeTopics.make(
                bootstrapServers, new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        reader = new TopicReader(bootstrapServers, topic);
        var unused = pace.scheduleWithFixedDelay(this::say, 0, 300, TimeUnit.MILLISECONDS);
    }

    /** From now on so much. */
    public void share(double attempts) {
        share = Optional.of(attempts);
    }

    /** From now on nothing. */
    public void fallSilent() {
        share = Optional.empty();
    }

    private void say() {
        share.ifPresent(attempts -> {
            Ruling ruling = new Ruling(
                    new Ruling.Author("a:1", 1, 0),
                    attempts,
                    OptionalDouble.empty(),
                    new Ruling.Standing("holding", "a test says so"),
                    Map.of("engine", attempts),
                    List.of(),
                    new Ruling.Use(1, 1));
            var unused = producer.send(new ProducerRecord<>(topic, 0, ruling.key(), GovernorJson.write(ruling)));
        });
    }

    /** What the engine has said of itself. */
    public List<InstanceLoad> loads() {
        List<InstanceLoad> loads = new ArrayList<>();
        reader.read().stream().filter(read -> read.record().value() != null).forEach(read -> {
            Optional<GovernorRecord> said = GovernorJson.read(read.record().value());
            if (said.isPresent() && said.get() instanceof InstanceLoad load) {
                loads.add(load);
            }
        });
        return loads;
    }

    /** Whether the engine has said that it is gone. */
    public boolean engineGone() {
        return reader.read().stream()
                .anyMatch(read -> read.record().value() == null && read.key().equals(InstanceLoad.key("engine")));
    }

    @Override
    public void close() {
        pace.shutdownNow();
        producer.close();
        reader.close();
    }
}
