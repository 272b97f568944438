package io.penstock.processor.dispatch;

import static io.penstock.processor.dispatch.DispatchFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.api.AttemptNumber;
import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.testing.NoDatabase;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.processor.turn.Work;
import io.penstock.settings.TierSettings;
import io.penstock.settings.WorkSettings.Tier;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What matters more comes first, with handlers and threads. */
class TiersThroughDispatchTest {
    private final List<TurnEvent> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private long sequence;

    private QueuedDispatch dispatch(TaskHandler bulk, String interruptible, int concurrency) {
        TaskHandler critical = (task, context) -> Outcome.succeeded("critical");
        return new QueuedDispatch(
                List.of(
                        TestJob.named("critical").queued("tier: critical").settings(),
                        TestJob.named("bulk")
                                .queued("tier: bulk, interruptible: " + interruptible)
                                .settings()),
                Map.of("critical", critical, "bulk", bulk),
                JsonMapper.builder().build(),
                NoDatabase.access(),
                new QueuedDispatch.Room(concurrency, TierSettings.USUAL),
                failure -> {});
    }

    private Turn turn(int tasks) {
        Turn turn = new Turn(events::add, InstantSource.system());
        for (int i = 0; i < tasks; i++) {
            turn.add(new Work(
                    sequence++,
                    new Attempt(Tasks.of("{}"), new AttemptNumber(7, 1)),
                    new Work.Purpose.Handle(),
                    Optional.empty(),
                    new Work.Limits(60_000, Long.MAX_VALUE)));
        }
        return turn;
    }

    private <T extends TurnEvent> List<T> told(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void shouldInterruptABulkAttempt_andDropWhatItStillComesTo() {
        AtomicBoolean cancelled = new AtomicBoolean();
        TaskHandler bulk = (task, context) -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                cancelled.set(context.isCancelled());
            }
            return Outcome.succeeded("late");
        };
        try (QueuedDispatch dispatch = dispatch(bulk, "true", 2)) {
            List<Turn> running = List.of(turn(1), turn(1));
            running.forEach(turn -> dispatch.run("bulk", turn));
            await().until(() -> running.stream().allMatch(turn -> turn.current().isPresent()));
            Turn critical = turn(1);
            dispatch.run("critical", critical);
            await().until(() -> !told(TurnEvent.Ended.class).isEmpty()
                    && !told(TurnEvent.Returned.class).isEmpty()
                    && !told(TurnEvent.Preempted.class).isEmpty());

            assertThat(told(TurnEvent.Ended.class))
                    .singleElement()
                    .satisfies(ended -> assertThat(ended.attempt().turn()).isSameAs(critical));
            assertThat(told(TurnEvent.Preempted.class)).hasSize(1);
            assertThat(running.stream().filter(Turn::isOver)).hasSize(1);
            assertThat(cancelled).isTrue();
            assertThat(dispatch.running(Tier.BULK)).isEqualTo(1);
            go.countDown();
        }
    }

    @Test
    void shouldLetACriticalTaskPassBetweenTwoAttemptsOfATurn() {
        TaskHandler bulk = (task, context) -> {
            go.await();
            return Outcome.succeeded();
        };
        try (QueuedDispatch dispatch = dispatch(bulk, "false", 1)) {
            Turn busy = turn(20);
            dispatch.run("bulk", busy);
            await().until(() -> busy.current().isPresent());
            Turn critical = turn(1);
            dispatch.run("critical", critical);
            IntStream.range(0, 5).forEach(i -> dispatch.run("bulk", turn(1)));
            go.countDown();
            await().until(() -> told(TurnEvent.Ended.class).size() == 26);

            assertThat(told(TurnEvent.Ended.class).get(1).attempt().turn()).isSameAs(critical);
            assertThat(told(TurnEvent.Ended.class).subList(2, 21))
                    .allMatch(ended -> ended.attempt().turn() == busy);
            assertThat(told(TurnEvent.Preempted.class)).isEmpty();
        }
    }
}
