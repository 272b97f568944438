package io.penstock.processor.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Documents of every BSON type, nested, with the values at which code breaks. */
final class RandomBson {
    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "1",
            "-1.5",
            "true",
            "null",
            "NaN",
            "Infinity",
            "507f1f77bcf86cd799439011",
            "{\"$oid\":\"507f1f77bcf86cd799439011\"}",
            "[1]",
            "\"quoted\"",
            "2023-11-14T22:13:20.123Z",
            "a.b$c",
            "line\nbreak\u0001\u2028",
            "\uD83D\uDE00 \u00e9\uFEFF",
            "3f2504e0-4f89-11d3-9a0c-0305e82c3301");
    private static final List<String> KEYS =
            List.of("a", "b", "_id", "a.b", "a$", "", "\u00e9", "with space", "c", "d");
    private static final List<String> NUMBER_WRAPPERS =
            List.of("$numberInt", "$numberLong", "$numberDouble", "$numberDecimal");
    private static final List<Long> LONGS = List.of(
            0L,
            1L,
            -1L,
            (long) Integer.MAX_VALUE,
            Integer.MAX_VALUE + 1L,
            (1L << 53) + 1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -62135596800001L,
            -62167219200001L,
            253402300799999L,
            253402300800000L,
            1700000000123L);
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            0.5,
            1e20,
            0x1.52d02c7e14af6p77,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            9007199254740994.0,
            0x1p63,
            -0x1p63,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<String> DECIMALS = List.of(
            "12.50",
            "1",
            "0.1",
            "0.5",
            "-0",
            "0E-6176",
            "1E+3",
            "9.999999999999999999999999999999999E+6144",
            "1E+6144",
            "-9223372036854775808",
            "9223372036854775808",
            "1234567890123456789012345678901234",
            "NaN",
            "Infinity",
            "-Infinity");

    private final long seed;
    private final Random random;
    private final List<Supplier<BsonValue>> scalars;

    private RandomBson(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.scalars = new ArrayList<>(List.of(
                () -> new BsonInt32(random.nextBoolean() ? random.nextInt(5) : random.nextInt()),
                () -> new BsonInt64(integer()),
                () -> new BsonDouble(real()),
                () -> new BsonDecimal128(decimal()),
                () -> new BsonString(string()),
                () -> BsonBoolean.valueOf(random.nextBoolean()),
                () -> BsonNull.VALUE,
                () -> new BsonDateTime(integer()),
                () -> new BsonObjectId(objectId()),
                this::binary,
                () -> new BsonTimestamp(random.nextInt(), random.nextInt()),
                () -> new BsonRegularExpression(string().replace("\0", ""), "im"),
                () -> new BsonSymbol(string()),
                () -> new BsonJavaScript(string()),
                BsonUndefined::new,
                BsonMinKey::new,
                BsonMaxKey::new,
                () -> new BsonDbPointer("db.c", objectId()),
                () -> new BsonJavaScriptWithScope(string(), document(1))));
    }

    /** From the seed in the system property {@code penstock.seed}, else from a new one; it is printed. */
    static RandomBson create() {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        System.out.println("-Dpenstock.seed=" + seed);
        return new RandomBson(seed);
    }

    /** With objects that only look like a number's wrapper, as an import leaves them that has not taken wrappers for such. */
    static RandomBson createWithLookalikes() {
        RandomBson bson = create();
        bson.scalars.add(() -> new BsonDocument(
                bson.pick(NUMBER_WRAPPERS),
                bson.random.nextBoolean() ? new BsonInt32(7) : new BsonDouble(bson.real())));
        return bson;
    }

    long seed() {
        return seed;
    }

    BsonDocument document(int depth) {
        BsonDocument document = new BsonDocument();
        for (int fields = random.nextInt(8); fields > 0; fields--) {
            document.put(pick(KEYS), value(depth));
        }
        return document;
    }

    BsonValue value(int depth) {
        int kind = random.nextInt(10);
        if (depth > 0 && kind == 0) {
            return document(depth - 1);
        }
        if (depth > 0 && kind == 1) {
            return new BsonArray(IntStream.range(0, random.nextInt(4))
                    .mapToObj(i -> value(depth - 1))
                    .toList());
        }
        return pick(scalars).get();
    }

    /** What MongoDB takes as an id: neither an array nor a regular expression nor undefined. */
    BsonValue id() {
        BsonValue id = value(2);
        return id.isArray() || id.isRegularExpression() || id instanceof BsonUndefined ? id() : id;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private long integer() {
        return random.nextBoolean() ? pick(LONGS) : random.nextLong() >> random.nextInt(64);
    }

    private double real() {
        return random.nextBoolean() ? pick(DOUBLES) : Double.longBitsToDouble(random.nextLong());
    }

    private Decimal128 decimal() {
        if (random.nextBoolean()) {
            return Decimal128.parse(pick(DECIMALS));
        }
        BigInteger digits = new BigInteger(random.nextInt(113), random);
        BigDecimal number = new BigDecimal(digits, random.nextInt(60) - 20).round(MathContext.DECIMAL128);
        return new Decimal128(random.nextBoolean() ? number : number.negate());
    }

    private String string() {
        return random.nextBoolean() ? pick(STRINGS) : Integer.toString(random.nextInt(), 36);
    }

    private ObjectId objectId() {
        return new ObjectId(random.nextInt(), random.nextInt(1 << 24));
    }

    private BsonBinary binary() {
        byte subtype = (byte) (random.nextBoolean() ? 4 : random.nextInt(256));
        byte[] bytes = new byte[random.nextBoolean() ? 16 : random.nextInt(40)];
        random.nextBytes(bytes);
        return new BsonBinary(subtype, bytes);
    }
}
