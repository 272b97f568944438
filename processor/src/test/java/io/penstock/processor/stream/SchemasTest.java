package io.penstock.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.penstock.api.Outcome;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import io.penstock.records.Command;
import io.penstock.records.Command.Lane;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandJson;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.FailureKind;
import io.penstock.records.GovernorJson;
import io.penstock.records.GovernorRecord;
import io.penstock.records.InstanceLoad;
import io.penstock.records.JobIdentity;
import io.penstock.records.JobsJson;
import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import io.penstock.records.Ruling;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Holds real records against the schemas that are published in {@code docs/schemas}. */
class SchemasTest {
    private static final Path SCHEMAS = Path.of("../docs/schemas");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatTheTopologyWrites_shouldBeAsItsSchemasSay() throws IOException {
        TestJob refusing = TestJob.named("refuse");
        TestJob failing = TestJob.named("fail");
        TestJob conditional = TestJob.named("pointed").taskId("/missing").shardKey("/k");
        TestJob later = TestJob.named("later").queued("delay: 30d");
        try (TestStream stream = new TestStream(
                TestSettings.of(TestJob.named("copy"), refusing, failing, conditional, later),
                Map.of(
                        "copy",
                        (task, context) -> Outcome.succeeded(Map.of("id", task.id())),
                        "refuse",
                        (task, context) -> Outcome.rejected("no: \u0000 ü €"),
                        "fail",
                        (task, context) -> {
                            throw new IllegalStateException("broken");
                        },
                        "pointed",
                        (task, context) -> Outcome.succeeded(),
                        "later",
                        (task, context) -> Outcome.succeeded()))) {
            stream.put(
                    Change.insert(1, 10, "\"k\": \"a\""),
                    Change.insert(1, 10, "\"k\": \"a\""),
                    Change.update(1, 20, "\"k\": \"a\""),
                    Change.update(1, 15, "\"k\": \"a\""),
                    Change.gone(1, 25),
                    Change.read(2, 30, "\"k\": {\"$oid\": \"507f1f77bcf86cd799439011\"}"),
                    Change.delete(1, 40));
            stream.put(new TestRecord<>("no key".getBytes(UTF_8), "no JSON".getBytes(UTF_8)));
            stream.put(new TestRecord<>(null, new byte[] {(byte) 0xff, 0}));
            stream.put(Change.insert(3, 50, "\"k\": \"" + "x".repeat(TestSettings.MAX_RECORD_BYTES - 20_000) + "\""));
            stream.command("broken", "{".getBytes(UTF_8));
            stream.command(null, "{".getBytes(UTF_8));
            List<Written> letters = stream.deadLetters();
            Command.GivenUp given = givenUp(letters);
            int number = 0;
            for (Command.Request request : requests(given)) {
                Command command = new Command("c" + number++, Optional.of(1_900_000_000_000L), request);
                assertThat(problems("command", command.id(), Map.of(), JSON.readTree(CommandJson.write(command))))
                        .as("%s", command)
                        .isEmpty();
                stream.command(command);
            }

            assertThat(letters).hasSizeGreaterThan(8);
            hold("dead-letter", letters);
            assertThat(reasons(letters))
                    .contains("rejected", "handler-failed", "not-json", "pointer-missing", "not-a-command");
            List<Written> results = stream.results();
            assertThat(results).hasSizeGreaterThan(2);
            hold("result", results);
            List<Written> answers = stream.answers();
            assertThat(answers).hasSizeGreaterThan(9);
            hold("command-answer", answers);
            List<Written> events = stream.taskEvents();
            hold("task-event", events);
            assertThat(events.stream().map(event -> event.json().path("event").asText()))
                    .contains(
                            "admitted",
                            "duplicate",
                            "stale",
                            "unchanged",
                            "superseded",
                            "succeeded",
                            "rejected",
                            "dead-lettered",
                            "cancelled",
                            "discarded",
                            "job-retired");
        }
    }

    @Test
    void whatIsRecordedOfJobs_shouldBeAsItsSchemaSays() throws IOException {
        JobIdentity named = new JobIdentity(
                List.of("shop.orders", "crm.*"),
                Optional.of("/number"),
                Optional.of("/v"),
                Optional.of("/customer"),
                Optional.of("none"));
        JobIdentity bare = new JobIdentity(
                List.of("shop.orders"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Layout layout = new Layout(true, 8);
        for (JobsRecord record : List.of(
                Job.first("invoice", named),
                new Job("invoice", named, 0, Map.of(), Optional.of(new Move(Stage.DRAINING, bare))),
                new Job("invoice", bare, 1, Map.of("p.shop.orders-0", "x"), Optional.of(new Move(Stage.SEEDING, bare))),
                Deployment.first(layout),
                new Deployment(layout, 1, Optional.of(new Layout(false, 4))),
                Deployment.first(layout).havingRunAtLeastOnce(),
                new Changes("penstock.shop.orders", 8))) {
            assertThat(problems("jobs", record.key(), Map.of(), JSON.readTree(JobsJson.write(record))))
                    .as("%s", record)
                    .isEmpty();
            assertThat(JobsJson.read(JobsJson.write(record))).hasValue(record);
        }
    }

    @Test
    void schemas_shouldKnowAllWords() throws IOException {
        JsonNode letter = schema("dead-letter").at("/properties/headers/properties");
        assertThat(words(letter.path("penstock.reason")))
                .isEqualTo(texts(DeadLetterReason.values(), DeadLetterReason::text));
        assertThat(words(letter.path("penstock.kind"))).isEqualTo(texts(FailureKind.values(), FailureKind::text));
        assertThat(words(letter.path("penstock.severity"))).isEqualTo(texts(Severity.values(), Severity::text));
        assertThat(words(schema("task-event").at("/properties/headers/properties/penstock.event")))
                .isEqualTo(texts(TaskEventKind.values(), TaskEventKind::text));
        JsonNode answer = schema("command-answer").at("/properties/value/properties");
        assertThat(words(answer.path("code"))).isEqualTo(texts(CommandAnswer.Code.values(), CommandAnswer.Code::text));
        assertThat(words(answer.path("status")))
                .isEqualTo(texts(CommandAnswer.Status.values(), CommandAnswer.Status::text));
        Set<String> kinds = new HashSet<>();
        schema("command")
                .at("/properties/value/oneOf")
                .forEach(each -> kinds.addAll(words(each.at("/properties/command"))));
        assertThat(kinds).isEqualTo(texts(Command.Kind.values(), Command.Kind::text));
    }

    @Test
    void whatIsSaidOfTheGovernor_shouldBeAsItsSchemaSays() throws IOException {
        Ruling ruling = new Ruling(
                new Ruling.Author("run-1:7070", 7, 1_900_000_000_000L),
                12.5,
                OptionalDouble.of(14),
                new Ruling.Standing("holding", "the limit broke at 14"),
                Map.of("run-1:7070", 6.25),
                List.of(new Ruling.SignalReading("probe", 0.7, 3_100_000, 20_000_000, false)),
                new Ruling.Use(9.5, 3));
        InstanceLoad load = new InstanceLoad("run-1:7070", 12, 7.5, new InstanceLoad.Work(1_200, 3.2, 0.05));
        for (GovernorRecord said : List.of(ruling, load)) {
            assertThat(problems("governor", said.key(), Map.of(), JSON.readTree(GovernorJson.write(said))))
                    .isEmpty();
        }
        assertThat(problems("governor", load.key(), Map.of(), JSON.nullNode())).isEmpty();
        assertThat(problems("governor", load.key(), Map.of(), JSON.readTree(GovernorJson.write(ruling))))
                .isNotEmpty();
        assertThat(problems("governor", ruling.key(), Map.of(), JSON.nullNode()))
                .isNotEmpty();
    }

    @Test
    void schemas_shouldRefuseWhatIsOtherwise() throws IOException {
        assertThat(problems(
                        "command", "1", Map.of(), JSON.readTree("{\"format\":1,\"id\":\"1\",\"command\":\"explode\"}")))
                .isNotEmpty();
        assertThat(problems("result", "1", Map.of("penstock.format", "1"), JSON.readTree("{}")))
                .isNotEmpty();
        assertThat(problems(
                        "task-event",
                        "1",
                        Map.of("penstock.format", "1", "penstock.event", "admitted"),
                        JSON.readTree("{\"format\":1}")))
                .isNotEmpty();
    }

    private static List<Command.Request> requests(Command.GivenUp given) {
        Optional<Lane> lane = Optional.of(new Lane.OfShardKey("a"));
        Optional<Lane> task = Optional.of(new Lane.OfTask(Optional.of("shop.orders"), "1"));
        return List.of(
                new Command.Pause("later", lane),
                new Command.Resume("later", lane),
                new Command.Pause("later", task),
                new Command.Pause("later", Optional.empty()),
                new Command.Resume("later", Optional.empty()),
                new Command.Release("later", lane.get()),
                new Command.Cancel("later", Optional.of("shop.orders"), "1"),
                new Command.Discard(given),
                new Command.Retry(given),
                new Command.Forget("copy", Optional.empty(), "2"),
                new Command.Retire("later", Command.OpenTasks.FINISH),
                new Command.Retire("later", Command.OpenTasks.CANCEL),
                new Command.Retire("refuse", Command.OpenTasks.CANCEL),
                new Command.Pause("nobody's", Optional.empty()));
    }

    /** The newest of its document. */
    private static Command.GivenUp givenUp(List<Written> letters) {
        Written letter = letters.stream()
                .filter(each -> each.header("job").equals("fail")
                        && each.header("task-id").equals("2"))
                .findFirst()
                .orElseThrow();
        return new Command.GivenUp(
                letter.header("job"),
                letter.header("collection"),
                letter.header("task-id"),
                new Command.Version(
                        letter.header("document-id"), letter.header("version"), letter.header("operation"), 10),
                letter.header("shard-key"),
                new Command.Tries(1, Integer.parseInt(letter.header("attempts")), false),
                new Command.Contents(
                        Optional.of(letter.json().get("after").asText()), Optional.empty(), Optional.of("{}")),
                new Command.Source(letter.header("source-topic"), 0, 5, 11));
    }

    private static void hold(String schema, List<Written> records) throws IOException {
        for (Written record : records) {
            assertThat(problems(schema, record.key(), record.headers(), value(record.value())))
                    .as("%s", record)
                    .isEmpty();
        }
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isMissingNode() ? JSON.getNodeFactory().textNode(text) : value;
        } catch (JsonProcessingException noJson) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static Set<ValidationMessage> problems(
            String schema, String key, Map<String, String> headers, JsonNode value) throws IOException {
        ObjectNode record = JSON.createObjectNode().put("key", key);
        headers.forEach(record.putObject("headers")::put);
        record.set("value", value);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(schema(schema))
                .validate(record);
    }

    private static JsonNode schema(String name) throws IOException {
        return JSON.readTree(Files.readString(SCHEMAS.resolve(name + ".schema.json")));
    }

    private static Set<String> reasons(List<Written> letters) {
        return letters.stream().map(letter -> letter.header("reason")).collect(Collectors.toSet());
    }

    private static Set<String> words(JsonNode property) {
        Set<String> words = new HashSet<>();
        property.path("enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static <T> Set<String> texts(T[] values, Function<T, String> text) {
        Stream<String> all = Arrays.stream(values).map(text);
        return all.collect(Collectors.toSet());
    }
}
