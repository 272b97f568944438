package io.penstock.processor.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Handler;
import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Completion;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where in a handler something was thrown. */
class HandlerStackTest {
    private static final int ROOM = 2048;

    static Stream<Handler> handlers() {
        TaskHandler blocking = (task, context) -> stumble();
        AsyncTaskHandler async = (task, context) -> CompletableFuture.completedFuture(stumble());
        AsyncTaskHandler later = (task, context) -> CompletableFuture.supplyAsync(HandlerStackTest::stumble);
        BatchTaskHandler batch = items -> items.stream().map(item -> stumble()).toList();
        return Stream.of(blocking, async, later, batch);
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void shouldShowTheHandlersFrames_andNoneOfThoseThatCalledIt(Handler handler) {
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(1);
            Completion.Retry failed = (Completion.Retry) fixture.completions(1).get(0);

            assertThat(text(failed.failure().thrown().orElseThrow()))
                    .startsWith("java.lang.IllegalStateException: boom\n\tat " + frame("stumble"))
                    .doesNotContain("Runner.java");
            fixture.awaitFree();
        }
    }

    @Test
    void shouldShowWhatThrew_whereAResultCannotBeWritten() {
        TaskHandler handler = (task, context) -> Outcome.succeeded(new Broken());
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(1);
            Completion.Refused refused =
                    (Completion.Refused) fixture.completions(1).get(0);

            assertThat(text(refused.failure().thrown().orElseThrow()))
                    .contains("Caused by: java.lang.IllegalStateException: boom\n\tat " + frame("stumble"));
        }
    }

    @Test
    void shouldShowCauses_withoutTheFramesThatAreKnown() {
        String text = text(new IllegalArgumentException("around", caught()));

        assertThat(text)
                .containsSubsequence(
                        "IllegalArgumentException: around",
                        frame("shouldShowCauses_withoutTheFramesThatAreKnown"),
                        "\nCaused by: java.lang.IllegalStateException: boom\n\tat ",
                        frame("stumble"),
                        frame("caught"));
        assertThat(text).containsOnlyOnce(frame("shouldShowCauses"));
    }

    @Test
    void shouldFitItsRoom_andHaveTheLastCause_howeverLongAndManyTheOthersAre() {
        Throwable deep = new IllegalStateException("the root");
        for (int i = 0; i < 50; i++) {
            deep = new IllegalArgumentException("€ and\nmore ".repeat(500) + i, deep);
        }
        StackOverflowError endless = new StackOverflowError("ü");
        StackTraceElement[] frames = new StackTraceElement[1024];
        Arrays.fill(frames, new StackTraceElement("shop.Recursion", "down", "Recursion.java", 7));
        endless.setStackTrace(frames);

        for (int room : new int[] {0, 1, 20, 100, 500, ROOM}) {
            assertThat(size(deep, room)).isLessThanOrEqualTo(room);
            assertThat(size(endless, room)).isLessThanOrEqualTo(room);
        }
        assertThat(text(deep)).contains("Caused by: java.lang.IllegalStateException: the root\n\tat ");
        assertThat(text(endless))
                .contains("\tat shop.Recursion.down(Recursion.java:7)")
                .endsWith(" more");
    }

    @Test
    void shouldStandExceptionsThatStandNothing() {
        Throwable hostile = new RuntimeException() {
            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("mine");
            }
        };
        Throwable endless = new Endless();
        Throwable round = new IllegalStateException("round");
        round.initCause(new IllegalArgumentException("and", round));
        Throwable bare = new RuntimeException("bare", null, false, false) {};

        assertThat(HandlerStack.of(hostile, ROOM)).isEmpty();
        assertThat(HandlerStack.of(bare, ROOM)).isEmpty();
        assertThat(text(endless)).contains(frame("shouldStandExceptionsThatStandNothing"));
        assertThat(text(round)).contains("round", "Caused by: java.lang.IllegalArgumentException: and");
    }

    /** Has another cause whenever it is asked. */
    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    /** Cannot be written. */
    public static final class Broken {
        public Map<String, Object> getTotal() {
            stumble();
            return Map.of();
        }
    }

    private static Outcome stumble() {
        throw new IllegalStateException("boom");
    }

    private static Throwable caught() {
        try {
            stumble();
            throw new AssertionError("did not stumble");
        } catch (IllegalStateException e) {
            return e;
        }
    }

    private static String frame(String method) {
        return HandlerStackTest.class.getName() + "." + method;
    }

    private static String text(Throwable thrown) {
        return HandlerStack.of(thrown, ROOM).orElseThrow();
    }

    private static int size(Throwable thrown, int room) {
        return HandlerStack.of(thrown, room)
                .map(text -> text.getBytes(UTF_8).length)
                .orElse(0);
    }
}
