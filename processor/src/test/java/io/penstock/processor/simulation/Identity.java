package io.penstock.processor.simulation;

import io.penstock.processor.task.PendingTask;

/** What makes two tasks the same work. */
record Identity(String taskId, String documentId, long version) {
    static Identity of(PendingTask task) {
        return new Identity(
                task.key().taskId(),
                task.version().documentId(),
                task.version().position().time());
    }

    String document() {
        return taskId + "/" + documentId;
    }
}
