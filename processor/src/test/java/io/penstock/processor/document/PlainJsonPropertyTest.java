package io.penstock.processor.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainJsonPropertyTest {
    private static final int DOCUMENTS = 3_000;

    @ParameterizedTest
    @EnumSource
    void should_read_every_document_that_the_driver_writes(DriverJson form) {
        RandomBson bson = RandomBson.create();

        for (int i = 0; i < DOCUMENTS; i++) {
            BsonDocument document = bson.document(4);
            String json = form.write(document);

            ObjectNode plain = PlainJson.read(json);

            assertThat(plain)
                    .as("seed %d, document %d: %s", bson.seed(), i, json)
                    .isEqualTo(PlainOracle.plain(document));
            assertThat(PlainJson.read(json.getBytes(UTF_8))).isEqualTo(plain);
        }
    }
}
