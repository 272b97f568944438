package io.penstock.signals;

import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
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
}
