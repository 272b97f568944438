package io.penstock.signals;

import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

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

    /** Waits with patience, and looks often: what is awaited is mostly a few milliseconds away. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5));
    }

    /** Waits until those have ended that are closed: what they still say would be taken for the next test's. */
    static void awaitEnd() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("penstock-signal-") || name.startsWith("penstock-probe-")));
    }
}
