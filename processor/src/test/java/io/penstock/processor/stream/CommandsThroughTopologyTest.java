package io.penstock.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import io.penstock.records.Command;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsThroughTopologyTest {
    private TaskHandler handler = (task, context) -> Outcome.rejected("broken");
    private final TestStream stream = new TestStream(
            TestSettings.of(TestJob.named("index"), TestJob.named("later").queued("delay: 30d")),
            Map.of(
                    "index",
                    (task, context) -> handler.handle(task, context),
                    "later",
                    (task, context) -> Outcome.succeeded()));

    @AfterEach
    void close() {
        stream.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON|{oops|malformed|must be a JSON object",
                "no object|[1]|malformed|must be a JSON object",
                "nothing at all||malformed|must be a JSON object",
                "no format|{\"id\":\"1\",\"command\":\"pause\",\"job\":\"later\"}|unknown-format|\"format\": 1",
                "a later format|{\"format\":2,\"id\":\"1\"}|unknown-format|\"format\": 1",
                "no id|{\"format\":1,\"command\":\"pause\",\"job\":\"later\"}|malformed|'id'",
                "no command|{\"format\":1,\"id\":\"1\",\"job\":\"later\"}|malformed|'command' is missing",
                "an unknown kind|{\"format\":1,\"id\":\"1\",\"command\":\"explode\",\"job\":\"later\"}|unknown-kind|'explode'",
                "no job|{\"format\":1,\"id\":\"1\",\"command\":\"pause\"}|malformed|'job' is missing",
                "a number for a job|{\"format\":1,\"id\":\"1\",\"command\":\"pause\",\"job\":7}|malformed|'job' must be text",
                "an unknown job|{\"format\":1,\"id\":\"1\",\"command\":\"pause\",\"job\":\"no\"}|unknown-job|index, later",
                "an inline job|{\"format\":1,\"id\":\"1\",\"command\":\"pause\",\"job\":\"index\"}|inline-job|execution: queued",
                "no lane|{\"format\":1,\"id\":\"1\",\"command\":\"release\",\"job\":\"later\"}|malformed|'shard_key'",
                "no task|{\"format\":1,\"id\":\"1\",\"command\":\"cancel\",\"job\":\"later\"}|malformed|'task_id' is missing",
                "no time|{\"format\":1,\"id\":\"1\",\"expires\":\"soon\",\"command\":\"pause\",\"job\":\"later\"}|malformed|'expires'",
                "too late|{\"format\":1,\"id\":\"1\",\"expires\":\"2025-12-31T00:00:00Z\",\"command\":\"pause\",\"job\":\"later\"}"
                        + "|expired|Send it again",
                "no dead letter|{\"format\":1,\"id\":\"1\",\"command\":\"retry\",\"job\":\"later\"}|malformed|'source'"
            })
    void shouldAnswerWhatCannotBeObeyed(String what, String text, String code, String says) {
        stream.command("asked", text == null ? new byte[0] : text.getBytes(UTF_8));

        Written answer = stream.answers().get(0);
        assertThat(answer.json().get("code").asText()).as(answer.value()).isEqualTo(code);
        assertThat(answer.json().get("message").asText()).contains(says);
        assertThat(stream.deadLetters()).isEmpty();
    }

    @Test
    void shouldGiveUpWhatHasNobodyToAnswer() {
        stream.command(null, "{oops".getBytes(UTF_8));

        assertThat(stream.answers()).isEmpty();
        assertThat(stream.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.header("reason")).isEqualTo("not-a-command");
            assertThat(letter.value()).isEqualTo("{oops");
            assertThat(letter.header("source-topic")).isEqualTo("penstock.commands");
        });
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        byte[] large = ("{\"format\":1,\"id\":\"1\",\"command\":\"pause\",\"job\":\"later\",\"x\":\""
                        + "x".repeat(TestSettings.MAX_RECORD_BYTES) + "\"}")
                .getBytes(UTF_8);

        stream.command("1", large);

        assertThat(codes(stream.answers())).containsExactly("too-large");
    }

    @Test
    void shouldTryATaskOfAnInlineJobAgain_once() {
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        Written letter = letter("index");
        assertThat(letter.header("round")).isEqualTo("1");
        handler = (task, context) -> Outcome.succeeded(context.attempt().count());

        stream.command(retry("a", letter));
        stream.command(retry("a", letter));

        assertThat(codes(stream.answers())).containsExactly("done", "succeeded");
        assertThat(stream.results()).singleElement().satisfies(result -> {
            assertThat(result.header("round")).isEqualTo("2");
            assertThat(result.header("attempts")).isEqualTo("2");
            assertThat(result.json().asInt()).as("the number of the attempt").isGreaterThan(1);
        });
        assertThat(stream.told()).contains("index retried 1");
    }

    @Test
    void shouldNotTryAgainWhatALaterVersionHasOvertaken() {
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        Written letter = letter("index");
        handler = (task, context) -> Outcome.succeeded();
        stream.put(Change.update(1, 20, "\"n\": 2"));

        stream.command(retry("a", letter));

        assertThat(codes(stream.answers())).containsExactly("stale");
        assertThat(stream.results()).hasSize(1);
    }

    @Test
    void shouldTryAgainWhatALaterVersionHasJoined_whichBroughtNothingNew() {
        try (TestStream queued = new TestStream(
                TestSettings.of(TestJob.named("bill").queued("max-attempts: 1")),
                Map.of("bill", (task, context) -> Outcome.succeeded()))) {
            queued.put(Change.insert(1, 10, "\"n\": 1"), Change.update(1, 20, "\"n\": 1"));
            queued.pass(Duration.ofMillis(100));
            queued.work(new Completion.Refused(new Failure(DeadLetterReason.REJECTED, "test", "broken")));
            queued.pass(Duration.ofMillis(100));
            Written letter = queued.deadLetters().get(0);

            queued.command(retry("a", letter));

            assertThat(codes(queued.answers())).containsExactly("done");
            assertThat(queued.told()).contains("bill unchanged 1", "bill retried 1");
        }
    }

    @Test
    void shouldGiveUpAgain_andTryOnlyTheNewestDeadLetterAgain() {
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        Written first = letter("index");
        stream.command(retry("a", first));
        Written second = letter("index");
        assertThat(second.header("round")).isEqualTo("2");

        stream.command(retry("b", first), retry("c", second));

        assertThat(codes(stream.answers())).containsExactly("done", "already", "done");
        assertThat(letter("index").header("round")).isEqualTo("3");
    }

    @Test
    void shouldCancelWhatWaits_andForgetIt() {
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        stream.told();
        Command cancel = command("a", new Command.Cancel("later", Optional.empty(), "1"));
        Command forget = command("b", new Command.Forget("later", Optional.of("shop.orders"), "1"));

        stream.command(cancel, cancel, forget, forget);

        assertThat(codes(stream.answers())).containsExactly("done", "not-here", "done", "not-here");
        assertThat(stream.told()).containsExactly("later cancelled 1");
    }

    @Test
    void shouldTakeForNew_whatWasForgotten() {
        handler = (task, context) -> Outcome.succeeded();
        stream.put(Change.insert(1, 10, "\"n\": 1"), Change.insert(1, 10, "\"n\": 1"));
        assertThat(stream.results()).hasSize(1);

        stream.command(command("a", new Command.Forget("index", Optional.empty(), "1")));
        stream.put(Change.insert(1, 10, "\"n\": 1"));

        assertThat(stream.answers().get(0).json().get("documents").get(0).asText())
                .isEqualTo("1");
        assertThat(stream.results()).hasSize(1);
    }

    @Test
    void shouldNotTryAgainWhatWasDiscarded() {
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        Written letter = letter("index");
        stream.told();
        handler = (task, context) -> Outcome.succeeded();

        stream.command(command("a", new Command.Discard(givenUp(letter))));
        stream.command(command("b", new Command.Discard(givenUp(letter))), retry("c", letter));

        assertThat(codes(stream.answers())).containsExactly("done", "discarded", "discarded");
        assertThat(stream.told()).containsExactly("index discarded 1");
        assertThat(stream.results()).isEmpty();

        stream.put(Change.update(1, 20, "\"n\": 2"));
        assertThat(stream.results()).as("a later version runs").hasSize(1);
    }

    @Test
    void shouldRetireAJob_andForgetWhatItKnew() {
        handler = (task, context) -> Outcome.succeeded();
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        assertThat(stream.results()).hasSize(1);
        stream.told();

        stream.command(command("a", new Command.Retire("index", Command.OpenTasks.FINISH)));
        stream.command(command("b", new Command.Retire("index", Command.OpenTasks.FINISH)));
        assertThat(codes(stream.answers())).containsExactly("more", "already");
        assertThat(stream.told()).containsExactly("index job-retired index");
        stream.put(Change.insert(2, 20, "\"n\": 1"));
        assertThat(stream.told()).containsExactly("index cancelled 2");
        assertThat(stream.results()).isEmpty();

        stream.command(command("c", new Command.Resume("index", Optional.empty())));
        stream.put(Change.insert(1, 10, "\"n\": 1"));
        assertThat(stream.results()).as("the ledger knows nothing of it").hasSize(1);
    }

    @Test
    void shouldCancelWhatIsOpenOfARetiredJob() {
        stream.put(Change.insert(1, 10, "\"n\": 1"), Change.insert(2, 20, "\"n\": 1"));
        stream.told();
        stream.command(command("a", new Command.Retire("later", Command.OpenTasks.FINISH)));
        assertThat(stream.answers().get(0).json().get("tasks").asInt()).isEqualTo(2);
        assertThat(stream.told()).as("they are for next month").isEmpty();

        stream.command(command("b", new Command.Retire("later", Command.OpenTasks.CANCEL)));

        assertThat(stream.told())
                .containsExactlyInAnyOrder("later cancelled 1", "later cancelled 2", "later job-retired later");
        stream.command(command("c", new Command.Cancel("later", Optional.empty(), "1")));
        assertThat(codes(stream.answers())).containsExactly("more", "not-here");
    }

    @Test
    void shouldNameTheLanesOfAJobAsItsOrderIs() {
        stream.command(command("a", new Command.Pause("later", Optional.of(new Command.Lane.OfShardKey("1")))));
        stream.command(command(
                "b", new Command.Pause("later", Optional.of(new Command.Lane.OfTask(Optional.empty(), "1")))));

        assertThat(codes(stream.answers())).containsExactly("done", "wrong-address");
    }

    private Written letter(String job) {
        return stream.deadLetters().stream()
                .filter(letter -> letter.header("job").equals(job))
                .findFirst()
                .orElseThrow();
    }

    private static Command command(String id, Command.Request request) {
        return new Command(id, Optional.empty(), request);
    }

    private static Command retry(String id, Written letter) {
        return command(id, new Command.Retry(givenUp(letter)));
    }

    private static Command.GivenUp givenUp(Written letter) {
        return new Command.GivenUp(
                letter.header("job"),
                letter.header("collection"),
                letter.header("task-id"),
                new Command.Version(
                        letter.header("document-id"), letter.header("version"), letter.header("operation"), 10),
                letter.header("shard-key"),
                new Command.Tries(
                        Integer.parseInt(letter.header("round")), Integer.parseInt(letter.header("attempts")), false),
                new Command.Contents(
                        Optional.of(letter.json().get("after").asText()), Optional.empty(), Optional.empty()),
                new Command.Source(letter.header("source-topic"), 0, 5, 11));
    }

    private static List<String> codes(List<Written> answers) {
        return answers.stream()
                .map(answer -> answer.json().get("code").asText())
                .toList();
    }
}
