package io.penstock.processor.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PendingTaskTest {
    @Property
    void shouldTakeAsManyBytesAsItsTextsDo(@ForAll String taskId, @ForAll String documentId, @ForAll String shardKey) {
        DocumentVersion version = new DocumentVersion(
                documentId,
                Operation.CREATE,
                new Position(1, Position.WRITE, 0, ""),
                0,
                Optional.empty(),
                Optional.empty());
        PendingTask task = new PendingTask(
                new TaskKey("invoice", "shop.orders", taskId),
                version,
                shardKey,
                Contents.NONE,
                new Origin("changes", 0, 0, 0));
        assertThat(task.idsSize()).isEqualTo(bytes(taskId) + bytes(documentId) + bytes(shardKey));
        assertThat(task.resultIdsSize()).isEqualTo(task.idsSize() + bytes(taskId));
        assertThat(task.size()).isEqualTo(task.idsSize() + bytes(shardKey));
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
