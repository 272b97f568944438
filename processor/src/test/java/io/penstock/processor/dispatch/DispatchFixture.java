package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.api.AttemptNumber;
import io.penstock.api.Handler;
import io.penstock.api.Task;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.testing.NoDatabase;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.processor.turn.Work;
import io.penstock.processor.turn.Work.Purpose;
import io.penstock.settings.JobSettings;
import io.penstock.settings.TierSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A dispatch with one handler, and what its workers tell. */
final class DispatchFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<TurnEvent> events = new CopyOnWriteArrayList<>();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final QueuedDispatch dispatch;
    private long sequence;

    DispatchFixture(Handler handler, int concurrency) {
        this(TestJob.named("job").queued("max-attempts: 1").settings(), handler, concurrency);
    }

    DispatchFixture(JobSettings job, Handler handler, int concurrency) {
        this(List.of(job), Map.of("job", handler), concurrency);
    }

    DispatchFixture(List<JobSettings> jobs, Map<String, Handler> handlers, int concurrency) {
        this.dispatch = new QueuedDispatch(
                jobs,
                handlers,
                JsonMapper.builder().build(),
                NoDatabase.access(),
                new QueuedDispatch.Room(concurrency, TierSettings.USUAL),
                fatal::add);
    }

    /** What careless code passes where nothing may be null. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }

    QueuedDispatch dispatch() {
        return dispatch;
    }

    /** Runs one turn of so many tasks, whose documents count on from 0. */
    Turn run(int tasks) {
        return run("job", tasks);
    }

    Turn run(String job, int tasks) {
        Turn turn = turn(tasks);
        dispatch.run(job, turn);
        return turn;
    }

    Turn turn(int tasks) {
        Turn turn = new Turn(events::add, InstantSource.system());
        for (int i = 0; i < tasks; i++) {
            turn.add(work());
        }
        return turn;
    }

    Work work() {
        PendingTask task = Tasks.of("{\"_id\": 1, \"n\": %d}".formatted(sequence));
        return new Work(
                sequence++,
                new Attempt(task, new AttemptNumber(7, 1)),
                new Purpose.Handle(),
                Optional.empty(),
                new Work.Limits(60_000, Long.MAX_VALUE));
    }

    static int number(Task task) {
        return task.document().orElseThrow().get("n").asInt();
    }

    List<TurnEvent> events() {
        return List.copyOf(events);
    }

    List<Throwable> fatal() {
        return List.copyOf(fatal);
    }

    List<TurnEvent.Ended> ended() {
        return events.stream()
                .filter(TurnEvent.Ended.class::isInstance)
                .map(TurnEvent.Ended.class::cast)
                .toList();
    }

    long begun() {
        return events.stream().filter(TurnEvent.Begun.class::isInstance).count();
    }

    /** What came of so many attempts, in order of their tasks. */
    List<Completion> completions(int count) {
        await().until(() -> ended().size() == count);
        return ended().stream()
                .sorted((a, b) -> Long.compare(
                        a.attempt().work().sequence(), b.attempt().work().sequence()))
                .map(TurnEvent.Ended::completion)
                .toList();
    }

    RunningAttempt current(Turn turn) {
        await().until(() -> turn.current().isPresent());
        return turn.current().orElseThrow();
    }

    void awaitFree() {
        await().until(() -> dispatch.running() == 0 && dispatch.lost() == 0);
    }

    /** Waits with patience, and looks often: what is awaited is mostly a millisecond away. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1));
    }

    @Override
    public void close() {
        dispatch.close();
    }
}
