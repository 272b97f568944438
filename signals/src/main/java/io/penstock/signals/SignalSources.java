package io.penstock.signals;

import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.settings.SignalOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the sources of the signals that settings describe. */
public final class SignalSources {
    /** A topic is read as records come; between two reads there is hardly a pause. */
    private static final Duration POLL = Duration.ofMillis(100);

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
        List<SignalSource> sources = new ArrayList<>();
        for (SignalSettings signal : signals(settings)) {
            signal.origin().ifPresent(origin -> sources.add(source(signal, origin, settings)));
        }
        return List.copyOf(sources);
    }

    private static SignalSource source(SignalSettings signal, SignalOrigin origin, Settings settings) {
        DatabaseClient database = new DatabaseClient(settings.connections().mongodb());
        if (origin instanceof SignalOrigin.Probe probe) {
            return new Probe(signal, probe, database);
        }
        if (origin instanceof SignalOrigin.ServerStatus status) {
            return new PeriodicSource(
                    signal.name(),
                    status.interval(),
                    () -> new ServerStatusQuestion(database, status.interval(), status.operations()));
        }
        if (origin instanceof SignalOrigin.ReplicationLag lag) {
            return new PeriodicSource(
                    signal.name(),
                    ReplicationLagQuestion.betweenLooks(lag.interval()),
                    () -> new ReplicationLagQuestion(database, lag.interval()));
        }
        if (origin instanceof SignalOrigin.Topic topic) {
            String client = settings.application() + "-signal-" + signal.name();
            return new PeriodicSource(
                    signal.name(),
                    POLL,
                    () -> new TopicQuestion(settings.connections().kafka(), client, topic));
        }
        if (origin instanceof SignalOrigin.Http http) {
            return new PeriodicSource(signal.name(), http.request().interval(), () -> new HttpQuestion(http));
        }
        SignalOrigin.Prometheus prometheus = (SignalOrigin.Prometheus) origin;
        return new PeriodicSource(
                signal.name(), prometheus.request().interval(), () -> new PrometheusQuestion(prometheus));
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
