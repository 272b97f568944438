package io.penstock.connectors.position;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.debezium.connector.mongodb.ResumeTokens;
import org.junit.jupiter.api.Test;

class SourceOffsetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "826B04A3DD00000001";
    private static final String DELETE = TIME + "2B042C0100296E5A1004536D285F1C224310A55942AE0067813C"
            + "463C6F7065726174696F6E54797065003C64656C6574650046646F63756D656E744B657900461E5F6964002B02000004";

    @Test
    void should_go_on_from_an_events_time_and_keep_what_is_known_of_an_incremental_snapshot() throws Exception {
        ObjectNode offset = inSnapshot(DELETE);

        JsonNode fromItsTime = JSON.readTree(SourceOffset.fromItsTime(JSON.writeValueAsBytes(offset)));

        assertThat(fromItsTime).isEqualTo(inSnapshot(TIME + "2B0429296E1404"));
    }

    @Test
    void should_go_on_behind_the_end_of_a_stream_in_any_case() throws Exception {
        byte[] end = JSON.writeValueAsBytes(inSnapshot(DELETE.replaceFirst("296E", "296F")));

        assertThat(SourceOffset.fromItsTime(end)).isEqualTo(SourceOffset.resumable(end));
    }

    @Test
    void should_leave_alone_what_it_does_not_know() {
        byte[] other = "{\"sec\":1,\"resume_token\":\"none\"}".getBytes(UTF_8);

        assertThat(SourceOffset.fromItsTime(other)).isEqualTo(other);
        assertThat(SourceOffset.fromItsTime("no JSON".getBytes(UTF_8))).isEqualTo("no JSON".getBytes(UTF_8));
    }

    private static ObjectNode inSnapshot(String token) {
        return JSON.createObjectNode()
                .put("sec", 1_795_466_205)
                .put("ord", 1)
                .put("resume_token", ResumeTokens.toBase64(ResumeTokens.fromData(token)))
                .put("incremental_snapshot_collections", "[{\"incremental_snapshot_collections_id\":\"shop.orders\"}]")
                .put("incremental_snapshot_primary_key", "aced0005")
                .put("incremental_snapshot_maximum_key", "aced0005");
    }
}
