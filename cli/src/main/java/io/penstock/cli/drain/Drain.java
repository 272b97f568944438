package io.penstock.cli.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.inspect.Processes;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.processor.http.Peers.Answer;
import io.penstock.processor.http.Token;
import io.penstock.settings.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Has a process end its work and leave, and waits until the others have taken over. For one thread. */
public final class Drain {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Processes processes;
    private final Surroundings surroundings;
    private final Request request;

    /**
     * What is wanted.
     *
     * @param instance {@code host:port} of the process
     * @param force also if nobody is there to take over
     * @param patience until the others have taken over
     * @param asJson for programs
     */
    public record Request(String instance, boolean force, Duration patience, boolean asJson) {}

    public Drain(Processes processes, Surroundings surroundings, Request request) {
        this.processes = processes;
        this.surroundings = surroundings;
        this.request = request;
    }

    /**
     * Does it, tells what came of it, and returns the exit code.
     *
     * @throws CommandFailure if there is no such process, nobody to take over from it, or it refuses
     */
    public int run(Token token) throws InterruptedException {
        boolean alone = isAlone();
        Set<String> had = partitions();
        Instant began = surroundings.clock().instant();
        tell(token);
        Handover handover = new Handover(had, Map.of());
        boolean left = false;
        try (StatusLine line = new StatusLine(
                surroundings.err(),
                surroundings.terminal().err(),
                surroundings.terminal().columns(),
                surroundings.clock())) {
            while (!(left && (alone || handover.complete()))) {
                if (surroundings.stop().await(BETWEEN_LOOKS) || isOver(began)) {
                    return unfinished(left, handover);
                }
                List<String> present = processes.present();
                left = left || !present.contains(request.instance());
                if (left && !alone) {
                    handover = Handover.of(had, others(present));
                }
                line.show(left ? text(handover) : ending(had));
            }
        }
        return done(
                handover, alone, Duration.between(began, surroundings.clock().instant()));
    }

    private boolean isAlone() {
        String instance = request.instance();
        List<String> present = processes.present();
        if (!present.contains(instance)) {
            throw CommandFailure.wrongUsage("There is no process " + instance + ". "
                    + (present.isEmpty()
                            ? "None is there that can be looked into: does one run ('penstock run'), and have they an HTTP"
                                    + " port?"
                            : "There are: " + String.join(", ", present) + "."));
        }
        boolean alone = processes.membersBeside(instance) == 0;
        if (alone && !request.force()) {
            throw CommandFailure.failed(instance + " is the last: nobody would take over, and all work would rest until"
                    + " a process is started. Start another one first ('penstock run'), or say --force.");
        }
        return alone;
    }

    private Set<String> partitions() {
        Answer answer = processes.ask(request.instance(), "/status?scope=this");
        if (!answer.good()) {
            throw CommandFailure.failed(request.instance() + " cannot be asked: " + answer.body());
        }
        Set<String> partitions = new TreeSet<>();
        processes.parsed(answer).path("partitions").forEach(each -> partitions.add(each.asText()));
        return partitions;
    }

    private void tell(Token token) {
        Answer answer = processes.tell(request.instance(), "/drain", token);
        switch (answer.status()) {
            case 200 -> {
                // It has begun.
            }
            case 401, 403 ->
                throw CommandFailure.failed(request.instance() + " refuses the token: http.token-file of this"
                        + " configuration holds another one than the process has read, or it has read none.");
            case 404 ->
                throw CommandFailure.failed(request.instance() + " cannot be drained: only 'penstock run' can. One that"
                        + " runs a broker or an engine too ('penstock up') takes those with it: end it with Ctrl-C.");
            default -> throw CommandFailure.failed(request.instance() + " cannot be told: " + answer.body());
        }
    }

    private boolean isOver(Instant began) {
        return surroundings.clock().instant().isAfter(began.plus(request.patience()));
    }

    private String ending(Set<String> had) {
        Answer answer = processes.ask(request.instance(), "/status?scope=this");
        if (!answer.good()) {
            return request.instance() + " is leaving";
        }
        JsonNode own = processes.parsed(answer);
        return "%s: %d attempts run, %d of %d partitions are still there"
                .formatted(
                        request.instance(),
                        own.path("attempts").asInt(),
                        own.path("partitions").size(),
                        had.size());
    }

    private JsonNode others(List<String> present) {
        for (String address : present) {
            Answer answer = processes.ask(address, "/status");
            if (answer.good()) {
                return processes.parsed(answer).path("instances");
            }
        }
        return JsonNodeFactory.instance.arrayNode();
    }

    private String text(Handover handover) {
        return "%s has left; %s %d of %d partitions are taken over"
                .formatted(
                        request.instance(),
                        Figures.bar(handover.takenInAll(), handover.had().size()),
                        handover.takenInAll(),
                        handover.had().size());
    }

    private int done(Handover handover, boolean alone, Duration took) {
        String by = handover.taken().entrySet().stream()
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
        String who = alone
                ? "nobody has taken over its " + handover.had().size() + " partitions"
                : handover.had().isEmpty() ? "it had no partitions" : "its partitions are worked on by " + by;
        tell("drained", handover, "%s has left in %s: %s.".formatted(request.instance(), Figures.duration(took), who));
        return ExitCodes.DONE;
    }

    private int unfinished(boolean left, Handover handover) {
        String why = surroundings.stop().requested()
                ? "Nobody watches any more; "
                : "Not done within " + DurationText.format(request.patience()) + ": ";
        tell(
                left ? "left" : "draining",
                handover,
                why
                        + (left
                                ? text(handover)
                                        + ". 'penstock status' shows who restores its stores, or is not ready; it"
                                        + " counts those that can be looked into alone."
                                : request.instance()
                                        + " is leaving, and does so without this command: it lets what runs"
                                        + " end within shutdown.grace."));
        return ExitCodes.FAILED;
    }

    private void tell(String state, Handover handover, String message) {
        if (request.asJson()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("instance", request.instance())
                    .put("state", state)
                    .put("partitions", handover.had().size());
            ObjectNode taken = json.putObject("takenOver");
            handover.taken().forEach(taken::put);
            surroundings.out().println(json.put("message", message));
        } else {
            surroundings.out().println(message);
        }
        surroundings.out().flush();
    }
}
