package io.penstock.connectors.sink;

import io.debezium.engine.ChangeEvent;

/** What the engine would hand over beside a record of the connector, for tests of what looks at that record alone. */
record EmptyEvent(String destination) implements ChangeEvent<byte[], byte[]> {
    @Override
    public byte[] key() {
        return new byte[0];
    }

    @Override
    public byte[] value() {
        return new byte[0];
    }

    @Override
    public Integer partition() {
        return 0;
    }
}
