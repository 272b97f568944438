package io.penstock.processor.dispatch;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;

/**
 * The built-in handler {@code document}: the result is the document itself as plain JSON. It turns a collection into a
 * topic that anything can read. A delete has a result that says no more than {@code null}.
 */
final class DocumentHandler implements TaskHandler {
    @Override
    public Outcome handle(Task task, TaskContext context) {
        return task.document().<Outcome>map(Outcome::succeeded).orElseGet(Outcome::succeeded);
    }
}
