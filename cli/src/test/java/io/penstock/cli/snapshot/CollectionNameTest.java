package io.penstock.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionNameTest {
    @ParameterizedTest
    @CsvSource({
        "shop.a|b, shop.a",
        "shop.orders+old, shop.orderssold",
        "shop.v[12], shop.v1",
        "shop.v1(old), shop.v1old"
    })
    void nameThatOnlyAnotherMatches_isNotAskedFor(String collection, String other) {
        assertThat(CollectionName.objection(collection, () -> List.of("shop.people", other, collection)))
                .hasValueSatisfying(objection -> assertThat(objection)
                        .contains("'" + collection + "' itself does not", "would read '" + other + "' in its place"));
        assertThat(CollectionName.objection(collection, () -> List.of("shop.people", collection)))
                .isEmpty();
    }

    @Test
    void nameThatMatchesItself_isAskedFor_whateverElseIsThere() {
        for (String collection : List.of("shop.orders", "shop.orders.archive", "shop.a-b c")) {
            assertThat(CollectionName.objection(collection, () -> {
                        throw new AssertionError("nobody need look for others");
                    }))
                    .isEmpty();
        }
    }
}
