package io.penstock.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What handlers can be written as, and what they need not write. */
class HandlerTest {
    private static final Task TASK = new Deleted();
    private static final TaskContext CONTEXT = new FirstAttempt();
    private static final Optional<JsonNode> LAST_RESULT = Optional.of(JsonNodeFactory.instance.numberNode(7));

    private record Deleted() implements Task {
        @Override
        public String job() {
            return "invoice";
        }

        @Override
        public String collection() {
            return "shop.orders";
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public String documentId() {
            return "1";
        }

        @Override
        public String version() {
            return "2";
        }

        @Override
        public String shardKey() {
            return "1";
        }

        @Override
        public Operation operation() {
            return Operation.DELETE;
        }

        @Override
        public Optional<JsonNode> document() {
            return Optional.empty();
        }

        @Override
        public Optional<JsonNode> updateDescription() {
            return Optional.empty();
        }
    }

    private record FirstAttempt() implements TaskContext {
        @Override
        public AttemptNumber attempt() {
            return new AttemptNumber(1, 1);
        }

        @Override
        public CompletionStage<Void> checkpoint(byte[] progress) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Optional<byte[]> lastCheckpoint() {
            return Optional.empty();
        }

        @Override
        public void extend(Duration more) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }

    /** Knows how to undo its work. */
    private static final class Stock implements TaskHandler {
        @Override
        public Outcome handle(Task task, TaskContext context) {
            return Outcome.succeeded(7);
        }

        @Override
        public Outcome compensate(Task task, Optional<JsonNode> lastResult, TaskContext context) {
            return Outcome.succeeded(lastResult.map(JsonNode::asInt).orElse(0));
        }
    }

    @Test
    void everyFormCanBeALambda() throws Exception {
        TaskHandler blocking = (task, context) -> Outcome.succeeded(task.id());
        AsyncTaskHandler async = (task, context) -> CompletableFuture.completedFuture(Outcome.succeeded(task.id()));
        BatchTaskHandler batch = items ->
                items.stream().map(item -> Outcome.succeeded(item.task().id())).toList();

        assertThat(blocking.handle(TASK, CONTEXT)).isEqualTo(Outcome.succeeded("1"));
        assertThat(async.handle(TASK, CONTEXT)).isCompletedWithValue(Outcome.succeeded("1"));
        assertThat(batch.handle(List.of(new BatchTaskHandler.Item(TASK, CONTEXT))))
                .containsExactly(Outcome.succeeded("1"));
    }

    @Test
    void shouldRejectToCompensateWhatItCannot() throws Exception {
        TaskHandler blocking = (task, context) -> Outcome.succeeded();
        AsyncTaskHandler async = (task, context) -> CompletableFuture.completedFuture(Outcome.succeeded());

        assertThat(blocking.compensate(TASK, LAST_RESULT, CONTEXT))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("does not know how to compensate"));
        assertThat(async.compensate(TASK, LAST_RESULT, CONTEXT)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void shouldCompensateWithWhatItHadToldWhenItCan() throws Exception {
        assertThat(new Stock().compensate(TASK, LAST_RESULT, CONTEXT)).isEqualTo(Outcome.succeeded(7));
    }
}
