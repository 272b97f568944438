package io.penstock.processor.admission;

import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;

/**
 * A task id that is settled for good.
 *
 * @param offset of the record that settled it, in the topic that admission reads
 * @param settledAt the stream's time then: milliseconds since 1970
 */
record OnceRow(long offset, long settledAt) {
    private static final int FORMAT = 1;

    byte[] encode() {
        return RowWriter.format(FORMAT).varint(offset).varint(settledAt).toBytes();
    }

    static OnceRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        return new OnceRow(reader.varint(), reader.varint());
    }
}
