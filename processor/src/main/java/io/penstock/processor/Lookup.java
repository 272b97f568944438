package io.penstock.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.processor.http.Request;
import io.penstock.processor.http.Response;
import io.penstock.processor.http.Route;
import io.penstock.processor.inspection.StoredTasks;
import io.penstock.settings.DurationText;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers what is asked of tasks and lanes, here and, unless it is asked not to, of the other processes. */
final class Lookup {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final StoredTasks stored;
    private final Settings settings;
    private final Function<String, List<JsonNode>> others;
    private final ObjectMapper json;

    /**
     * @param others asks the other processes for a target
     */
    Lookup(StoredTasks stored, Settings settings, Function<String, List<JsonNode>> others, ObjectMapper json) {
        this.stored = stored;
        this.settings = settings;
        this.others = others;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/tasks", 2, this::task),
                Route.get("/tasks", 0, this::tasks),
                Route.get("/lanes", 0, this::lanes));
    }

    /** The lanes in quarantine, of all processes. */
    JsonNode quarantined() {
        return gathered("lanes", stored.quarantined(USUAL), "/lanes?show=quarantined&scope=this")
                .path("lanes");
    }

    private Response task(Request request) {
        String job = request.segments().get(0);
        String taskId = request.segments().get(1);
        if (settings.jobs().stream().noneMatch(known -> known.name().equals(job))) {
            return Response.problem(404, "There is no job '" + shortened(job) + "' here; " + jobs());
        }
        ArrayNode here = stored.find(job, taskId);
        ObjectNode answer = local(request)
                ? alone("documents", here)
                : gathered("documents", here, "/tasks/" + escaped(job) + "/" + escaped(taskId) + "?scope=this");
        return Response.json(200, answer.put("job", job).put("taskId", taskId).toString());
    }

    private Response tasks(Request request) {
        Optional<Duration> older = request.parameter("older-than").flatMap(DurationText::parse);
        if (request.parameter("older-than").isPresent() && older.isEmpty()) {
            return Response.problem(400, "'older-than' must be a duration such as 30s, 10m or 2h.");
        }
        Optional<Integer> most = most(request);
        if (most.isEmpty()) {
            return wrongLimit();
        }
        Optional<String> state = request.parameter("state");
        if (state.filter(word ->
                        !List.of("ready", "waiting", "quarantined", "paused").contains(word))
                .isPresent()) {
            return Response.problem(400, "'state' must be ready, waiting, quarantined or paused.");
        }
        StoredTasks.Filter filter = new StoredTasks.Filter(
                request.parameter("job"),
                state,
                request.parameter("lane"),
                older.map(Duration::toMillis).orElse(Long.MIN_VALUE),
                most.get());
        ArrayNode here = stored.list(filter);
        ObjectNode answer = local(request) ? alone("tasks", here) : gathered("tasks", here, "/tasks" + again(request));
        return Response.json(200, answer.toString());
    }

    private Response lanes(Request request) {
        Optional<Integer> most = most(request);
        if (most.isEmpty()) {
            return wrongLimit();
        }
        String show = request.parameter("show").orElse("quarantined");
        if (!List.of("quarantined", "hot").contains(show)) {
            return Response.problem(400, "'show' must be quarantined or hot.");
        }
        ArrayNode here = show.equals("hot") ? stored.hot(most.get()) : stored.quarantined(most.get());
        ObjectNode answer = local(request) ? alone("lanes", here) : gathered("lanes", here, "/lanes" + again(request));
        return Response.json(200, answer.toString());
    }

    private static Optional<Integer> most(Request request) {
        String text = request.parameter("limit").orElse(Integer.toString(USUAL));
        return text.matches("[1-9]\\d{0,3}") ? Optional.of(Math.min(MOST, Integer.parseInt(text))) : Optional.empty();
    }

    private static Response wrongLimit() {
        return Response.problem(400, "'limit' must be a number from 1 to " + MOST + ".");
    }

    private static boolean local(Request request) {
        return request.parameter("scope").equals(Optional.of("this"));
    }

    private static String again(Request request) {
        return "?scope=this&"
                + request.query().entrySet().stream()
                        .filter(pair ->
                                !pair.getKey().equals("scope") && !pair.getKey().isEmpty())
                        .map(pair -> escaped(pair.getKey()) + "=" + escaped(pair.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private ObjectNode alone(String name, ArrayNode here) {
        ObjectNode answer = json.createObjectNode().put("asOf", "the last commit");
        answer.set(name, here);
        return answer;
    }

    private ObjectNode gathered(String name, ArrayNode here, String target) {
        ObjectNode answer = alone(name, here);
        ArrayNode silent = answer.putArray("unanswered");
        for (JsonNode other : others.apply(target)) {
            if (other.has("error")) {
                silent.add(other);
            } else {
                other.path(name).forEach(here::add);
            }
        }
        return answer;
    }

    private String jobs() {
        return "there are " + settings.jobs().stream().map(JobSettings::name).collect(Collectors.joining(", ")) + ".";
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
