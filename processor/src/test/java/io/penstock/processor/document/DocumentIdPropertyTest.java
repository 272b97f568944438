package io.penstock.processor.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.bson.BsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentIdPropertyTest {
    private static final int IDS = 10_000;

    @ParameterizedTest
    @EnumSource
    void should_give_ids_one_text_exactly_if_MongoDB_takes_them_for_the_same(DriverJson form) {
        RandomBson bson = RandomBson.create();
        Map<String, String> idsByText = new HashMap<>();
        Map<String, String> textsById = new HashMap<>();

        for (int i = 0; i < IDS; i++) {
            BsonValue id = bson.id();
            String identity = MongoIdentity.of(id);

            String text = DocumentId.text(form.write(id));

            assertThat(idsByText.putIfAbsent(text, identity))
                    .as("seed %d, id %d, text %s", bson.seed(), i, text)
                    .isIn(null, identity);
            assertThat(textsById.putIfAbsent(identity, text))
                    .as("seed %d, id %d, %s", bson.seed(), i, identity)
                    .isIn(null, text);
        }
    }
}
