package io.penstock.processor.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.documents.ExactBson;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WayBackPropertyTest {
    private static final int DOCUMENTS = 3_000;

    /** Decimals as decimals, and doubles as doubles. */
    @ParameterizedTest
    @EnumSource
    void should_write_for_a_handler_what_is_read_again_as_the_same_plain_document(DriverJson form) {
        RandomBson bson = RandomBson.create();

        for (int i = 0; i < DOCUMENTS; i++) {
            ObjectNode plain = PlainJson.read(form.write(bson.document(4)));

            BsonDocument written = ExactBson.document(plain);

            assertThat(PlainJson.read(form.write(written)))
                    .as("seed %d, document %d: %s became %s", bson.seed(), i, plain, written)
                    .isEqualTo(plain);
        }
    }
}
