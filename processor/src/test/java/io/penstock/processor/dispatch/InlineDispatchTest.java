package io.penstock.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What handlers do, that are other people's code, and what becomes of it. */
class InlineDispatchTest {
    private static Completion run(TaskHandler handler) {
        return dispatch(handler).run(Tasks.attempt("{\"_id\": 1, \"n\": 7}"));
    }

    private static InlineDispatch dispatch(TaskHandler handler) {
        return new InlineDispatch(Map.of("job", handler), JsonMapper.builder().build());
    }

    /** What careless code passes where nothing may be null. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }

    @Test
    void shouldRefuseWithAReason_whenTheHandlerGivesNone() {
        assertThat(run((task, context) -> Outcome.rejected(nothing())))
                .isInstanceOfSatisfying(Completion.Refused.class, refused -> {
                    assertThat(refused.failure().reason()).isEqualTo(DeadLetterReason.REJECTED);
                    assertThat(refused.failure().message()).isEqualTo("The handler gave no reason.");
                });
        assertThat(run((task, context) -> Outcome.retry(nothing())))
                .isInstanceOfSatisfying(
                        Completion.Retry.class,
                        retry -> assertThat(retry.failure().message()).isEqualTo("The handler gave no reason."));
    }

    @Test
    void shouldSayWhereCheckpointsAreWhenAnInlineHandlerWantsOne() {
        assertThat(run((task, context) -> {
                    context.checkpoint(new byte[] {1});
                    return Outcome.succeeded();
                }))
                .isInstanceOfSatisfying(
                        Completion.Retry.class,
                        retry -> assertThat(retry.failure().message()).contains("Write 'execution: queued'"));
    }

    @Test
    void shouldLetAnInlineHandlerAskForWhatItNeedNotAskFor() {
        assertThat(run((task, context) -> {
                    context.extend(Duration.ofMinutes(1));
                    return Outcome.succeeded(List.of(
                            context.isCancelled(), context.lastCheckpoint().isPresent()));
                }))
                .isEqualTo(new Completion.Succeeded(Raw.of("[false,false]")));
    }

    @Test
    void shouldTakeAnOutcomeThatIsBrokenForAFailure() {
        assertThat(run((task, context) -> new Outcome.Succeeded(nothing()))).isInstanceOf(Completion.Retry.class);
    }

    @Test
    void shouldTakeWhateverIsThrownForAFailure_errorsToo() {
        assertThat(run((task, context) -> {
                    throw new ServiceConfigurationError("no provider");
                }))
                .isInstanceOf(Completion.Retry.class);
    }

    @Test
    void shouldNotSurviveErrorsOfTheVirtualMachine() {
        assertThatThrownBy(() -> run((task, context) -> {
                    throw new OutOfMemoryError("for a test");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void shouldSurviveAnExceptionThatCannotEvenSayWhatItIs() {
        Completion completion = run((task, context) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            };
        });

        assertThat(completion)
                .isInstanceOfSatisfying(
                        Completion.Retry.class,
                        retry -> assertThat(retry.failure().message()).startsWith(InlineDispatchTest.class.getName()));
    }

    @Test
    void shouldLeaveNoInterruptOnTheThread_whicheverWayTheHandlerLeavesOne() {
        run((task, context) -> {
            throw new InterruptedException("of some future");
        });
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        run((task, context) -> {
            Thread.currentThread().interrupt();
            return Outcome.retry("interrupted");
        });
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shouldRefuseAResultWhoseClassLacksAnother() {
        Object result = new Object() {
            @SuppressWarnings({"unused", "EffectivelyPrivate"}) // Jackson reads it.
            public String getName() {
                throw new NoClassDefFoundError("com/acme/Missing");
            }
        };

        assertThat(run((task, context) -> Outcome.succeeded(result)))
                .isInstanceOfSatisfying(
                        Completion.Refused.class,
                        refused -> assertThat(refused.failure().reason())
                                .isEqualTo(DeadLetterReason.RESULT_NOT_SERIALIZABLE));
    }

    @Test
    void shouldHandOutTheDocumentAnew_afterAHandlerHasWrittenIntoIt() {
        List<String> seen = new ArrayList<>();
        InlineDispatch dispatch = dispatch((task, context) -> {
            ObjectNode document = (ObjectNode) task.document().orElseThrow();
            seen.add(document.toString());
            document.removeAll();
            return Outcome.retry("once more");
        });
        Attempt attempt = Tasks.attempt("{\"_id\": 1, \"n\": 7}");

        dispatch.run(attempt);
        dispatch.run(attempt);

        assertThat(seen).containsExactly("{\"_id\":1,\"n\":7}", "{\"_id\":1,\"n\":7}");
    }
}
