package io.penstock.settings.file;

import io.penstock.settings.DurationText;
import io.penstock.settings.SignalOrigin;
import io.penstock.settings.SignalOrigin.Figure;
import io.penstock.settings.SignalOrigin.Meaning;
import io.penstock.settings.SignalOrigin.Request;
import io.penstock.settings.yaml.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the {@link SignalOrigin} of a signal. For one signal. */
final class OriginReader {
    /** What requests have from Penstock, and what the connection has from the HTTP client. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "accept", "connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");

    private final Section signal;
    private final Problems problems;

    OriginReader(Section signal, Problems problems) {
        this.signal = signal;
        this.problems = problems;
    }

    /**
     * Where the signal comes from; empty if it does not say, or says it wrongly.
     *
     * @param name what the signal is called
     * @param silence after how long without a word it counts as silent
     */
    Optional<SignalOrigin> origin(String name, Duration silence) {
        List<String> given = GovernorKeys.ORIGINS.keySet().stream()
                .filter(key -> signal.node(key).isPresent())
                .sorted()
                .toList();
        if (given.isEmpty()) {
            problems.warn(
                    signal.nodeOrSelf(GovernorKeys.NAME.name()),
                    "the signal '" + name + "' does not say where it comes from: a trace can tell of it, but in service"
                            + " it stays silent, and keeps the governor at its floor. Give it one of 'probe',"
                            + " 'server-status', 'replication-lag', 'topic', 'http' and 'prometheus'");
            return Optional.empty();
        }
        if (given.size() > 1) {
            problems.add(
                    signal.nodeOrSelf(given.get(1)),
                    "a signal comes from one place, and this one has '" + String.join("' and '", given)
                            + "'; make a signal of each");
            return Optional.empty();
        }
        String kind = given.get(0);
        return signal.findSection(kind, GovernorKeys.names(kind)).flatMap(section -> origin(kind, section, silence));
    }

    private Optional<SignalOrigin> origin(String kind, Section section, Duration silence) {
        return switch (kind) {
            case GovernorKeys.PROBE -> {
                int rate = section.get(GovernorKeys.RATE);
                yield section.find(GovernorKeys.COLLECTION)
                        .map(collection -> new SignalOrigin.Probe(collection.toString(), rate));
            }
            case GovernorKeys.SERVER_STATUS ->
                Optional.of(new SignalOrigin.ServerStatus(
                        interval(section, GovernorKeys.INTERVAL, silence), section.get(GovernorKeys.OPERATIONS)));
            case GovernorKeys.REPLICATION_LAG ->
                Optional.of(new SignalOrigin.ReplicationLag(interval(section, GovernorKeys.INTERVAL, silence)));
            case GovernorKeys.TOPIC -> {
                Figure figure = figure(section, GovernorKeys.TOPIC_AS);
                yield section.find(GovernorKeys.TOPIC_NAME).map(name -> new SignalOrigin.Topic(name, figure));
            }
            case GovernorKeys.HTTP -> {
                Figure figure = figure(section, GovernorKeys.HTTP_AS);
                yield request(section, GovernorKeys.INTERVAL, silence)
                        .map(request -> new SignalOrigin.Http(request, figure));
            }
            default -> prometheus(section, silence);
        };
    }

    private Optional<SignalOrigin> prometheus(Section section, Duration silence) {
        Optional<Request> request = request(section, GovernorKeys.PROMETHEUS_INTERVAL, silence);
        Optional<String> query = section.find(GovernorKeys.QUERY);
        SignalOrigin.Unit unit = section.get(GovernorKeys.PROMETHEUS_UNIT);
        return request.flatMap(asked -> query.map(text -> new SignalOrigin.Prometheus(asked, text, unit)));
    }

    private static Figure figure(Section section, Key<Meaning> as) {
        return new Figure(section.get(GovernorKeys.VALUE), section.get(GovernorKeys.UNIT), section.get(as));
    }

    private Optional<Request> request(Section section, Key<Duration> every, Duration silence) {
        Duration interval = interval(section, every, silence);
        Duration timeout = section.get(GovernorKeys.TIMEOUT);
        var headers = RequestHeaders.read(section.node(GovernorKeys.HEADERS), OWN_HEADERS, problems);
        return section.find(GovernorKeys.URL).map(url -> new Request(url, headers, interval, timeout));
    }

    private Duration interval(Section section, Key<Duration> every, Duration silence) {
        Duration interval = section.get(every);
        if (section.sound(every) && signal.sound(GovernorKeys.SILENCE) && interval.compareTo(silence) >= 0) {
            problems.add(
                    section.nodeOrSelf(every.name()),
                    "'interval' (" + DurationText.format(interval) + ") must be shorter than the signal's 'silence' ("
                            + DurationText.format(silence)
                            + "): it would count as silent between two words. Lower the one, or raise the other");
        }
        return interval;
    }
}
