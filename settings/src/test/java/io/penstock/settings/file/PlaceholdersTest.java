package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.Settings;
import io.penstock.settings.yaml.LocatedProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the environment and secrets' files bring into a configuration file, and that it does not come out again. */
class PlaceholdersTest {
    private static final String JOB = "jobs: [{name: a, collection: shop.orders, handler: document}]\n";

    @Test
    void shouldFillInTheEnvironment() {
        Settings settings = read("""
                application: ${APPLICATION}
                topics: {partitions: '${PARTITIONS:12}', retention: "${DAYS:3}d"}
                kafka: {bootstrap.servers: "${HOST}:${PORT:9092}", empty: "${NOTHING:}", uri: "${U:a:b}"}
                """, Map.of("APPLICATION", "shop", "HOST", "kafka", "DAYS", "5"));

        assertThat(settings.application()).isEqualTo("shop");
        assertThat(settings.topics().partitions()).isEqualTo(12);
        assertThat(settings.topics().retention()).hasDays(5);
        assertThat(settings.connections().kafka())
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"), Map.entry("empty", ""), Map.entry("uri", "a:b"));
    }

    @Test
    void shouldLeaveDollarSignsThatStandForThemselves() {
        Settings settings = read("kafka: {a: \"$${HOME}\", b: $5, c: a$b, d: \"$${x}${E:y}\"}\n", Map.of());

        assertThat(settings.connections().kafka())
                .containsOnly(
                        Map.entry("a", "${HOME}"),
                        Map.entry("b", "$5"),
                        Map.entry("c", "a$b"),
                        Map.entry("d", "${x}y"));
    }

    @Test
    void shouldNotFillInWhatWasFilledIn() {
        assertThat(read("kafka: {a: \"${A}\"}\n", Map.of("A", "${B} $1 \\"))
                        .connections()
                        .kafka())
                .containsEntry("a", "${B} $1 \\");
    }

    @Test
    void shouldReadSecretsFromFilesWithoutTheirLastLineBreak(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "first\nsecond \r\n");

        assertThat(read("mongodb: {password: \"${file:" + secret + "}\"}\n", Map.of())
                        .connections()
                        .mongodb())
                .containsEntry("password", "first\nsecond ");
    }

    @Test
    void shouldTellWhatCannotBeFilledIn(@TempDir Path directory) {
        Path missing = directory.resolve("missing");

        assertThat(problems("kafka: {a: \"${UNSET}\"}\n", Map.of()))
                .containsExactly("1:12: the environment variable UNSET is not set, and ${UNSET} has no default; set it,"
                        + " or write ${UNSET:default}");
        assertThat(problems("kafka: {a: \"${file:" + missing + "}\"}\n", Map.of()))
                .singleElement()
                .asString()
                .contains("the file '" + missing + "'", "NoSuchFileException");
        assertThat(problems("kafka: {a: \"${file:\\0}\"}\n", Map.of())).hasSize(1);
        assertThat(problems("kafka: {a: \"${A\"}\n", Map.of()))
                .singleElement()
                .asString()
                .contains("a '${' without its '}'");
        assertThat(problems("kafka: {a: \"${}${1 x}\"}\n", Map.of())).hasSize(2);
        assertThat(problems("topics: {partitions: \"${UNSET}\"}\n", Map.of())).hasSize(1);
    }

    @Test
    void shouldRefuseOnePlaceholderWithinAnother() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("PW", "known"))) {
            for (String value :
                    List.of("${PW:${file:/run/x}}", "${PW:s3cret{}}", "a${PW:${OTHER}", "${file:/run/${PW}}")) {
                assertThat(problems("mongodb: {password: \"" + value + "\"}\n", environment))
                        .singleElement()
                        .asString()
                        .startsWith("1:21: a '{' within a '${…}'")
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void shouldWarnOfADefaultAsComposeWritesIt() {
        Reading reading = SettingsFile.parse("mongodb: {password: \"${PW:-s3cret}\"}\n" + JOB, Map.of());

        assertThat(reading.settings().orElseThrow().connections().mongodb()).containsEntry("password", "-s3cret");
        assertThat(reading.warnings())
                .singleElement()
                .asString()
                .startsWith("1:21: the default of ${PW:…} begins with '-'")
                .doesNotContain("s3cret");
        assertThat(SettingsFile.parse("kafka: {a: \"${A:b-c}\"}\n" + JOB, Map.of())
                        .warnings())
                .isEmpty();
    }

    @Test
    void shouldNotShowWhatWasFilledInWhereItIsWrong(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret");
        String file = "${file:" + secret + "}";
        List<String> everywhere = List.of(
                "application: \"" + file + " \"\n",
                "topics: {partitions: \"" + file + "\"}\n",
                "topics: {retention: \"${S}\"}\n",
                "source: {document: \"${S}\"}\n",
                "kafka: {acks: \"${S}\"}\n",
                "mongodb: {uri: \"${S}\"}\n",
                "streams: {processing.guarantee: \"" + file + "\"}\n");

        for (String yaml : everywhere) {
            assertThat(problems(yaml, Map.of("S", "s3cret")))
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem).doesNotContain("s3cret"));
        }
        assertThat(problems("topics: {partitions: \"${S}\"}\n", Map.of("S", "s3cret")))
                .containsExactly("1:22: 'partitions' must be a whole number from 1 to 10000, and not what '${S}' stands"
                        + " for");
    }

    @Test
    void shouldNotShowSecretsWhenSettingsAreLogged() {
        String yaml = """
                kafka: {sasl.jaas.config: "x password='s3cret';", ssl.key.password: s3cret, harmless: s3cret}
                mongodb: {uri: "mongodb://user:s3cret@host/", password: s3cret}
                debezium: {some.token: s3cret}
                streams: {x: s3cret}
                jobs: [{name: a, collection: shop.orders, handler: document, settings: {key: s3cret}}]
                """;

        Reading reading = SettingsFile.parse(yaml, Map.of());
        assertThat(reading.settings()).isPresent();
        assertThat(reading.settings().toString())
                .contains("sasl.jaas.config", "uri", "some.token")
                .doesNotContain("s3cret");
    }

    private static Settings read(String yaml, Map<String, String> environment) {
        Reading reading = SettingsFile.parse(yaml + JOB, environment);
        assertThat(reading.problems()).isEmpty();
        return reading.settings().orElseThrow();
    }

    private static List<String> problems(String yaml, Map<String, String> environment) {
        return SettingsFile.parse(yaml + JOB, environment).problems().stream()
                .map(LocatedProblem::toString)
                .toList();
    }
}
