package io.penstock.processor.stream;

import io.penstock.processor.lane.TaskCodec;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Incoming;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** The form in which tasks cross the internal topic. Format 1, see {@link RowWriter}. */
final class ArrivalCodec {
    private static final int FORMAT = 1;

    private ArrivalCodec() {}

    static Serde<Incoming> serde() {
        Serializer<Incoming> serializer = (topic, arrival) -> encode((Arrival) arrival);
        Deserializer<Incoming> deserializer = (topic, bytes) -> decode(bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    static byte[] encode(Arrival arrival) {
        RowWriter writer = RowWriter.format(FORMAT, TaskCodec.USUAL_SIZE)
                .fixed8(arrival.intent().letter())
                .fixed8(arrival.redelivered() ? 1 : 0);
        TaskCodec.write(arrival.task(), writer);
        return writer.toBytes();
    }

    static Arrival decode(byte[] bytes) {
        RowReader reader = RowReader.open(bytes, FORMAT);
        Intent intent = Intent.of((char) reader.fixed8());
        boolean redelivered = reader.fixed8() == 1;
        return new Arrival(intent, TaskCodec.read(reader), redelivered);
    }
}
