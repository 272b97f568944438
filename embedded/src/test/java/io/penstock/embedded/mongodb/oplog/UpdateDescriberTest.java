package io.penstock.embedded.mongodb.oplog;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.BsonReader;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateDescriberTest {
    private static final String FILLER = "filler: '" + "x".repeat(200) + "'";

    @Test
    void should_tell_names_apart_that_are_one_number() {
        UpdateDescription description = UpdateDescriber.byOperators(
                document("{_id: 1, m: {'01': 1, '1': 1}}"),
                document("{_id: 1, m: {'01': 5, '1': 6}}"),
                document("{$set: {'m.01': 5, 'm.1': 6}}"),
                ServerRelease.V7_0);

        assertThat(description.updatedFields()).isEqualTo(document("{'m.01': 5, 'm.1': 6}"));
    }

    /** By doc_diff::computeOplogDiff of a server: what is not smaller than the new document is a replacement. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // The difference has 15 + 5 + 8 + 'a' (3 + 4) bytes; the document has as many, or one more.
                "{_id: 1, a: 1, b: 'xxxxxx'}  | {_id: 1, a: 2, b: 'xxxxxx'}  |",
                "{_id: 1, a: 1, b: 'xxxxxxx'} | {_id: 1, a: 2, b: 'xxxxxxx'} | {a: 2}",
                "{_id: 1, address: {city: 'A'}} | {_id: 1, address: {city: 'B'}} |",
                "{_id: 1, a: 1, b: 2} | {_id: 1, b: 2, a: 1} |",
            })
    void should_tell_a_replacement_where_the_difference_is_no_smaller(String before, String after, String updated) {
        assertThat(UpdateDescriber.byComparison(document(before), document(after))
                        .map(UpdateDescription::updatedFields))
                .isEqualTo(Optional.ofNullable(updated).map(UpdateDescriberTest::document));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Within, the difference has 5 + 8 + 'city' (6 + 6) bytes, and the new value 5 + 'city' (6 + 6).
                "address: {city: 'A'} | address: {city: 'B'} | {address: {city: 'B'}} |",
                "address: {city: 'A', zip: '12345'} | address: {city: 'B', zip: '12345'} | {'address.city': 'B'} |",
                "a: {long: 'xxxxxxxxxxxxxxxxxxxxxxx', gone: 1, b: {c: 1}} | a: {long: 'xxxxxxxxxxxxxxxxxxxxxxx', b: {c: 2}}"
                        + " | {'a.b': {c: 2}} | a.gone",
                "a: [1, 2, 3, 4] | a: [1, 2, 3, 5] | {'a.3': 5} |",
                "a: [1] | a: [2] | {a: [2]} |",
                "a: [1, 2, 3, 4, 5, 6] | a: [1, 2, 3] | {} | a/3",
                "a: 1, b: 2 | b: 2, a: 1 | {a: 1} |",
                "a: 1, b: 2 | a: 1 | {} | b",
                "a: 1 | a: {$numberLong: '1'} | {a: {$numberLong: '1'}} |",
            })
    void should_tell_what_is_different(String before, String after, String updated, String gone) {
        UpdateDescription description = UpdateDescriber.byComparison(
                        document("{_id: 1, " + FILLER + ", " + before + "}"),
                        document("{_id: 1, " + FILLER + ", " + after + "}"))
                .orElseThrow();

        assertThat(description.updatedFields()).isEqualTo(document(updated));
        boolean truncated = gone != null && gone.contains("/");
        assertThat(description.removedFields()).isEqualTo(gone == null || truncated ? List.of() : List.of(gone));
        assertThat(description.truncatedArrays())
                .isEqualTo(truncated ? List.of(new Document("field", "a").append("newSize", 3)) : List.of());
    }

    private static Document document(String json) {
        return new BsonReader(new RawBsonDocument(BsonDocument.parse(json), new BsonDocumentCodec())
                        .getByteBuffer()
                        .asNIO())
                .document();
    }
}
