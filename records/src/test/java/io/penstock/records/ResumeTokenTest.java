package io.penstock.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTokenTest {
    private static final String COLLECTION = "5A1004536D285F1C224310A55942AE0067813C";
    private static final String INSERT = "826B04A3DD000000012B022C0100296E" + COLLECTION + "461E5F696400290004";
    private static final String DELETE = "826B04A3DD000000012B042C0100296E" + COLLECTION
            + "463C6F7065726174696F6E54797065003C64656C6574650046646F63756D656E744B657900461E5F6964002B02000004";

    @ParameterizedTest
    @ValueSource(strings = {INSERT, DELETE})
    void should_read_where_an_event_stands(String data) {
        assertThat(ResumeToken.parse(data)).contains(new ResumeToken(0x6B04A3DD00000001L, 0));
    }

    @Test
    void should_tell_the_end_of_a_stream_from_other_events() {
        assertThat(ResumeToken.parse(INSERT.replaceFirst("6E", "6F")))
                .contains(new ResumeToken(0x6B04A3DD00000001L, 0, true));
    }

    @ParameterizedTest
    @CsvSource({
        "826B04A3DD000000012B022C0100296F04, 826B04A3DD000000022B0229296E04",
        "826B04A3DDFFFFFFFF2B022C0100296F04, 826B04A3DE000000002B0229296E04",
        "826B04A3DD000000012B042C0100296F14463C6F7065726174696F6E54797065003C64726F70000004,"
                + " 826B04A3DD000000022B0429296E1404"
    })
    void should_go_on_right_behind_the_end_of_a_stream(String end, String resumable) {
        assertThat(ResumeToken.resumable(end)).isEqualTo(resumable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"29", "2B02", "2B04"})
    void should_read_an_event_again_of_which_it_stands_at_a_fragment(String fragment) {
        String token = DELETE.substring(0, DELETE.length() - 2) + fragment + "04";

        assertThat(ResumeToken.resumable(token)).isEqualTo("826B04A3DD000000012B0429296E1404");
    }

    @ParameterizedTest
    @CsvSource({
        INSERT + ", 826B04A3DD000000012B0229296E04",
        DELETE + ", 826B04A3DD000000012B0429296E1404",
        "826B04A3DD000000012B0229296E04, 826B04A3DD000000012B0229296E04",
        "826B04A3DD000000012B0429296E1404, 826B04A3DD000000012B0429296E1404",
        "0163F0, 0163F0"
    })
    void should_go_on_with_all_that_happened_at_the_time_of_an_event(String data, String resumable) {
        assertThat(ResumeToken.fromItsTime(data)).isEqualTo(resumable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INSERT,
                DELETE,
                "826B04A3DD000000012B0229296E04",
                "826B04A3DD000000012B0429296E1404",
                "0163F0",
                "no hex"
            })
    void should_go_on_from_any_other_place_itself(String data) {
        assertThat(ResumeToken.resumable(data)).isEqualTo(data);
    }
}
