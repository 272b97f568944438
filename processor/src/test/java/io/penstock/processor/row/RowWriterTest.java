package io.penstock.processor.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written is read, whatever is long of it. */
class RowWriterTest {
    private static final int FORMAT = 3;

    @Test
    void shouldBeReadInItsOrder_whateverIsLongOfIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<byte[]> parts = new ArrayList<>();
            RowWriter writer = RowWriter.format(FORMAT);
            for (int count = random.nextInt(6); count > 0; count--) {
                byte[] part = new byte[random.nextBoolean() ? random.nextInt(40) : 1_000 + random.nextInt(50)];
                random.nextBytes(part);
                parts.add(part);
                writer.bytes(part).varint(part.length * 7L);
            }

            RowReader reader = RowReader.open(writer.toBytes(), FORMAT);
            for (byte[] part : parts) {
                assertThat(reader.bytes()).as("seed %d", seed).isEqualTo(part);
                assertThat(reader.varint()).as("seed %d", seed).isEqualTo(part.length * 7L);
            }
        }
    }

    @Test
    void shouldBeginAndEndWithWhatIsLong() {
        byte[] part = new byte[5_000];
        part[4_999] = 1;

        byte[] key = RowWriter.key().raw(part).raw(part).toBytes();

        assertThat(key).hasSize(10_000);
        assertThat(key[4_999] + key[9_999]).isEqualTo(2);
    }
}
