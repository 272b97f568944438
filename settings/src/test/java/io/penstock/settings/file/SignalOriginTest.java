package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.SignalOrigin;
import io.penstock.settings.SignalOrigin.Figure;
import io.penstock.settings.SignalOrigin.Meaning;
import io.penstock.settings.SignalOrigin.Operations;
import io.penstock.settings.SignalOrigin.Request;
import io.penstock.settings.SignalOrigin.Unit;
import io.penstock.settings.yaml.LocatedProblem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where signals come from, as files say it. */
class SignalOriginTest {
    @Test
    void shouldReadEachKindWithItsDefaults() {
        List<Optional<SignalOrigin>> origins =
                read("""
                {name: a, p99: 20ms, probe: {collection: shop.orders}},
                {name: b, p99: 20ms, server-status: {}},
                {name: c, p99: 20s, replication-lag: {interval: 2s}},
                {name: d, p99: 20ms, topic: {name: shop.latencies}},
                {name: e, p99: 20ms, http: {url: "http://shop/latency"}},
                {name: f, p99: 20ms, prometheus: {url: "http://prometheus:9090", query: up}}""").settings().orElseThrow().processing().governor().orElseThrow().signals().stream()
                        .map(SignalSettings::origin)
                        .toList();

        JsonPointer latency = JsonPointer.compile("/latency");
        Duration second = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        assertThat(origins)
                .extracting(Optional::orElseThrow)
                .containsExactly(
                        new SignalOrigin.Probe("shop.orders", 200),
                        new SignalOrigin.ServerStatus(second, Operations.SLOWER),
                        new SignalOrigin.ReplicationLag(two),
                        new SignalOrigin.Topic("shop.latencies", new Figure(latency, Unit.MS, Meaning.LATENCY)),
                        new SignalOrigin.Http(
                                new Request(URI.create("http://shop/latency"), Map.of(), second, two),
                                new Figure(latency, Unit.MS, Meaning.READING)),
                        new SignalOrigin.Prometheus(
                                new Request(URI.create("http://prometheus:9090"), Map.of(), two, two), "up", Unit.S));
    }

    @Test
    void aSecretShouldComeFromAFileAndStandNowhereElse(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("token"), "opensesame\n");
        Reading reading = read(
                "{name: a, p99: 20ms, http: {url: 'http://h/?key=alibaba', headers: {authorization: 'Bearer ${file:"
                        + secret + "}'}}}");

        SignalSettings signal = reading.settings()
                .orElseThrow()
                .processing()
                .governor()
                .orElseThrow()
                .signals()
                .get(0);
        assertThat(((SignalOrigin.Http) signal.origin().orElseThrow()).request().headers())
                .containsEntry("authorization", "Bearer opensesame");
        assertThat(signal.toString())
                .doesNotContain("opensesame")
                .doesNotContain("alibaba")
                .contains("authorization");
    }

    @Test
    void aHeaderThatCannotBeSentShouldBeToldWithoutItsValue() {
        assertThat(problems("http: {url: 'http://h', headers: {authorization: \"opense\\nsame\"}}"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("authorization").doesNotContain("opense"));
    }

    @Test
    void aSignalThatComesFromNowhereShouldBeWarnedOf() {
        Reading reading = read("{name: reads, p99: 20ms}");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings())
                .singleElement()
                .satisfies(
                        warning -> assertThat(warning.message()).contains("'reads' does not say where it comes from"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prob: {collection: b.c}|did you mean 'probe'",
                "prometeus: {url: 'http://h', query: up}|did you mean 'prometheus'",
                "probe: {colection: b.c}|did you mean 'collection'",
                "probe: {collection: b.c*}|a pattern is none",
                "probe: {collection: b.c, rate: 200}|did you mean '200/s'",
                "topic: {name: a, unit: m}|must be 'ns' or 'us' or 'ms' or 's'",
                "server-status: {operations: read}|did you mean 'reads'",
                "replication-lag: {interval: 5s}|must be shorter than the signal's 'silence' (5s)",
                "probe: {collection: b.c}, topic: {name: a}|comes from one place",
            })
    void whatIsWrongShouldBeSaidWithWhatWasMeant(String origin, String message) {
        assertThat(problems(origin))
                .anySatisfy(problem -> assertThat(problem.message()).contains(message));
    }

    private static List<LocatedProblem> problems(String origin) {
        return read("{name: a, p99: 20ms, " + origin + "}").problems();
    }

    private static Reading read(String signals) {
        return SettingsFile.parse(
                "governor: {signals: [" + signals + "]}\njobs: [{name: a, collection: b.c, handler: d}]\n", Map.of());
    }
}
