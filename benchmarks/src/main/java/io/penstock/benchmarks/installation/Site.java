package io.penstock.benchmarks.installation;

import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.kafka.CommittedRecords;
import io.penstock.benchmarks.kafka.HeldBackRecords;
import io.penstock.benchmarks.kafka.TopicAdmin;
import io.penstock.benchmarks.kafka.TopicFiller;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Observation;
import io.penstock.benchmarks.process.Options;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker in this process, and a fresh installation on it for each run. For use by one thread. */
public final class Site implements AutoCloseable {
    /** Partitions of every topic. */
    public static final int PARTITIONS = 6;

    private final Environment environment;
    private final EmbeddedBroker broker;
    private final TopicAdmin admin;
    private int runs;
    private int processes;

    private Site(Environment environment, EmbeddedBroker broker) {
        this.environment = environment;
        this.broker = broker;
        this.admin = new TopicAdmin(broker.bootstrapServers());
    }

    /** Starts the broker. */
    public static Site open(Environment environment) {
        environment.progress().now("starting Kafka ...");
        EmbeddedBroker broker = EmbeddedBroker.start(environment.directory().resolve("kafka"), 0);
        try {
            return new Site(environment, broker);
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    /** What surrounds the benchmark. */
    public Environment environment() {
        return environment;
    }

    /** Where Kafka is. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The broker's topics. */
    public TopicAdmin admin() {
        return admin;
    }

    /** Makes a topic and fills it. */
    public void fill(String topic, int count, IntFunction<ProducerRecord<byte[], byte[]>> records) {
        admin.create(topic, PARTITIONS);
        TopicFiller.fill(broker.bootstrapServers(), count, records);
    }

    /**
     * An installation that nobody has used, with a topic for its results.
     *
     * @param name first part of its name
     * @param source first part of the names of the topics with the work
     */
    public Installation install(String name, String source) throws IOException {
        runs++;
        Path state = Files.createDirectory(environment.directory().resolve("state-" + runs));
        Installation installation =
                new Installation(broker.bootstrapServers(), name + "-" + runs, source, PARTITIONS, state);
        admin.create(installation.results(), PARTITIONS);
        return installation;
    }

    /** Removes what a run has left on the broker. */
    public void remove(Installation installation) {
        admin.deleteStartingWith(installation.application());
    }

    /** Starts a contestant with the options that the user has given for its virtual machine, and more. */
    public JavaProcess start(Class<?> contestant, List<String> jvmOptions, Options options) throws IOException {
        processes++;
        Path log = environment.directory().resolve("process-" + processes + ".log");
        return JavaProcess.start(contestant, jvmOptions, options.values(), log);
    }

    /**
     * How many results a contestant makes in a second, as a read-committed consumer sees them. What is measured comes into
     * its sight when there are results of all that warms up, for it may read faster than it makes results: else much of the
     * reading would be over before measuring begins.
     */
    public double perSecond(Class<?> contestant, Installation installation, Options options, Work work)
            throws IOException, InterruptedException {
        environment.progress().now(String.format(Locale.ROOT, "writing %,d records ...", work.total()));
        fill(work.topic(), work.warmUp(), work.records());
        int measured = work.total() - work.warmUp();
        try (HeldBackRecords heldBack = HeldBackRecords.write(
                        bootstrapServers(), installation.application(), work.warmUp(), measured, work.records());
                JavaProcess process = start(contestant, environment.jvmOptions(), options);
                CommittedRecords results =
                        new CommittedRecords(bootstrapServers(), installation.results(), PARTITIONS)) {
            LongSupplier count = () -> {
                long done = results.getAsLong();
                if (done >= work.warmUp()) {
                    heldBack.release();
                }
                return done;
            };
            return Observation.perSecond(process, count, new Throughput(work.warmUp(), work.total()));
        } finally {
            remove(installation);
            admin.deleteStartingWith(work.topic());
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
