package io.penstock.cli.demo;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * A fault: drops one change of an order, as if it had never been told. For use by one thread, the connector's.
 *
 * @param <R> type of the records
 */
public final class DropOneChange<R extends ConnectRecord<R>> implements Transformation<R> {
    private static final int WHICH = 20;

    private int seen;

    @Override
    public @Nullable R apply(R change) {
        boolean ofOrder = change.topic().endsWith("." + DemoNames.ORDERS) && change.value() != null;
        if (ofOrder) {
            seen++;
        }
        return ofOrder && seen == WHICH ? null : change;
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
