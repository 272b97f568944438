package io.penstock.processor.dispatch;

import static io.penstock.processor.dispatch.DispatchFixture.nothing;
import static io.penstock.processor.dispatch.DispatchFixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Outcome;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What handlers hand over that is no outcome: each ends its attempt, at once, with a word of what is wrong. */
class CarelessHandlersTest {
    private static final Map<String, Callable<Outcome>> OUTCOMES = Map.of(
            "Retry.after", () -> new Outcome.Retry(nothing(), "later", false),
            "retryAfter", () -> Outcome.retryAfter(nothing(), "later"),
            "overloaded(after, reason)", () -> Outcome.overloaded(nothing(), "later"),
            "Succeeded.result", () -> new Outcome.Succeeded(nothing()),
            "succeeded(result)", () -> Outcome.succeeded(DispatchFixture.<Object>nothing()),
            "null in place of an outcome", () -> nothing());

    private static Outcome careless(String how) throws Exception {
        return Objects.requireNonNull(OUTCOMES.get(how)).call();
    }

    private static Failure failure(Completion completion) {
        assertThat(completion).isNotInstanceOf(Completion.Succeeded.class);
        return completion instanceof Completion.Retry retry
                ? retry.failure()
                : ((Completion.Refused) completion).failure();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry.after",
                "retryAfter",
                "overloaded(after, reason)",
                "Succeeded.result",
                "succeeded(result)",
                "null in place of an outcome"
            })
    void shouldEndTheAttempt_whicheverFormOfHandlerHandsNullOver(String careless) {
        TaskHandler blocking = (task, context) -> careless(careless);
        AsyncTaskHandler async = (task, context) -> {
            CompletableFuture<Outcome> stage = new CompletableFuture<>();
            return stage.completeAsync(() -> {
                try {
                    return careless(careless);
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        };
        BatchTaskHandler batch = items -> Arrays.asList(careless(careless));
        for (var handler : List.of(blocking, async, batch)) {
            try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
                fixture.run(1);
                assertThat(failure(fixture.completions(1).get(0)).message()).contains(careless);
                fixture.awaitFree();
            }
        }
    }

    @Test
    void shouldEndTheAttempt_whenThereIsNoStage() {
        AsyncTaskHandler handler = (task, context) -> nothing();
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(1);
            assertThat(failure(fixture.completions(1).get(0)).message()).contains("returned null in place of a stage");
            fixture.awaitFree();
        }
    }

    @Test
    void shouldEndTheAttempts_whenABatchHasNoOutcomes() {
        BatchTaskHandler handler = items -> nothing();
        try (DispatchFixture fixture = new DispatchFixture(handler, 2)) {
            fixture.run(1);
            fixture.run(1);
            assertThat(fixture.completions(2))
                    .allSatisfy(completion -> assertThat(failure(completion).message())
                            .contains("returned null in place of a list of outcomes"));
            fixture.awaitFree();
        }
    }

    @Test
    void shouldTakeTheOthersOfABatchAtTheirWord_whenOneOutcomeIsNull() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        BatchTaskHandler handler = items -> {
            sizes.add(items.size());
            List<Outcome> outcomes = new ArrayList<>();
            items.forEach(item -> outcomes.add(number(item.task()) == 1 ? nothing() : Outcome.succeeded(1)));
            return outcomes;
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 3)) {
            fixture.run(1);
            fixture.run(1);
            fixture.run(1);
            List<Completion> completions = fixture.completions(3);
            assertThat(completions.get(0)).isInstanceOf(Completion.Succeeded.class);
            assertThat(failure(completions.get(1)).message()).contains("null in place of an outcome");
            assertThat(completions.get(2)).isInstanceOf(Completion.Succeeded.class);
            assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(3);
        }
    }

    /** Its serializer fails, and not as Jackson's own do. */
    public static final class Unwritable implements com.fasterxml.jackson.databind.JsonSerializable {
        @Override
        public void serialize(
                com.fasterxml.jackson.core.JsonGenerator generator,
                com.fasterxml.jackson.databind.SerializerProvider provider) {
            throw new AssertionError("cannot be written");
        }

        @Override
        public void serializeWithType(
                com.fasterxml.jackson.core.JsonGenerator generator,
                com.fasterxml.jackson.databind.SerializerProvider provider,
                com.fasterxml.jackson.databind.jsontype.TypeSerializer type) {
            throw new AssertionError("cannot be written");
        }
    }

    @Test
    void shouldEndTheAttempt_whenTheWritingOfItsResultThrowsWhateverItLikes() {
        AsyncTaskHandler async =
                (task, context) -> CompletableFuture.completedFuture(Outcome.succeeded(new Unwritable()));
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        BatchTaskHandler batch = items -> {
            sizes.add(items.size());
            return items.stream()
                    .map(item -> Outcome.succeeded(number(item.task()) == 0 ? new Unwritable() : "well"))
                    .toList();
        };
        try (DispatchFixture fixture = new DispatchFixture(async, 1)) {
            fixture.run(1);
            assertThat(failure(fixture.completions(1).get(0)).message()).contains("cannot be written");
        }
        try (DispatchFixture fixture = new DispatchFixture(batch, 2)) {
            fixture.run(1);
            fixture.run(1);
            List<Completion> completions = fixture.completions(2);
            assertThat(failure(completions.get(0)).message()).contains("cannot be written");
            assertThat(completions.get(1)).isInstanceOf(Completion.Succeeded.class);
            // The work was done once.
            assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(2);
        }
    }

    @Test
    void shouldEndTheAttempt_whenWhatIsThrownThrowsAnErrorOnceMore() {
        TaskHandler handler = (task, context) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new NoClassDefFoundError("com/acme/Missing");
                }
            };
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(1);
            assertThat(failure(fixture.completions(1).get(0)).message())
                    .startsWith(CarelessHandlersTest.class.getName());
        }
    }

    @Test
    void shouldTeachWhatACheckpointAndMoreTimeNeed() {
        List<String> taught = new CopyOnWriteArrayList<>();
        TaskHandler handler = (task, context) -> {
            taught.add(thrown(() -> context.checkpoint(nothing())));
            taught.add(thrown(() -> context.extend(nothing())));
            return Outcome.succeeded();
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(1);
            fixture.completions(1);
        }
        assertThat(taught.get(0)).contains("checkpoint(progress)");
        assertThat(taught.get(1)).contains("extend(more)");
    }

    @Test
    void shouldTakeAnyTimeThatIsAskedFor() {
        TaskHandler handler = (task, context) -> {
            extend(context, Duration.ofMillis(Long.MAX_VALUE));
            extend(context, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
            return Outcome.succeeded();
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(1);
            assertThat(fixture.completions(1)).first().isInstanceOf(Completion.Succeeded.class);
            assertThat(fixture.ended().get(0).attempt().deadline()).isEqualTo(Long.MAX_VALUE);
        }
    }

    private static void extend(TaskContext context, Duration more) {
        context.extend(more);
    }

    private static String thrown(Runnable careless) {
        try {
            careless.run();
            return "nothing";
        } catch (NullPointerException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
