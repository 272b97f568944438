package io.penstock.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    private static final int DUPLICATE_KEY = 11000;

    private static boolean mayPass(String message) {
        return Failures.of("Writing a document of db.c", DUPLICATE_KEY, message).mayPass();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E11000 duplicate key error collection: db.c index: _id_ dup key: { _id: 1 }",
                "E11000 duplicate key error collection: db.c index: _id_",
                "E11000 duplicate key error collection: db.c index: _id_ collation: { locale: \"en\" } dup key: { _id: \"0x2b\" }",
                "Plan executor error during update :: caused by :: E11000 duplicate key error collection: db.c index: _id_"
                        + " dup key: { _id: \" index: mail_1 dup key: \" }",
                // A clustered collection.
                "E11000 duplicate key error collection: db.c dup key: { _id: \" index: mail_1 dup key: \" }",
            })
    void should_take_an_id_that_came_meanwhile_for_what_passes(String message) {
        assertThat(mayPass(message)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E11000 duplicate key error collection: db.c index: customer_id_1 dup key: { customer_id: 1 }",
                "E11000 duplicate key error collection: db.c index: _id_1_a_1 dup key: { _id: 1, a: 1 }",
                "E11000 duplicate key error collection: db.c index: mail_1 dup key: { mail: \" index: _id_ dup key: \" }",
                "E11000 duplicate key error collection: db.my_id_ index: mail_1 dup key: { mail: 1 }",
                "E11000",
            })
    void should_take_what_another_index_forbids_for_what_stays(String message) {
        assertThat(mayPass(message)).isFalse();
    }

    @Test
    void should_take_a_document_that_is_too_deep_for_what_stays() {
        assertThat(Failures.of("Writing a document of db.c", 15, "Document exceeds maximum nesting depth of 180")
                        .mayPass())
                .isFalse();
    }

    /** Of a 2dsphere, a compound, a hashed, a text and a 2d index, and of newer servers. */
    @ParameterizedTest
    @ValueSource(ints = {16755, 171, 16766, 17261, 17262, 13027, 16804, 201})
    void should_take_a_value_that_an_index_cannot_hold_for_what_stays(int code) {
        assertThat(Failures.of("Writing a document of db.c", code, "Can't extract geo keys: { _id: 1, place: 7 }")
                        .mayPass())
                .isFalse();
    }
}
