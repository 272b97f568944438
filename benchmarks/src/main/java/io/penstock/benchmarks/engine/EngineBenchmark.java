package io.penstock.benchmarks.engine;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;

/** What Penstock's engine costs beside Debezium's own. */
public final class EngineBenchmark implements Benchmark {
    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String summary() {
        return "the engine that feeds Kafka, against a short consumer of Debezium's changes written by hand";
    }

    @Override
    public String method() {
        return """
                How fast changes get from MongoDB into Kafka: `snapshot` reads a collection that is there, `stream` follows
                the change stream while it lags behind.

                **Penstock** is the engine as `penstock connect` runs it, with every default. It tells heartbeats and
                notifications from changes, checks each record's size, writes each batch and its offset as one transaction, is elected
                and fenced, and watches the stream.

                **The peer** is Debezium's engine with a `ChangeConsumer` of thirty lines and a plain producer
                (`acks=all`, idempotent): it sends a batch, waits until Kafka has acknowledged all of it, and marks it. It has
                the same properties of the connector, the same transform, the same headers on the same records. It promises
                less: no transaction, so what was written after the last offset comes again when it is killed, and no second
                one that stands by. Its offsets are kept by Kafka Connect's own store, once a second.

                Each run is a virtual machine of its own with 1 GB of heap and a new application; Kafka and the stand-in
                for MongoDB share another one, unless `--mongodb-uri` names a server. Documents have 0.5 KB. Measured is from
                the acknowledgement of the first 30 % of the changes, which warm the virtual machine up (and during which, in
                `stream`, the writer is done), to that of the last. Counted is what is committed; the mark that ends a
                transaction in a partition counts as a record, which is 0.3 % at most.
                """;
    }

    @Override
    public Session open(Environment environment) {
        return EngineSession.open(environment);
    }
}
