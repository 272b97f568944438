package io.penstock.embedded.mongodb.oplog;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.BsonReader;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class UpdateDescriberTest {

    @Test
    void should_tell_names_apart_that_are_one_number() {
        UpdateDescription description = UpdateDescriber.byOperators(
                document("{_id: 1, m: {'01': 1, '1': 1}}"),
                document("{_id: 1, m: {'01': 5, '1': 6}}"),
                document("{$set: {'m.01': 5, 'm.1': 6}}"),
                ServerRelease.V7_0);

        assertThat(description.updatedFields()).isEqualTo(document("{'m.01': 5, 'm.1': 6}"));
    }

    private static Document document(String json) {
        return new BsonReader(new RawBsonDocument(BsonDocument.parse(json), new BsonDocumentCodec())
                        .getByteBuffer()
                        .asNIO())
                .document();
    }
}
