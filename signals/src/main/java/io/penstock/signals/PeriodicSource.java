package io.penstock.signals;

import com.mongodb.MongoInterruptedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the same question again and again. A question that takes longer than the interval is not asked twice at once: the next
 * time is left out.
 *
 * <p>Threads: one of its own, which asks.
 */
final class PeriodicSource implements SignalSource {
    /** What is asked. Used by one thread. */
    interface Question extends AutoCloseable {
        /**
         * Asks, and tells what it learns.
         *
         * @throws UnreadableException if there was no answer that could be read
         */
        void ask(Telling to) throws UnreadableException, InterruptedException;

        @Override
        void close();
    }

    /** Takes readings of one signal. */
    interface Telling {
        void latency(long nanos);

        void reading(long nanos);
    }

    private final String name;
    private final Duration interval;
    private final Supplier<Question> questions;
    private final Misreadings misreadings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Readings readings = Silent.READINGS;

    /**
     * Not yet started.
     *
     * @param name the signal's
     * @param interval from one time to the next
     * @param questions makes the question, again if it has failed in a way that it does not know; may throw
     */
    PeriodicSource(String name, Duration interval, Supplier<Question> questions) {
        this.name = name;
        this.interval = interval;
        this.questions = questions;
        this.misreadings = new Misreadings(name);
        this.thread = new Thread(this::live, "penstock-signal-" + name);
        thread.setDaemon(true);
    }

    @Override
    public void start(Readings to) {
        readings = to;
        thread.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long unreadable() {
        return misreadings.count();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private void live() {
        try {
            while (closed.getCount() > 0) {
                try (Question question = questions.get()) {
                    askAgainAndAgain(question);
                } catch (MongoInterruptedException end) {
                    return;
                } catch (RuntimeException failed) {
                    if (closed.getCount() > 0) {
                        misreadings.add(
                                "it failed (" + failed.getClass().getSimpleName() + ")", Unanswered.why(failed));
                        closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
                    }
                }
            }
        } catch (InterruptedException end) {
            // It is closed.
        }
    }

    private void askAgainAndAgain(Question question) throws InterruptedException {
        Telling telling = new Named();
        while (closed.getCount() > 0) {
            long begun = System.nanoTime();
            Optional<UnreadableException> wrong = Optional.empty();
            try {
                question.ask(telling);
            } catch (UnreadableException unreadable) {
                wrong = Optional.of(unreadable);
            }
            if (closed.getCount() == 0) {
                // What it was asking may have failed because it is closed.
                return;
            }
            if (wrong.isPresent()) {
                misreadings.add(wrong.get().kind(), wrong.get().detail());
            } else {
                misreadings.none();
            }
            long left = interval.toNanos() - (System.nanoTime() - begun);
            closed.await(Math.max(0, left), TimeUnit.NANOSECONDS);
        }
    }

    private final class Named implements Telling {
        @Override
        public void latency(long nanos) {
            if (closed.getCount() > 0) {
                readings.latency(name, nanos);
            }
        }

        @Override
        public void reading(long nanos) {
            if (closed.getCount() > 0) {
                readings.reading(name, nanos);
            }
        }
    }
}
