package io.penstock.processor;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.processor.http.Response;
import io.penstock.processor.inspection.History;
import io.penstock.processor.inspection.LinePlot;
import io.penstock.processor.inspection.StatusPage;
import io.penstock.processor.metrics.JobFigures;
import io.penstock.processor.metrics.TaskMeters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The status page with what it has to remember: the rates of the last minutes. */
final class StatusView implements AutoCloseable {
    private static final int SAMPLE_SECONDS = 5;
    private static final int SAMPLES = 120;

    private final Supplier<? extends JsonNode> status;
    private final Lookup lookup;
    private final TaskMeters tasks;
    private final Supplier<Optional<GovernorView>> governor;
    private final InstantSource clock;
    private final boolean changes;
    private final StatusPage page = new StatusPage();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "penstock-status-samples");
        thread.setDaemon(true);
        return thread;
    });
    private final History rates = new History(SAMPLES);
    private final History limits = new History(SAMPLES);
    private final LinePlot ratesPlot =
            new LinePlot("Tasks a second in this process, averaged over a minute", "/s", List.of("new", "done"));

    /**
     * @param status as under {@code /status}
     * @param governor the governor, as soon as it is known whether there is one
     * @param changes whether those who know the token can change something here
     */
    StatusView(
            Supplier<? extends JsonNode> status,
            Lookup lookup,
            TaskMeters tasks,
            Supplier<Optional<GovernorView>> governor,
            InstantSource clock,
            boolean changes) {
        this.changes = changes;
        this.status = status;
        this.governor = governor;
        this.lookup = lookup;
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * Begins to remember, in a thread of its own.
     *
     * @param round told of each round
     */
    void start(Runnable round) {
        round.run();
        var unused = sampler.scheduleAtFixedRate(
                () -> {
                    sample();
                    round.run();
                },
                0,
                SAMPLE_SECONDS,
                TimeUnit.SECONDS);
    }

    private void sample() {
        List<JobFigures> figures = tasks.figures();
        double came = figures.stream().mapToDouble(job -> job.flow().came()).sum();
        double done = figures.stream().mapToDouble(job -> job.flow().done()).sum();
        rates.add(new History.Sample(clock.millis(), List.of(came, done)));
        governor.get().ifPresent(view -> limits.add(view.sample(clock.millis())));
    }

    Response page() {
        List<String> plots = new ArrayList<>(List.of(ratesPlot.svg(rates.samples())));
        governor.get().ifPresent(view -> plots.addAll(view.plots(limits.samples())));
        String html = page.html(status.get(), lookup.quarantined(), plots, changes);
        return new Response(200, "text/html; charset=utf-8", html, Map.of("Content-Security-Policy", page.policy()));
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
