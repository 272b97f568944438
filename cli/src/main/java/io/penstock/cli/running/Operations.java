package io.penstock.cli.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.operate.Asked;
import io.penstock.cli.operate.Conversation;
import io.penstock.cli.operate.DeadLetterWork;
import io.penstock.cli.operate.Deed;
import io.penstock.cli.operate.Selection;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Terminal;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.http.Request;
import io.penstock.processor.http.Response;
import io.penstock.processor.http.Route;
import io.penstock.records.Command;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.Topics;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What operators may have done over HTTP: lanes released, dead letters tried again. One thing at a time, and as the commands
 * do it, through the topic of commands. Threads may share one.
 */
final class Operations {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** A request is over before a browser, or the port, gives it up. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private static final int RATE = 500;

    private final Settings settings;
    private final InstantSource clock;
    private final ReentrantLock busy = new ReentrantLock();

    Operations(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/release", 0, request -> alone(() -> release(request))),
                Route.post("/retry", 0, request -> alone(() -> retry(request))));
    }

    private Response release(Request request) {
        Optional<Response> objection = objection(request, Set.of("job", "lane"));
        if (objection.isPresent()) {
            return objection.get();
        }
        Optional<String> lane = request.parameter("lane");
        if (lane.isEmpty()) {
            return Response.problem(400, "Name the lane: /release?job=JOB&lane=SHARD_KEY");
        }
        Command.Release wanted =
                new Command.Release(request.parameter("job").orElseThrow(), new Command.Lane.OfShardKey(lane.get()));
        try (Conversation conversation = converse(new StopSignal())) {
            Asked asked = conversation.ask(command(wanted));
            conversation.await(PATIENCE);
            if (asked.answers().isEmpty()) {
                return Response.problem(
                        504, "The partition of the lane has not answered: it does what was asked when it comes back.");
            }
            return told(asked.answers());
        }
    }

    private Response retry(Request request) {
        Optional<Response> objection = objection(request, Set.of("job", "reason", "task"));
        if (objection.isPresent()) {
            return objection.get();
        }
        Optional<String> reason = request.parameter("reason");
        Optional<String> task = request.parameter("task");
        if (reason.isEmpty() == task.isEmpty()) {
            return Response.problem(400, "Say which: /retry?job=JOB&reason=REASON, or /retry?job=JOB&task=ID");
        }
        if (reason.filter(word -> DeadLetterReason.of(word).isEmpty()).isPresent()) {
            return Response.problem(400, "There is no such reason.");
        }
        Selection selection = new Selection(
                task.map(Set::of).orElse(Set.of()),
                request.parameter("job"),
                reason.map(Set::of).orElse(Set.of()),
                Optional.empty(),
                new Selection.Span(Optional.empty(), Optional.empty()));
        StopSignal stop = new StopSignal();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                stop::request,
                CompletableFuture.delayedExecutor(LONGEST.toMillis(), TimeUnit.MILLISECONDS, Runnable::run));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Terminal.NONE, stop, clock);
        int code = new DeadLetterWork(kafka(), topics(), selection, Deed.RETRY, around)
                .run(false, () -> converse(stop), this::command, new DeadLetterWork.Pace(RATE, PATIENCE));
        end.cancel(false);
        String more = stop.requested() ? " There may be more: ask again." : "";
        return answer(code == 0, out.toString(UTF_8).strip() + more);
    }

    /** What is wrong with the request. */
    private Optional<Response> objection(Request request, Set<String> known) {
        for (String name : request.query().keySet()) {
            if (!name.isEmpty() && !known.contains(name)) {
                return Optional.of(Response.problem(
                        400,
                        "There are no parameters here but "
                                + known.stream().sorted().toList() + "."));
            }
        }
        Optional<String> job = request.parameter("job");
        List<String> names = settings.jobs().stream().map(JobSettings::name).toList();
        if (job.filter(names::contains).isEmpty()) {
            return Optional.of(Response.problem(
                    job.isPresent() ? 404 : 400,
                    "Name one of the jobs with 'job': there are " + String.join(", ", names) + "."));
        }
        return Optional.empty();
    }

    private Response alone(Supplier<Response> work) {
        if (!busy.tryLock()) {
            return Response.problem(429, "Something else is being done here: ask again in a moment.");
        }
        try {
            return work.get();
        } catch (CommandFailure e) {
            return Response.problem(503, String.valueOf(e.getMessage()));
        } finally {
            busy.unlock();
        }
    }

    private static Response told(Map<Integer, CommandAnswer> answers) {
        boolean done = answers.values().stream().anyMatch(answer -> answer.status() == Status.DONE);
        return answer(
                done,
                answers.values().stream()
                        .filter(answer -> !done || answer.status() == Status.DONE)
                        .map(CommandAnswer::message)
                        .distinct()
                        .collect(Collectors.joining(" ")));
    }

    private static Response answer(boolean done, String message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return Response.json(200, json.put("done", done).put("message", message).toString());
    }

    private Conversation converse(StopSignal stop) {
        return new Conversation(kafka(), topics(), stop, clock);
    }

    private Command command(Command.Request request) {
        return new Command(UUID.randomUUID().toString(), Optional.of(clock.millis() + 60_000), request);
    }

    private KafkaAccess kafka() {
        return new KafkaAccess(settings.connections().kafka());
    }

    private Topics topics() {
        return new Topics(settings.application());
    }
}
