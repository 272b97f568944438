package io.penstock.cli.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final Set<String> HAD = Set.of("tasks-0", "tasks-3");

    @Test
    void partitionOfAProcessThatRestores_isNotTakenOverYet() throws Exception {
        Handover handover = of("""
                [{"address": "a:1", "ready": true, "partitions": ["tasks-0", "tasks-1"]},
                 {"address": "b:1", "ready": false, "partitions": ["tasks-2", "tasks-3"]},
                 {"address": "c:1", "error": "it does not answer"}]""");

        assertThat(handover.taken()).isEqualTo(Map.of("a:1", 1));
        assertThat(handover.complete()).isFalse();
    }

    @Test
    void handover_isCompleteWhenOthersWorkOnAllOfThem() throws Exception {
        Handover handover = of("""
                [{"address": "a:1", "ready": true, "partitions": ["tasks-0", "tasks-1"]},
                 {"address": "b:1", "ready": true, "partitions": ["tasks-2", "tasks-3"]}]""");

        assertThat(handover.taken()).isEqualTo(Map.of("a:1", 1, "b:1", 1));
        assertThat(handover.complete()).isTrue();
    }

    @Test
    void partitionThatTwoSayTheyHave_countsOnce() throws Exception {
        Handover handover = of("""
                [{"address": "a:1", "ready": true, "partitions": ["tasks-0"]},
                 {"address": "b:1", "ready": true, "partitions": ["tasks-0"]}]""");

        assertThat(handover.takenInAll()).isEqualTo(1);
        assertThat(handover.complete()).isFalse();
    }

    private static Handover of(String instances) throws JsonProcessingException {
        return Handover.of(HAD, new ObjectMapper().readTree(instances));
    }
}
