package io.penstock.processor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.processor.http.HttpPort;
import io.penstock.processor.http.Peers;
import io.penstock.processor.http.Response;
import io.penstock.processor.http.Route;
import io.penstock.processor.http.Tls;
import io.penstock.processor.http.Token;
import io.penstock.processor.inspection.FiguresJson;
import io.penstock.processor.inspection.StoredTasks;
import io.penstock.processor.metrics.Meters;
import io.penstock.processor.metrics.TaskMeters;
import io.penstock.processor.row.StoredPart;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.HttpSettings;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.settings.WorkSettings.Order;
import io.penstock.settings.WorkSettings.Tier;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;

/**
 * What a process shows of itself: its meters, its health, its tasks, and the port at which all of that is to be had. The
 * port is bound when this is made, since the processor has to say where it is; it answers once {@link #start} was called.
 */
public final class Observation implements AutoCloseable {
    private final Settings settings;
    private final InstantSource clock;
    private final Instant began;
    private final Meters meters = new Meters();
    private final TaskMeters tasks;
    private final HttpPort port;
    private final Peers peers;
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final Liveness loops;
    private final ObjectMapper json = new ObjectMapper();
    private final List<Route> offered = new ArrayList<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private volatile Optional<App> app = Optional.empty();
    private volatile Optional<GovernorView> governor = Optional.empty();

    /**
     * A part of the process.
     *
     * @param name what it is called
     * @param state what it does, in a word
     * @param ready whether it does its work
     * @param rounds for how many seconds its slowest loop has not come round; empty if it has none
     */
    public record Part(String name, Supplier<String> state, BooleanSupplier ready, Supplier<OptionalLong> rounds) {}

    private Observation(Settings settings, InstantSource clock, HttpPort port, Optional<SSLContext> tls) {
        this.settings = settings;
        this.clock = clock;
        this.began = clock.instant();
        this.loops = new Liveness(clock);
        this.port = port;
        this.peers = new Peers(tls);
        this.tasks = new TaskMeters(settings.jobs(), meters, clock);
    }

    /**
     * Makes it; empty if the settings want no port.
     *
     * @throws IOException if the port, the token or the key cannot be had: the message says what to do
     */
    public static Optional<Observation> open(Settings settings, InstantSource clock) throws IOException {
        HttpSettings http = settings.processing().http();
        if (!http.enabled()) {
            return Optional.empty();
        }
        Optional<Token> token = http.tokenFile().isPresent()
                ? Optional.of(Token.read(http.tokenFile().get()))
                : Optional.empty();
        Optional<SSLContext> tls = tls(http);
        HttpPort port = new HttpPort(new HttpPort.Options(http.host(), http.port(), http.advertised(), token, tls));
        return Optional.of(new Observation(settings, clock, port, tls));
    }

    /** What is wrong with the files that the section {@code http} names. */
    public static List<Problem> problems(Settings settings) {
        HttpSettings http = settings.processing().http();
        List<Problem> problems = new ArrayList<>();
        if (!http.enabled()) {
            return problems;
        }
        http.tokenFile().ifPresent(file -> {
            try {
                Token.read(file);
            } catch (IOException e) {
                problems.add(new Problem("/http/token-file", String.valueOf(e.getMessage())));
            }
        });
        try {
            tls(http);
        } catch (IOException e) {
            problems.add(new Problem("/http/keystore", String.valueOf(e.getMessage())));
        }
        return problems;
    }

    /** The key with which processes of these settings speak TLS; empty if they do not. */
    public static Optional<SSLContext> tls(HttpSettings http) throws IOException {
        return http.tls().isPresent()
                ? Optional.of(Tls.context(
                        http.tls().get().keystore(), http.tls().get().password()))
                : Optional.empty();
    }

    /** Hears of tasks. */
    public TaskListener listener() {
        return tasks;
    }

    /** The process's meters, to add to. */
    public Meters meters() {
        return meters;
    }

    /** {@code host:port} at which other processes reach it. */
    public String address() {
        return port.advertised();
    }

    /** Where to look at it from this machine. */
    public String url() {
        return port.url();
    }

    /** Shows the processor. */
    public void show(App processor) {
        processor.stream().measure(meters::add);
        show(new Part(
                "processor",
                processor::state,
                processor::isRunning,
                () -> processor.stream().figures().slowestRound()));
        meters.add(
                "penstock.stream.threads",
                "Stream threads.",
                "",
                () -> processor.stream().threads());
        showTiers("penstock.attempts.running", "Attempts that run.", processor.stream()::running);
        showTiers("penstock.attempts.waiting", "Lanes that wait for a place to run.", processor.stream()::waiting);
        meters.add(
                "penstock.attempts.lost",
                "Attempts that may not settle any more, and whose handlers have not returned.",
                "",
                processor.stream()::lost);
        app = Optional.of(processor);
        governor = processor
                .governing()
                .flatMap(it -> settings.processing().governor().map(terms -> new GovernorView(it, terms)));
        governor.ifPresent(view -> view.register(meters));
    }

    private void showTiers(String name, String description, ToIntFunction<Tier> figure) {
        Map<String, Tier> tiers = new LinkedHashMap<>();
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name().toLowerCase(Locale.ROOT), tier);
        }
        meters.addEach(
                name,
                description,
                "tier",
                List.copyOf(tiers.keySet()),
                tier -> Optional.ofNullable(tiers.get(tier))
                        .map(figure::applyAsInt)
                        .orElse(0));
    }

    /** Shows another part of the process. */
    public void show(Part part) {
        parts.add(part);
        meters.addEach(
                "penstock.part.ready",
                "Whether a part of the process does its work.",
                "part",
                List.of(part.name()),
                name -> part.ready().getAsBoolean() ? 1 : 0);
    }

    /**
     * A loop of the process has come round: to be told when it begins, and then at every round. It has to come round once a
     * minute, however long it waits for something.
     */
    public void round(String loop) {
        loops.round(loop);
    }

    /** Offers more than there is to look at: to be called before {@link #start}. */
    public void offer(List<Route> routes) {
        offered.addAll(routes);
    }

    /** Begins to answer. */
    public void start() {
        StoredTasks stored = new StoredTasks(this::stored, this::ordered, clock);
        Lookup lookup = new Lookup(stored, settings, this::everywhere, json);
        boolean changes = settings.processing().http().tokenFile().isPresent() && !offered.isEmpty();
        StatusView view = new StatusView(() -> status(true), lookup, tasks, () -> governor, clock, changes);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get("/", 0, request -> view.page()));
        routes.add(Route.get(
                "/metrics", 0, request -> Response.of("text/plain; version=0.0.4; charset=utf-8", meters.scrape())));
        routes.add(Route.get("/health/live", 0, request -> live()));
        routes.add(Route.get("/health/ready", 0, request -> ready()));
        routes.add(Route.get(
                "/status",
                0,
                request -> Response.json(
                        200, status(!isLocal(request.parameter("scope"))).toString())));
        routes.addAll(lookup.routes());
        routes.addAll(offered);
        port.start(routes);
        view.start(() -> round("status-samples"));
        open.add(view);
    }

    private static boolean isLocal(Optional<String> scope) {
        return scope.equals(Optional.of("this"));
    }

    private Response live() {
        ObjectNode answer = json.createObjectNode();
        boolean live = true;
        Map<String, Long> rounds = new TreeMap<>(loops.secondsSinceRound());
        app.ifPresent(it -> rounds.putAll(it.loops().secondsSinceRound()));
        parts.forEach(part -> part.rounds().get().ifPresent(seconds -> rounds.put(part.name(), seconds)));
        ObjectNode shown = answer.putObject("secondsSinceRound");
        for (Map.Entry<String, Long> loop : rounds.entrySet()) {
            shown.put(loop.getKey(), loop.getValue());
            live &= !Liveness.hangs(loop.getValue());
        }
        return Response.json(live ? 200 : 503, answer.put("live", live).toString());
    }

    private Response ready() {
        ObjectNode answer = json.createObjectNode();
        ObjectNode states = answer.putObject("parts");
        boolean ready = !parts.isEmpty();
        for (Part part : parts) {
            states.put(part.name(), part.state().get());
            ready &= part.ready().getAsBoolean();
        }
        return Response.json(ready ? 200 : 503, answer.put("ready", ready).toString());
    }

    private ObjectNode status(boolean everywhere) {
        ObjectNode own = own();
        if (!everywhere) {
            return own;
        }
        ObjectNode all = json.createObjectNode();
        all.put("application", settings.application());
        all.put("now", own.path("now").asText());
        ArrayNode instances = all.putArray("instances");
        instances.add(own);
        List<JsonNode> processes = new ArrayList<>(List.of(own));
        for (Peers.Answer answer : askOthers("/status?scope=this")) {
            JsonNode other = parsed(answer);
            instances.add(other);
            processes.add(other);
        }
        governor.flatMap(GovernorView::all).ifPresent(ruling -> all.set("governor", ruling));
        all.put(
                "lag",
                processes.stream().mapToLong(each -> each.path("lag").asLong()).sum());
        all.set("jobs", FiguresJson.together(processes));
        return all;
    }

    private ObjectNode own() {
        long now = clock.millis();
        ObjectNode own = json.createObjectNode();
        own.put("application", settings.application());
        own.put("address", address());
        own.put("started", began.toString());
        own.put("now", Instant.ofEpochMilli(now).toString());
        boolean ready = !parts.isEmpty();
        ObjectNode states = own.putObject("parts");
        List<String> words = new ArrayList<>();
        for (Part part : parts) {
            states.put(part.name(), part.state().get());
            words.add(part.name() + " " + part.state().get());
            ready &= part.ready().getAsBoolean();
        }
        own.put("state", String.join(", ", words));
        own.put("ready", ready);
        ArrayNode partitions = own.putArray("partitions");
        app.ifPresent(it -> it.stream().partitions().forEach(partitions::add));
        app.map(it -> it.stream().figures().lag())
                .filter(OptionalLong::isPresent)
                .ifPresent(lag -> own.put("lag", lag.getAsLong()));
        own.put(
                "attempts",
                app.map(it -> Arrays.stream(Tier.values())
                                .mapToInt(it.stream()::running)
                                .sum())
                        .orElse(0));
        governor.ifPresent(view -> own.set("governor", view.own()));
        own.put("asOf", "the last commit");
        own.set("jobs", app.isPresent() ? FiguresJson.of(tasks.figures(), now) : json.createArrayNode());
        return own;
    }

    /** What the other processes say to this. */
    private List<Peers.Answer> askOthers(String target) {
        List<String> others = app.map(it -> it.stream().addresses()).orElse(List.of()).stream()
                .filter(address -> !address.equals(address()))
                .toList();
        return peers.ask(others, target);
    }

    private List<JsonNode> everywhere(String target) {
        return askOthers(target).stream().map(this::parsed).toList();
    }

    private JsonNode parsed(Peers.Answer answer) {
        try {
            if (answer.good()) {
                return json.readTree(answer.body());
            }
        } catch (JsonProcessingException e) {
            return json.createObjectNode().put("address", answer.address()).put("error", "it answers no JSON");
        }
        String error = answer.status() == 0 ? answer.body() : "it answers with status " + answer.status();
        return json.createObjectNode().put("address", answer.address()).put("error", error);
    }

    private List<StoredPart> stored() {
        return app.map(it -> it.stream().stored()).orElse(List.of());
    }

    private boolean ordered(String name) {
        return settings.jobs().stream()
                .filter(job -> job.name().equals(name))
                .map(JobSettings::work)
                .allMatch(work -> work.lane().order() == Order.SHARD_KEY);
    }

    @Override
    public void close() throws Exception {
        port.close();
        for (AutoCloseable each : open) {
            each.close();
        }
        meters.close();
    }
}
