package io.penstock.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.cli.check.JobRule;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.Settings;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo's configuration. */
final class DemoSettings {
    private static final String FILE = "shop.yaml";
    private static final JsonPointer SEQUENCE = JsonPointer.compile("/sequence");

    private DemoSettings() {}

    /**
     * The configuration with everything filled in.
     *
     * @param kafka address of the broker
     * @param mongodb connection string of the database
     * @param fault what is broken on purpose
     */
    static Settings of(String kafka, String mongodb, Optional<Fault> fault) {
        Reading reading = SettingsFile.parse(text(), Map.of("KAFKA", kafka, "MONGODB_URI", mongodb));
        Settings settings = reading.settings()
                .orElseThrow(() -> new IllegalStateException("The demo's configuration: " + reading.problems()));
        return fault.equals(Optional.of(Fault.LOST)) ? dropping(settings) : settings;
    }

    /** What the checker must know of the demo's jobs. */
    static List<JobRule> rules(Settings settings) {
        return settings.jobs().stream()
                .map(JobRule::of)
                .map(rule -> rule.name().equals(DemoNames.SEARCH_INDEX) ? rule.withSequence(SEQUENCE) : rule)
                .toList();
    }

    private static Settings dropping(Settings settings) {
        ConnectionSettings connections = settings.connections();
        Map<String, String> debezium = new HashMap<>(connections.debezium());
        debezium.put("transforms", "fault");
        debezium.put("transforms.fault.type", DropOneChange.class.getName());
        return new Settings(
                settings.application(),
                new ConnectionSettings(
                        connections.kafka(),
                        connections.mongodb(),
                        debezium,
                        connections.streams(),
                        connections.database(),
                        connections.copies()),
                settings.source(),
                settings.topics(),
                settings.broker(),
                settings.processing(),
                settings.jobs());
    }

    private static String text() {
        try (InputStream file = DemoSettings.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("The demo's configuration " + FILE + " is not in this jar");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's configuration cannot be read", e);
        }
    }
}
