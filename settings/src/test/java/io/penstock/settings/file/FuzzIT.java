package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a file, reading it gives settings or problems, and no exception. */
class FuzzIT {
    private static final int MUTATIONS = 4_000;
    private static final String SIGNS = "{}[]:,-#&*!|>'\"%@`?~$ \t\n\\/=.0aZ\u0000\u00e4\ud83d\uFEFF";

    @Test
    void shouldReadOrTellWhateverBecomesOfAFile() throws IOException {
        long seed = Long.getLong("penstock.seed", new Random().nextLong());
        System.out.println("FuzzIT: seed " + seed + " (repeat with -Dpenstock.seed=" + seed + ")");
        Random random = new Random(seed);
        String good = Files.readString(Path.of("..", "config", "penstock.yaml"));
        for (int i = 0; i < MUTATIONS; i++) {
            String mutant = mutate(good, random);
            Reading reading = SettingsFile.parse(mutant, Map.of());
            assertThat(reading.settings().isPresent())
                    .as("seed %d, mutation %d", seed, i)
                    .isEqualTo(reading.problems().isEmpty());
            int lines = (int) mutant.chars().filter(c -> c == '\n').count() + 1;
            assertThat(reading.problems()).as("seed %d, mutation %d", seed, i).allSatisfy(problem -> {
                assertThat(problem.line()).isBetween(1, lines + 1);
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank();
            });
        }
    }

    @Test
    void shouldStandDeepNesting() {
        for (String nested : List.of("[".repeat(100_000), "a: {".repeat(5_000), "- ".repeat(50_000))) {
            assertThat(SettingsFile.parse(nested, Map.of()).problems()).isNotEmpty();
        }
    }

    private static String mutate(String good, Random random) {
        String mutant = good;
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            mutant = switch (random.nextInt(5)) {
                case 0 -> withSign(mutant, random);
                case 1 -> withoutPart(mutant, random);
                case 2 -> withLineAgain(mutant, random);
                case 3 -> withOtherIndentation(mutant, random);
                default -> withLinesSwapped(mutant, random);
            };
        }
        return mutant;
    }

    private static String withSign(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + SIGNS.charAt(random.nextInt(SIGNS.length())) + text.substring(at);
    }

    private static String withoutPart(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(30));
        return text.substring(0, from) + text.substring(to);
    }

    private static String withLineAgain(String text, Random random) {
        List<String> lines = lines(text);
        lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
        return String.join("\n", lines);
    }

    private static String withOtherIndentation(String text, Random random) {
        List<String> lines = lines(text);
        lines.replaceAll(line -> random.nextInt(10) == 0 ? "  " + line : line);
        return String.join("\n", lines);
    }

    private static String withLinesSwapped(String text, Random random) {
        List<String> lines = lines(text);
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        return String.join("\n", lines);
    }

    private static List<String> lines(String text) {
        return new ArrayList<>(List.of(text.split("\n", -1)));
    }
}
