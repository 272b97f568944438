package io.penstock.embedded.mongodb.oplog;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.embedded.mongodb.protocol.BsonReader;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes are those of what MongoDB's driver writes. */
class DocumentSizeTest {

    static Stream<BsonValue> values() {
        byte[] bytes = new byte[1000];
        BsonArray array = new BsonArray();
        for (int i = 0; i < 1001; i++) {
            array.add(BsonNull.VALUE);
        }
        return Stream.concat(
                Stream.of(
                        new BsonBinary((byte) 0, bytes),
                        new BsonBinary((byte) 2, bytes),
                        new BsonBinary((byte) 3, new byte[16]),
                        new BsonBinary((byte) 3, bytes),
                        new BsonBinary((byte) 4, new byte[16]),
                        new BsonBinary((byte) 5, bytes),
                        new BsonBinary((byte) 0x80, bytes),
                        new BsonString("ü日本\uD83D\uDE00"),
                        new BsonJavaScript("f('é')"),
                        new BsonJavaScriptWithScope("f()", new BsonDocument("a", new BsonInt32(1))),
                        new BsonSymbol("symbol"),
                        new BsonDbPointer("db.orders", new ObjectId()),
                        new BsonUndefined(),
                        array),
                BsonDocument.parse(
                        "{i: 1, l: {$numberLong: '1'}, d: 1.5, b: true, n: null, o: {$oid: '507f1f77bcf86cd799439011'},"
                                + " t: {$timestamp: {t: 1, i: 2}}, at: {$date: 0}, dec: {$numberDecimal: '1.5'}, re:"
                                + " {$regularExpression: {pattern: '^é', options: 'im'}}, re2: {$regularExpression:"
                                + " {pattern: '^a', options: ''}}, min: {$minKey: 1}, max: {$maxKey: 1}, e: {},"
                                + " deep: {'ключ': [1, {a: ''}]}}")
                        .values()
                        .stream());
    }

    @ParameterizedTest
    @MethodSource("values")
    void should_be_what_is_written(BsonValue value) {
        ByteBuffer bson = new RawBsonDocument(new BsonDocument("ключ", value), new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        int size = bson.remaining();

        assertThat(DocumentSize.of(new BsonReader(bson).document())).isEqualTo(size);
    }
}
