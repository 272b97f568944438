package io.penstock.cli.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks {@code docs/walkthrough.md}: files are written, commands run, and what they show is held against what the manual
 * shows, times and versions aside. What was seen is left in {@code target/walkthrough.md}, from where it can be copied.
 */
class WalkthroughIT {
    private static final Path MANUAL = Path.of("../docs/walkthrough.md");
    private static final Path SEEN = Path.of("target/walkthrough.md");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Once something is wrong, the rest is walked for what it shows. */
    private static final Duration PATIENCE_BEHIND_A_DIFFERENCE = Duration.ofSeconds(3);
    /** What would be done twice if it were asked until it shows what it should. */
    private static final List<String> ONCE = List.of("./penstock release", "./penstock dead-letters retry");

    private final List<String> seen = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void everyCommandShouldShowWhatTheManualShows() throws Exception {
        try (Afternoon afternoon = new Afternoon(folder)) {
            List<String> lines = Files.readAllLines(MANUAL);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                seen.add(line);
                if (line.startsWith("```")) {
                    int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                    block(line.substring(3), lines.subList(i + 1, end), afternoon);
                    seen.add("```");
                    i = end;
                }
            }
        }
        Files.createDirectories(SEEN.toAbsolutePath().getParent());
        Files.writeString(SEEN, String.join("\n", seen) + "\n");
        assertThat(differences).isEmpty();
    }

    /** A session in a terminal, a page in the browser, or a file. */
    private void block(String what, List<String> lines, Afternoon afternoon) throws Exception {
        String[] words = what.split(" ", 2);
        switch (words[0]) {
            case "console" -> terminal(lines, afternoon);
            case "text" -> page(words[1], lines, afternoon);
            default -> {
                afternoon.write(words[1], lines);
                seen.addAll(lines);
            }
        }
    }

    private void terminal(List<String> lines, Afternoon afternoon) throws Exception {
        for (int i = 0; i < lines.size(); ) {
            assertThat(lines.get(i)).as("a command").startsWith("$ ");
            String command = lines.get(i).substring(2);
            int next = i + 1;
            while (next < lines.size() && !lines.get(next).startsWith("$ ")) {
                next++;
            }
            seen.add(lines.get(i));
            run(command, lines.subList(i + 1, next), afternoon);
            i = next;
        }
    }

    private void run(String command, List<String> shown, Afternoon afternoon) throws Exception {
        if (afternoon.begins(command)) {
            assertThat(shown).as("shown by %s", command).isEmpty();
            return;
        }
        if (ONCE.stream().anyMatch(command::startsWith) && !command.contains("--dry-run")) {
            List<String> told = afternoon.output(command);
            compare(command, shown, told);
            seen.addAll(told);
            return;
        }
        seen.addAll(awaited(command, shown, () -> afternoon.output(command)));
    }

    /** Of a page the manual shows some lines, in their order. */
    private void page(String url, List<String> shown, Afternoon afternoon) throws Exception {
        List<String> wanted = plain(shown);
        seen.addAll(awaited(url, shown, () -> {
            List<String> whole = afternoon.page(url);
            List<String> some =
                    whole.stream().filter(line -> wanted.contains(plain(line))).toList();
            return some.size() == shown.size() ? some : whole;
        }));
    }

    private List<String> awaited(String what, List<String> shown, Callable<List<String>> told) throws Exception {
        List<List<String>> last = new ArrayList<>(List.of(List.of()));
        try {
            await(what)
                    .atMost(differences.isEmpty() ? PATIENCE : PATIENCE_BEHIND_A_DIFFERENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        last.set(0, told.call());
                        return plain(last.get(0)).equals(plain(shown));
                    });
        } catch (ConditionTimeoutException never) {
            // The last one may have been broken off.
            last.set(0, told.call());
            compare(what, shown, last.get(0));
        }
        return last.get(0);
    }

    private void compare(String what, List<String> shown, List<String> told) {
        if (!plain(told).equals(plain(shown))) {
            differences.add("%s%nshows%n%s%nand not%n%s%n"
                    .formatted(what, String.join("\n", plain(told)), String.join("\n", plain(shown))));
        }
    }

    private static List<String> plain(List<String> lines) {
        return lines.stream().map(WalkthroughIT::plain).toList();
    }

    /** Without what is another one each time, and without the width of columns, which depends on that. */
    private static String plain(String line) {
        return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\\b[0-9a-f]{16}\\.\\S*", "VERSION")
                .replaceAll("\\b\\d+(\\.\\d+)? (ms|s|min)\\b", "SPAN")
                .replaceAll("(?<= )\\d+\\.\\d(?= |$)", "RATE")
                .replaceAll(" +", " ")
                .strip();
    }
}
