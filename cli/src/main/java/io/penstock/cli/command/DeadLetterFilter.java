package io.penstock.cli.command;

import io.penstock.cli.topics.PenstockHeaders;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.Severity;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose among dead letters. */
final class DeadLetterFilter implements Predicate<ConsumerRecord<byte[], byte[]>> {
    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            description = "Of this job.")
    private Optional<String> job = Optional.empty();

    private Optional<DeadLetterReason> reason = Optional.empty();

    @Option(names = "--severity", paramLabel = "SEVERITY", description = "Of this severity: ${COMPLETION-CANDIDATES}.")
    private Optional<Severity> severity = Optional.empty();

    private Optional<Instant> since = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Option(names = "--reason", paramLabel = "REASON", description = "With this reason, such as handler-failed.")
    void reason(Optional<String> text) {
        reason = text.map(word -> DeadLetterReason.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "There is no reason '" + word + "'; there are "
                                + Arrays.stream(DeadLetterReason.values())
                                        .map(DeadLetterReason::text)
                                        .collect(Collectors.joining(", ")))));
    }

    @Option(names = "--since", paramLabel = "TIME", description = "From this time on, such as 2026-01-31T12:00:00Z.")
    void since(Optional<String> text) {
        try {
            since = text.map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "--since must be a time such as 2026-01-31T12:00:00Z, not " + text.orElse(""));
        }
    }

    @Override
    public boolean test(ConsumerRecord<byte[], byte[]> record) {
        PenstockHeaders headers = PenstockHeaders.of(record.headers());
        return matches(job, headers, HeaderNames.JOB)
                && matches(reason.map(DeadLetterReason::text), headers, HeaderNames.REASON)
                && matches(severity.map(Severity::text), headers, HeaderNames.SEVERITY)
                && since.map(time -> record.timestamp() >= time.toEpochMilli()).orElse(true);
    }

    private static boolean matches(Optional<String> wanted, PenstockHeaders headers, String name) {
        return wanted.isEmpty() || headers.get(name).equals(wanted);
    }
}
