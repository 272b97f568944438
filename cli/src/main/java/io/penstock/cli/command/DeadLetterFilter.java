package io.penstock.cli.command;

import io.penstock.cli.topics.PenstockHeaders;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose among dead letters. */
final class DeadLetterFilter implements Predicate<ConsumerRecord<byte[], byte[]>> {
    private final InstantSource clock;

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

    /**
     * @param clock tells what is two hours ago
     */
    DeadLetterFilter(InstantSource clock) {
        this.clock = clock;
    }

    @Option(names = "--reason", paramLabel = "REASON", description = "With this reason, such as handler-failed.")
    void reason(Optional<String> text) {
        reason = text.map(word -> DeadLetterWords.reason(command, word));
    }

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From this time on: 2026-01-31T12:00:00Z, or 2h for the last two hours.")
    void since(Optional<String> text) {
        since = text.map(said -> DeadLetterWords.time(command, "--since", said, clock));
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
