package io.penstock.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which module may know which, and which library: default deny, so that a new arrow is a decision and not an accident. Here,
 * because this module sees all the others.
 */
class ArchitectureTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\| ([^|]+) \\|$");
    private static final String NOTHING = "nothing";
    private static final String ALL = "all of them";
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.penstock");

    private enum Module {
        API(NOTHING, "com.fasterxml.jackson.."),
        RECORDS(NOTHING, "com.fasterxml.jackson.."),
        SETTINGS("records", "com.fasterxml.jackson..", "org.yaml.snakeyaml..", "javax.net.ssl.."),
        GOVERNOR(NOTHING),
        DOCUMENTS(
                "api",
                "com.fasterxml.jackson..",
                "com.mongodb..",
                "org.bson..",
                "org.dataloader..",
                "com.github.benmanes.caffeine.."),
        SIGNALS(
                "settings",
                "com.fasterxml.jackson..",
                "com.mongodb..",
                "org.bson..",
                "org.apache.kafka.clients..",
                "org.apache.kafka.common..",
                "org.slf4j..",
                "javax.net.ssl.."),
        PROCESSOR(
                "api, records, settings, governor, signals, documents",
                "com.fasterxml.jackson..",
                "com.google..",
                "com.mongodb..",
                "com.sun.management..",
                "com.sun.net.httpserver..",
                "dev.cel..",
                "io.micrometer..",
                "org.apache.kafka.clients..",
                "org.apache.kafka.common..",
                "org.apache.kafka.streams..",
                "org.rocksdb..",
                "org.slf4j..",
                "org.threeten.extra..",
                "javax.net.ssl.."),
        CONNECTORS(
                "records, settings, governor",
                "com.fasterxml.jackson..",
                "com.mongodb..",
                "io.debezium..",
                "org.apache.kafka.clients..",
                "org.apache.kafka.common..",
                "org.apache.kafka.connect..",
                "org.bson..",
                "org.slf4j.."),
        EMBEDDED(NOTHING, "de.bwaldvogel.mongo..", "io.netty..", "kafka..", "org.apache.kafka..", "org.slf4j.."),
        CLI(
                ALL,
                "ch.qos.logback..",
                "com.fasterxml.jackson..",
                "com.mongodb..",
                "org.HdrHistogram..",
                "org.apache.kafka.clients..",
                "org.apache.kafka.common..",
                "org.apache.kafka.connect..",
                "org.bson..",
                "org.slf4j..",
                "picocli..",
                "javax.net.ssl..");

        private final String modules;
        private final String libraries;

        Module(String modules, String... libraries) {
            this.modules = modules;
            this.libraries = String.join(", ", libraries);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static String packages(String module) {
            return "io.penstock." + module + "..";
        }

        Stream<String> known() {
            return switch (modules) {
                case NOTHING -> Stream.empty();
                case ALL -> Arrays.stream(values()).map(Module::word);
                default -> Arrays.stream(modules.split(", "));
            };
        }

        Stream<String> libraries() {
            return libraries.isEmpty() ? Stream.empty() : Arrays.stream(libraries.split(", "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowNoOtherModule_andNoOtherLibrary(Module module) {
        String[] allowed = Stream.of(
                        Stream.of(Module.packages(module.word()), "java..", "org.jspecify.annotations.."),
                        module.known().map(Module::packages),
                        module.libraries())
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(Module.packages(module.word()))
                .should()
                .onlyDependOnClassesThat(Predicates.resideInAnyPackage(allowed))
                .check(CLASSES);
    }

    @Test
    void shouldSayInContributingWhoKnowsWhom() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("..", "CONTRIBUTING.md")))
                .results()
                .toList()) {
            rows.put(row.group(1), row.group(2));
        }
        // Nobody has them on the class path.
        assertThat(rows.remove("benchmarks")).isEqualTo(ALL);
        Map<String, String> rules = new TreeMap<>();
        for (Module module : Module.values()) {
            rules.put(module.word(), module.modules);
        }
        assertThat(rows).isEqualTo(rules);
    }

    /** What may not spread, whatever somebody adds to what a module may know. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The demo's broker and database are like any other to whoever works with them.
                "io.penstock.embedded.. | embedded, cli",
                "de.bwaldvogel..        | embedded",
                "kafka..                | embedded",
                "io.debezium..          | connectors",
                "org.apache.kafka.streams.. | processor",
                "org.rocksdb..          | processor",
                "com.mongodb..          | signals, documents, connectors, processor, cli",
            })
    void shouldBeKnownToItsOwnersAlone(String packages, String owners) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Arrays.stream(owners.split(", ")).map(Module::packages).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages)
                .check(CLASSES);
    }
}
