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

    /** Within one document a server tells fields that were there, then new ones, then what lies deeper; arrays by their index. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{status: 'placed'} | {$set: {at: 5, status: 'paid'}} | {at: 5, status: 'paid'} | {status: 'paid', at: 5} |",
                "{address: {city: 'A'}, total: 1} | {$set: {'address.city': 'B', total: 3}}"
                        + " | {address: {city: 'B'}, total: 3} | {total: 3, 'address.city': 'B'} |",
                "{a: {b: 1, d: 1}, c: 1} | {$unset: {'a.b': 1, c: 1}} | {a: {d: 1}} | {} | c, a.b",
                "{z: {y: 1}} | {$set: {'m.n': 1, 'm.o': 2, 'z.y': 2, 'z.x': 3}}"
                        + " | {z: {y: 2, x: 3}, m: {n: 1, o: 2}} | {m: {n: 1, o: 2}, 'z.y': 2, 'z.x': 3} |",
                "{a: [{x: 1}, 2]} | {$set: {'a.1': 5, 'a.0.x': 2}} | {a: [{x: 2}, 5]} | {'a.0.x': 2, 'a.1': 5} |",
                "{a: []} | {$set: {'a.0.c': 1}} | {a: [{c: 1}]} | {'a.0': {c: 1}} |",
                "{a: [1], b: 1} | {$push: {a: {$each: [2, 3]}}, $inc: {b: 1}} | {a: [1, 2, 3], b: 2} | {b: 2, 'a.1': 2, 'a.2': 3} |",
                "{a: 1, b: 1} | {$rename: {a: 'z'}, $unset: {b: 1}} | {z: 1} | {z: 1} | b, a",
            })
    void should_tell_level_by_level(String before, String update, String after, String updated, String removed) {
        UpdateDescription description =
                UpdateDescriber.byOperators(document(before), document(after), document(update), ServerRelease.V7_0);

        assertThat(description.updatedFields().toString())
                .isEqualTo(document(updated).toString());
        assertThat(description.removedFields()).isEqualTo(removed == null ? List.of() : List.of(removed.split(", ")));
    }

    @Test
    void should_tell_paths_as_they_come_before_50() {
        UpdateDescription description = UpdateDescriber.byOperators(
                document("{status: 'placed', address: {}}"),
                document("{status: 'paid', address: {city: 'B'}, at: 5}"),
                document("{$set: {status: 'paid', at: 5, 'address.city': 'B'}}"),
                ServerRelease.V4_4);

        assertThat(description.updatedFields().keySet()).containsExactly("address.city", "at", "status");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: [{x: 1, long: 'xxxxxxxxxxxxxxx'}, 2, 3, 4] | a: [{x: 2, long: 'xxxxxxxxxxxxxxx'}, 5, 3, 4]"
                        + " | {'a.0.x': 2, 'a.1': 5} |",
                "b: 1, a: 2, c: 3, d: 4, e: 5 | c: 3 | {} | d, e, a, b",
            })
    void should_tell_differences_in_a_servers_order(String before, String after, String updated, String removed) {
        UpdateDescription description = UpdateDescriber.byComparison(
                        document("{_id: 1, " + FILLER + ", " + before + "}"),
                        document("{_id: 1, " + FILLER + ", " + after + "}"))
                .orElseThrow();

        assertThat(description.updatedFields().toString())
                .isEqualTo(document(updated).toString());
        assertThat(description.removedFields()).isEqualTo(removed == null ? List.of() : List.of(removed.split(", ")));
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
