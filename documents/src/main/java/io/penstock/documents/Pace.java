package io.penstock.documents;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * When a batch is sent: when it is full or its first member has waited for long enough, but not while another one is under
 * way; then as soon as that is back. Threads may share one.
 */
final class Pace {
    private final Workers workers;
    private final AccessOptions.Batch limits;
    private final Supplier<CompletionStage<?>> send;
    private int waiting;
    private boolean lingering;
    private boolean underWay;

    /** @param send sends all that waits; what it returns completes when that is done */
    Pace(Workers workers, AccessOptions.Batch limits, Supplier<CompletionStage<?>> send) {
        this.workers = workers;
        this.limits = limits;
        this.send = send;
    }

    /** One more waits. */
    void added() {
        boolean now;
        synchronized (this) {
            waiting++;
            if (underWay) {
                return;
            }
            now = waiting >= limits.maxSize() || limits.linger().isZero();
            if (now) {
                underWay = true;
            } else if (!lingering) {
                lingering = true;
                linger();
            }
        }
        if (now) {
            sendOnWorker();
        }
    }

    private void linger() {
        try {
            workers.later(this::lingered, limits.linger());
        } catch (RejectedExecutionException closed) {
            // The client is closed too, and nobody will settle what waits for it.
            lingering = false;
        }
    }

    private void lingered() {
        synchronized (this) {
            lingering = false;
            if (underWay || waiting == 0) {
                return;
            }
            underWay = true;
        }
        sendOnWorker();
    }

    private void sendOnWorker() {
        try {
            workers.requests().execute(this::send);
        } catch (RejectedExecutionException closed) {
            synchronized (this) {
                underWay = false;
            }
        }
    }

    private void send() {
        synchronized (this) {
            waiting = 0;
        }
        send.get().whenComplete((done, failed) -> back());
    }

    private void back() {
        synchronized (this) {
            if (waiting == 0) {
                underWay = false;
                return;
            }
        }
        sendOnWorker();
    }
}
