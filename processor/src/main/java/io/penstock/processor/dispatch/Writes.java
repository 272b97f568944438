package io.penstock.processor.dispatch;

import io.penstock.processor.task.Completion;
import java.util.concurrent.ExecutionException;

/** Waits for what an attempt has written, on its own thread. */
final class Writes {
    private Writes() {}

    /**
     * What an attempt came to when its writes have ended, too.
     *
     * @param completion what its handler came to
     */
    static Completion awaited(Completion completion, AttemptContext context, Completions completions) {
        try {
            context.written().toCompletableFuture().get();
            return completion;
        } catch (ExecutionException failed) {
            return completions.written(completion, failed);
        } catch (InterruptedException revoked) {
            // The attempt settles nothing any more; whoever interrupted it sees to the flag.
            return Completions.cancelled();
        }
    }
}
