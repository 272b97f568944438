package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> WORDS =
            Stream.concat(Keys.rootNames(), Keys.jobNames()).toList();

    @ParameterizedTest
    @CsvSource({
        "shardkey,shard-key", "shard_key,shard-key", "shardKey,shard-key", "Shard.Key,shard-key", "sharkey,shard-key",
        "colection,collection", "collections,collection", "taskid,task-id", "hanlder,handler", "verson,version",
        "aplication,application", "max-atempts,max-attempts", "mongo,mongodb", "job,jobs", "stream,streams"
    })
    void shouldFindWhatWasMeant(String written, String meant) {
        assertThat(Suggestion.of(written, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "elephant", "concurrency", "priority", "''", "zzzzzzzzzz"})
    void shouldNotGuessWildly(String written) {
        assertThat(Suggestion.of(written, List.of("topics", "source", "shard-key", "handler")))
                .isEmpty();
    }

    @Test
    void shouldFindEveryWordWithOneSlip() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (String word : WORDS) {
            for (int i = 0; i < 50; i++) {
                String slipped = slip(word, random);
                Optional<String> suggested = Suggestion.of(slipped, WORDS);
                assertThat(suggested)
                        .as("%s for %s, seed %d", slipped, word, seed)
                        .isPresent();
                assertThat(Suggestion.distance(slipped, suggested.get()))
                        .as("%s for %s, seed %d", slipped, word, seed)
                        .isLessThanOrEqualTo(Suggestion.distance(slipped, word) + 1);
            }
        }
    }

    @Test
    void distance_isAMetricOnTheseWords() {
        for (String a : WORDS) {
            assertThat(Suggestion.distance(a, a)).isZero();
            for (String b : WORDS) {
                assertThat(Suggestion.distance(a, b)).isEqualTo(Suggestion.distance(b, a));
            }
        }
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("abdc", "abcd")).isEqualTo(1);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    }

    /** Leaves out, doubles, changes or swaps a letter. */
    private static String slip(String word, Random random) {
        int at = random.nextInt(word.length() - 1);
        StringBuilder slipped = new StringBuilder(word);
        switch (random.nextInt(4)) {
            case 0 -> slipped.deleteCharAt(at);
            case 1 -> slipped.insert(at, word.charAt(at));
            case 2 -> slipped.setCharAt(at, (char) ('a' + random.nextInt(26)));
            default -> {
                slipped.setCharAt(at, word.charAt(at + 1));
                slipped.setCharAt(at + 1, word.charAt(at));
            }
        }
        return slipped.toString();
    }
}
