package io.penstock.processor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.governor.limit.State;
import io.penstock.processor.governing.Governed;
import io.penstock.processor.governing.Governing;
import io.penstock.processor.inspection.History;
import io.penstock.processor.inspection.LinePlot;
import io.penstock.processor.inspection.RulingJson;
import io.penstock.processor.metrics.Meters;
import io.penstock.records.Ruling;
import io.penstock.records.Ruling.SignalReading;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The governor as it is shown: meters, JSON, plots. Threads may share one. */
final class GovernorView {
    private static final List<String> STATES = Stream.of(State.values())
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Governing governing;
    private final GovernorSettings settings;
    private final LinePlot limits =
            new LinePlot("Background attempts of all processes at once", "", List.of("limit", "in use"));
    private final LinePlot latencies =
            new LinePlot("Latency of the foreground", "% of its objective", List.of("worst signal", "objective"));

    GovernorView(Governing governing, GovernorSettings settings) {
        this.governing = governing;
        this.settings = settings;
    }

    void register(Meters meters) {
        add(
                meters,
                "limit",
                "Background attempts that may run at once, of all processes together.",
                it -> ruled(it, Ruling::limit));
        add(
                meters,
                "in.use",
                "Background attempts that run, of all processes together.",
                it -> ruled(it, ruling -> ruling.use().inUse()));
        add(meters, "share", "Background attempts that may run at once in this process.", Governed::share);
        add(meters, "share.in.use", "Background attempts that run in this process.", Governed::inUse);
        add(meters, "demand", "Background attempts that this process would run at once.", Governed::demand);
        add(meters, "owner", "Whether the rule runs in this process.", it -> it.owner() ? 1 : 0);
        add(meters, "heard", "Whether the governor was heard a short while ago.", it -> it.hears() ? 1 : 0);
        meters.addEach(
                "penstock.governor.state",
                "What the rule is about.",
                "state",
                STATES,
                state -> value(
                        it -> ruled(it, ruling -> ruling.standing().state().equals(state) ? 1 : 0)));
        List<String> signals =
                settings.signals().stream().map(SignalSettings::name).toList();
        meters.addEach(
                "penstock.governor.signal.burn.ratio",
                "How many times as many operations of the foreground are slow as may be.",
                "signal",
                signals,
                name -> signal(name, SignalReading::burn));
        meters.addEach(
                "penstock.governor.signal.latency.seconds",
                "The foreground's latency at the objective's quantile.",
                "signal",
                signals,
                name -> signal(name, signal -> signal.latencyNanos() / 1e9));
        meters.addEach(
                "penstock.governor.signal.objective.seconds",
                "What the foreground's latency should be at most.",
                "signal",
                signals,
                name -> signal(name, signal -> signal.objectiveNanos() / 1e9));
        meters.addEach(
                "penstock.governor.signal.silent",
                "Whether a signal says nothing.",
                "signal",
                signals,
                name -> signal(name, signal -> signal.silent() ? 1 : 0));
        meters.addEachTotal(
                "penstock.governor.signal.unreadable",
                "How often this process, as long as the rule ran in it, could not read a signal.",
                "signal",
                signals,
                governing::unreadable);
        meters.addEachTotal(
                "penstock.governor.changes",
                "Changes of the limit that were decided in this process, by their reason.",
                "reason",
                Governing.reasons(),
                governing::changes);
        meters.add(
                "penstock.instances.wanted",
                "How many processes the present load wants.",
                "",
                () -> value(it -> ruled(it, ruling -> ruling.use().instancesWanted())));
    }

    private void add(Meters meters, String name, String description, ToDoubleFunction<Governed> figure) {
        meters.add("penstock.governor." + name, description, "", () -> value(figure));
    }

    private double value(ToDoubleFunction<Governed> figure) {
        return governing.governed().map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private static double ruled(Governed governed, ToDoubleFunction<Ruling> figure) {
        return governed.ruling().map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private double signal(String name, ToDoubleFunction<SignalReading> figure) {
        return value(it -> ruled(
                it,
                ruling -> ruling.signals().stream()
                        .filter(signal -> signal.signal().equals(name))
                        .mapToDouble(figure)
                        .findFirst()
                        .orElse(Double.NaN)));
    }

    /** How this process is governed. */
    ObjectNode own() {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        governing
                .governed()
                .ifPresent(it -> own.put("owner", it.owner())
                        .put("hears", it.hears())
                        .put("share", it.share())
                        .put("demand", it.demand())
                        .put("inUse", it.inUse()));
        return own;
    }

    /** What holds for all of them, as this process has heard last; empty if it never has. */
    Optional<ObjectNode> all() {
        return ruling().map(ruling -> RulingJson.of(ruling, settings.floor(), settings.ceiling()));
    }

    private Optional<Ruling> ruling() {
        return governing.governed().flatMap(Governed::ruling);
    }

    /** One sample for the plots. While nobody has work nothing is told, and so nothing is known. */
    History.Sample sample(long millis) {
        Optional<Ruling> ruling = governing.governed().filter(Governed::hears).flatMap(Governed::ruling);
        return new History.Sample(
                millis,
                List.of(
                        ruling.map(Ruling::limit).orElse(0.0),
                        ruling.map(it -> it.use().inUse()).orElse(0.0),
                        ruling.map(RulingJson::pressure).orElse(0.0),
                        100.0));
    }

    /** The limit, over the foreground's latency in the same time. */
    List<String> plots(List<History.Sample> samples) {
        return List.of(limits.svg(part(samples, 0)), latencies.svg(part(samples, 2)));
    }

    private static List<History.Sample> part(List<History.Sample> samples, int from) {
        return samples.stream()
                .map(sample -> new History.Sample(sample.at(), sample.values().subList(from, from + 2)))
                .toList();
    }
}
