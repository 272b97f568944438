package io.penstock.cli.command;

import io.penstock.records.DeadLetterReason;
import io.penstock.settings.DurationText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How the options that choose among dead letters are read, whatever is then done with them. */
final class DeadLetterWords {
    private DeadLetterWords() {}

    /** The reason that a word names. */
    static DeadLetterReason reason(CommandSpec command, String word) {
        return DeadLetterReason.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "No dead letter has the reason '" + word + "'. There are: "
                                + Arrays.stream(DeadLetterReason.values())
                                        .map(DeadLetterReason::text)
                                        .collect(Collectors.joining(", "))));
    }

    /** The time that an option names: {@code 2026-01-31T12:00:00Z}, or {@code 2h} for two hours ago. */
    static Instant time(CommandSpec command, String option, String text, InstantSource clock) {
        if (!text.matches("\\d{4}-.*")) {
            return clock.instant().minus(DurationText.parse(text).orElseThrow(() -> noTime(command, option, text)));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            throw noTime(command, option, text);
        }
    }

    private static ParameterException noTime(CommandSpec command, String option, String text) {
        return new ParameterException(
                command.commandLine(),
                option + " must be a time such as 2026-01-31T12:00:00Z, or 2h for two hours ago, not '" + text + "'");
    }
}
