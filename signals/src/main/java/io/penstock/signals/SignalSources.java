package io.penstock.signals;

import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.settings.SignalOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the sources of the signals that settings describe. */
public final class SignalSources {
    private SignalSources() {}

    /**
     * A source for each signal that says where it comes from, in the order of the settings, not yet started; none without a
     * governor.
     *
     * @throws IllegalArgumentException if {@link #problems} finds any; the message names them all
     */
    public static List<SignalSource> of(Settings settings) {
        List<Problem> problems = problems(settings);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.stream()
                    .map(problem -> problem.pointer() + ": " + problem.message())
                    .collect(Collectors.joining(System.lineSeparator())));
        }
        DatabaseClient database = new DatabaseClient(settings.connections().mongodb());
        List<SignalSource> sources = new ArrayList<>();
        for (SignalSettings signal : signals(settings)) {
            signal.origin().ifPresent(origin -> {
                if (origin instanceof SignalOrigin.Probe probe) {
                    sources.add(new Probe(signal, probe, database));
                }
            });
        }
        return List.copyOf(sources);
    }

    /** What is wrong with the settings of the signals, beyond what the file alone shows; a {@code SettingsCheck}. */
    public static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        boolean addressed = new DatabaseClient(settings.connections().mongodb()).addressed();
        List<SignalSettings> signals = signals(settings);
        for (int i = 0; i < signals.size(); i++) {
            if (!addressed
                    && signals.get(i)
                            .origin()
                            .filter(SignalSources::asksTheDatabase)
                            .isPresent()) {
                problems.add(new Problem(
                        "/governor/signals/" + i,
                        "the signal '" + signals.get(i).name() + "' asks MongoDB, and 'mongodb.uri' does not say where"
                                + " that is; write mongodb://host:27017/?replicaSet=name"));
            }
        }
        return List.copyOf(problems);
    }

    private static boolean asksTheDatabase(SignalOrigin origin) {
        return origin instanceof SignalOrigin.Probe
                || origin instanceof SignalOrigin.ServerStatus
                || origin instanceof SignalOrigin.ReplicationLag;
    }

    private static List<SignalSettings> signals(Settings settings) {
        return settings.processing().governor().map(GovernorSettings::signals).orElse(List.of());
    }
}
