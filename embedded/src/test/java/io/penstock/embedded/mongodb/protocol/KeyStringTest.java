package io.penstock.embedded.mongodb.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyStringTest {

    @Test
    void should_order_valuesOfAllTypes_asMongoDbDoes() {
        List<Object> ordered = new ArrayList<>(List.of(
                MinKey.getInstance(),
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Long.MIN_VALUE,
                -1e15,
                -256,
                -1.5,
                -1,
                -0.5,
                0,
                Double.MIN_VALUE,
                1e-300,
                0.25,
                1,
                new Decimal128(new BigDecimal("1.1")),
                1.5,
                2L,
                127,
                128,
                32_768,
                4_294_967_296L,
                9_007_199_254_740_993L,
                Long.MAX_VALUE,
                1e19,
                Double.POSITIVE_INFINITY,
                "",
                "a",
                "a\u0000b",
                "ab",
                "b",
                new Document("a", 1),
                new Document("a", 2),
                new Document("b", 1),
                List.of(1),
                new BinData(new byte[] {1}),
                new UUID(1, 2),
                new ObjectId("507f1f77bcf86cd799439011"),
                false,
                true,
                Instant.parse("-0001-01-01T00:00:00Z"),
                Instant.EPOCH,
                Instant.parse("2026-11-23T00:00:00Z"),
                new BsonTimestamp(1),
                MaxKey.getInstance()));
        long seed = System.nanoTime();
        List<Object> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(seed));

        shuffled.sort(Comparator.comparing(KeyString::of));

        assertThat(shuffled).as("seed %d", seed).containsExactlyElementsOf(ordered);
    }

    @Test
    void should_beEqual_where_numbersAreEqual() {
        assertThat(KeyString.of(1))
                .isEqualTo(KeyString.of(1L))
                .isEqualTo(KeyString.of(1.0))
                .isEqualTo(KeyString.of(new Decimal128(new BigDecimal("1.00"))));
        assertThat(KeyString.of(1.5)).isEqualTo(KeyString.of(new Decimal128(new BigDecimal("1.5"))));
    }

    @Test
    void should_orderRandomNumbers_byValue() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Number left = number(random);
            Number right = number(random);
            assertThat(Integer.signum(KeyString.of(left).compareTo(KeyString.of(right))))
                    .as("%s and %s, seed %d", left, right, seed)
                    .isEqualTo(decimal(left).compareTo(decimal(right)));
        }
    }

    private static Number number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt() >> random.nextInt(32);
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> Math.scalb(random.nextGaussian(), random.nextInt(200) - 100);
            default -> new Decimal128(BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, random.nextInt(8)));
        };
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof Decimal128 decimal) {
            return decimal.toBigDecimal();
        }
        return number instanceof Double real ? new BigDecimal(real) : BigDecimal.valueOf(number.longValue());
    }
}
