package io.penstock.processor.registry;

import io.penstock.records.JobsJson;
import io.penstock.records.JobsRecord;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic of the jobs: read without a group, and written so that what was said is there. For one thread. */
public final class JobsTopic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final int LOOK_MILLIS = 5;

    private final TopicPartition partition;
    private final Consumer<String, byte[]> consumer;
    private final Supplier<? extends Producer<String, byte[]>> claimant;
    private final Duration patience;
    private Producer<String, byte[]> producer;
    private boolean claimed;
    private Register register = Register.EMPTY;

    /** What was said, and under which key; empty: it is forgotten. */
    record Said(String key, Optional<JobsRecord> record) {}

    /** Opens it, and makes it if it is not there. */
    public JobsTopic(Settings settings) {
        this(new Topics(settings.application()), made(settings));
    }

    private JobsTopic(Topics topics, Map<String, Object> common) {
        this(
                new TopicPartition(topics.jobs(), 0),
                new KafkaConsumer<>(reading(common), new StringDeserializer(), new ByteArrayDeserializer()),
                writer(writing(common)),
                () -> writer(claiming(common, topics)),
                PATIENCE);
    }

    /**
     * Opens one that is there.
     *
     * @param claimant makes the producer that refuses all others
     * @param patience for how long Kafka may give nothing of what is there
     */
    JobsTopic(
            TopicPartition partition,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            Supplier<? extends Producer<String, byte[]>> claimant,
            Duration patience) {
        this.partition = partition;
        this.consumer = consumer;
        this.producer = producer;
        this.claimant = claimant;
        this.patience = patience;
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    private static Map<String, Object> made(Settings settings) {
        Map<String, Object> common = Map.copyOf(settings.connections().kafka());
        String name = new Topics(settings.application()).jobs();
        NewTopic topic = new NewTopic(name, 1, settings.topics().replication())
                .configs(settings.topics().compacted());
        try (Admin admin = Admin.create(common)) {
            if (admin.listTopics().names().get().contains(name)) {
                Compaction.check(admin, name);
            } else {
                admin.createTopics(List.of(topic)).all().get();
            }
        } catch (ExecutionException e) {
            // Another instance was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("The topic " + name + " cannot be made: " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return common;
    }

    private static Producer<String, byte[]> writer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> reading(Map<String, Object> common) {
        Map<String, Object> config = new HashMap<>(common);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // A consumer that closes waits for the broker's answer.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return config;
    }

    private static Map<String, Object> writing(Map<String, Object> common) {
        Map<String, Object> config = new HashMap<>(common);
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return config;
    }

    private static Map<String, Object> claiming(Map<String, Object> common, Topics topics) {
        Map<String, Object> config = writing(common);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.migration());
        return config;
    }

    /**
     * From now on Kafka refuses what anybody else says that has claimed the topic before: of two migrations that were begun
     * at once only one goes on. Who has not claimed it may still write: processors record what is new.
     *
     * @throws KafkaException if it cannot be
     */
    public void claim() {
        producer.close(Duration.ofSeconds(1));
        producer = claimant.get();
        producer.initTransactions();
        claimed = true;
    }

    /**
     * What is recorded at this moment.
     *
     * @throws KafkaException if it cannot be read, or a later version has written it
     */
    public Register read() {
        news();
        return register;
    }

    /** What was recorded when it was read last. */
    Register register() {
        return register;
    }

    /** What was said since it was asked last, up to this moment. */
    List<Said> news() {
        long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        List<Said> news = new ArrayList<>();
        long heard = System.nanoTime();
        while (consumer.position(partition, PATIENCE) < end) {
            ConsumerRecords<String, byte[]> records = consumer.poll(WAIT);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new TimeoutException("The topic " + partition.topic() + " could not be read: for "
                        + patience.toSeconds()
                        + " s Kafka has given nothing of it, although it is not at its end. Is the"
                        + " broker there that leads it?");
            }
            for (ConsumerRecord<String, byte[]> record : records) {
                Said said = new Said(
                        record.key(), Optional.ofNullable(record.value()).map(this::parse));
                register = said.record().map(register::with).orElseGet(() -> register.without(said.key()));
                news.add(said);
            }
        }
        return news;
    }

    private JobsRecord parse(byte[] value) {
        return JobsJson.read(value)
                .orElseThrow(() -> new KafkaException("The topic " + partition.topic()
                        + " has a record that this version does not understand: was it written by a later one?"));
    }

    /**
     * Says something, and returns when it is there.
     *
     * @throws FencedException if another has claimed the topic since this one has
     */
    public void write(JobsRecord record) {
        send(new ProducerRecord<>(partition.topic(), 0, record.key(), JobsJson.write(record)));
    }

    /** Forgets a job. */
    public void forget(String job) {
        send(new ProducerRecord<>(partition.topic(), 0, JobsRecord.Job.key(job), null));
    }

    /** Forgets how many partitions a topic with changes has. */
    public void forgetChanges(String topic) {
        send(new ProducerRecord<>(partition.topic(), 0, JobsRecord.Changes.key(topic), null));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            if (claimed) {
                awaitReadable(committed(record).get().offset());
            } else {
                producer.send(record).get();
            }
        } catch (KafkaException e) {
            throw isFenced(e) ? new FencedException(e) : e;
        } catch (ExecutionException e) {
            if (isFenced(e)) {
                throw new FencedException(e);
            }
            throw new KafkaException("The topic " + partition.topic() + " cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Future<RecordMetadata> committed(ProducerRecord<String, byte[]> record) {
        producer.beginTransaction();
        try {
            Future<RecordMetadata> sent = producer.send(record);
            producer.commitTransaction();
            return sent;
        } catch (KafkaException failed) {
            try {
                // Who reads waits for an open transaction.
                producer.abortTransaction();
            } catch (RuntimeException notNow) {
                failed.addSuppressed(notNow);
            }
            throw failed;
        }
    }

    /** Kafka says that a transaction is committed before its partitions know it: until then nobody can read what was said. */
    private void awaitReadable(long offset) throws InterruptedException {
        long began = System.nanoTime();
        while (consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L) <= offset) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new KafkaException(
                        "The topic " + partition.topic() + " still does not show what was written to it "
                                + PATIENCE.toSeconds() + " s ago: who has a transaction open there?");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    /** Another has claimed the topic. */
    public static final class FencedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private FencedException(Throwable cause) {
            super("Another has claimed the topic of the jobs.", cause);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }
}
