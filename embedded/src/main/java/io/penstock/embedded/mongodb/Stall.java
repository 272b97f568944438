package io.penstock.embedded.mongodb;

import io.penstock.embedded.mongodb.command.Member;
import java.util.concurrent.CountDownLatch;

/** A time in which the server answers nobody, as one does whose disk hangs. Connections stay. Ends when it is closed. */
public final class Stall implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    Stall(Member member) {
        thread = new Thread(() -> member.guarded(this::hold), "penstock-stall");
        thread.setDaemon(true);
        thread.start();
        await(begun);
    }

    private boolean hold() {
        begun.countDown();
        await(over);
        return true;
    }

    @Override
    public void close() {
        over.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
