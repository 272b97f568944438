package io.penstock.signals;

import static org.awaitility.Awaitility.await;

import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.time.Duration;
import java.util.Map;

/** Sources as a configuration file would have them. */
final class Sources {
    private Sources() {}

    /** The only signal of a file. */
    static SignalSource of(String signal, String connections) {
        return SignalSources.of(settings(signal, connections)).get(0);
    }

    static Settings settings(String signal, String connections) {
        return SettingsFile.parse(
                        "application: shop\n" + connections + "\ngovernor: {signals: [" + signal + "]}\n"
                                + "jobs: [{name: a, collection: b.c, handler: document}]\n",
                        Map.of())
                .settings()
                .orElseThrow();
    }

    /** Waits until those have ended that are closed: what they still say would be taken for the next test's. */
    static void awaitEnd() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("penstock-signal-") || name.startsWith("penstock-probe-")));
    }
}
