package io.penstock.benchmarks.foreground;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Users who wait for nobody: operations begin at random times, whether or not those before have ended, and are timed from
 * when they were to begin. So a server that stands still is seen by all who would have come meanwhile. For use by one thread.
 */
final class OpenLoop implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long LOOK_NANOS = 50_000_000;

    private final double perSecond;
    private final SplittableRandom random;
    private final Consumer<SplittableRandom> operation;
    private final LatencyLog log;
    private final ExecutorService users;
    private final Thread clock = new Thread(this::run, "open-loop");
    private volatile boolean away;
    private volatile boolean closed;

    /**
     * @param perSecond how many begin in a second, on average: a Poisson process
     * @param seed of all chance
     * @param atOnce how many may be under way; those beyond wait, and their waiting counts
     * @param operation one operation; what it throws ends the process, since a load that is not there measures nothing
     */
    OpenLoop(double perSecond, long seed, int atOnce, Consumer<SplittableRandom> operation, LatencyLog log) {
        this.perSecond = perSecond;
        this.random = new SplittableRandom(seed);
        this.operation = operation;
        this.log = log;
        this.users = Executors.newFixedThreadPool(atOnce, work -> {
            Thread user = new Thread(work, "user");
            user.setDaemon(true);
            return user;
        });
        clock.setDaemon(true);
    }

    void start() {
        clock.start();
    }

    /** Nobody comes until {@link #come}. */
    void leave() {
        away = true;
    }

    /** They come again from now on. */
    void come() {
        away = false;
        LockSupport.unpark(clock);
    }

    private void run() {
        double next = System.nanoTime();
        while (!closed) {
            if (away) {
                LockSupport.parkNanos(LOOK_NANOS);
                next = System.nanoTime();
                continue;
            }
            next -= Math.log1p(-random.nextDouble()) / perSecond * NANOS_PER_SECOND;
            long intended = (long) next;
            for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            SplittableRandom chance = random.split();
            users.execute(() -> time(intended, chance));
        }
    }

    private void time(long intended, SplittableRandom chance) {
        try {
            operation.accept(chance);
            log.add(System.nanoTime() - intended);
        } catch (RuntimeException failed) {
            if (!closed) {
                failed.printStackTrace();
                Runtime.getRuntime().halt(3);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        users.shutdownNow();
    }
}
