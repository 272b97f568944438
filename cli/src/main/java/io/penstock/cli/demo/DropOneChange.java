package io.penstock.cli.demo;

import io.penstock.api.Operation;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * A fault: drops the first change of an order, as if it had never been told: however few there are, one is broken. What a
 * snapshot reads is no change, and nobody would miss it. For use by one thread, the connector's.
 *
 * @param <R> type of the records
 */
public final class DropOneChange<R extends ConnectRecord<R>> implements Transformation<R> {
    private boolean done;

    @Override
    public @Nullable R apply(R change) {
        if (done || !change.topic().endsWith("." + DemoNames.ORDERS) || !isChange(change.value())) {
            return change;
        }
        done = true;
        return null;
    }

    private static boolean isChange(@Nullable Object value) {
        return value instanceof Struct envelope && !Operation.READ.code().equals(envelope.getString("op"));
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // There is nothing to set.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
