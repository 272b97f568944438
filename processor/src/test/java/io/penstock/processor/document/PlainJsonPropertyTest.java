package io.penstock.processor.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainJsonPropertyTest {
    private static final int DOCUMENTS = 3_000;

    @ParameterizedTest
    @EnumSource
    void should_read_every_document_that_the_driver_writes(DriverJson form) {
        RandomBson bson = RandomBson.createWithLookalikes();

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

    @ParameterizedTest
    @EnumSource
    void should_find_at_a_pointer_what_the_tree_has_there(DriverJson form) {
        RandomBson bson = RandomBson.createWithLookalikes();

        for (int i = 0; i < DOCUMENTS / 10; i++) {
            String json = form.write(bson.document(4));
            ObjectNode tree = PlainJson.read(json);

            for (JsonPointer pointer : pointers(tree, JsonPointer.empty())) {
                assertThat(PlainJson.at(json.getBytes(UTF_8), pointer))
                        .as("seed %d, document %d, %s: %s", bson.seed(), i, pointer, json)
                        .isEqualTo(tree.at(pointer));
            }
        }
    }

    /** Those of every value, and beside each of them one that leads to nothing. */
    private static List<JsonPointer> pointers(JsonNode node, JsonPointer to) {
        List<JsonPointer> pointers = new ArrayList<>(List.of(to, to.appendProperty("nothing")));
        node.properties()
                .forEach(member -> pointers.addAll(pointers(member.getValue(), to.appendProperty(member.getKey()))));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.addAll(pointers(node.get(i), to.appendIndex(i)));
        }
        return pointers;
    }
}
