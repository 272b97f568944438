package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.crash.ChildProcess;
import io.penstock.cli.crash.Kills;
import io.penstock.cli.crash.Kills.Hit;
import io.penstock.cli.crash.TransactionLog.Transaction;
import io.penstock.cli.crash.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.awaitility.core.ConditionTimeoutException;

/** Kills what belongs to an installation with SIGKILL, and starts it again. For use by one thread. */
final class Crashes {
    /** What is aimed at and does nothing for so long is killed all the same, and the kill a miss. */
    private static final Duration AIMING = Duration.ofMinutes(1);

    /** The engine's transactions are short, and changes under way may be hit as well. */
    private static final Duration AIMING_AT_TRANSACTIONS = Duration.ofSeconds(10);

    private static final int LONGEST_MOMENT_MILLIS = 3_000;

    private final Installation installation;
    private final Witness witness;
    private final Random random;
    private final Kills kills;

    private Crashes(Installation installation, Random random, Kills kills) {
        this.installation = installation;
        this.witness = installation.witness();
        this.random = random;
        this.kills = kills;
    }

    /** Crashes of an installation that works, so many. */
    static Crashes of(Installation installation, int number) {
        Random random = new Random(installation.seed());
        return new Crashes(installation, random, Kills.of(number, random));
    }

    /** Crashes of which the first one is that {@linkplain #engineInItsSnapshot of the snapshot}. */
    static Crashes fromTheSnapshotOn(Installation installation, int number) {
        Random random = new Random(installation.seed());
        return new Crashes(installation, random, Kills.firstAimed(number, random));
    }

    /** Whether there is another one to do; see {@link Kills#goOn}. */
    boolean goOn() {
        return kills.goOn();
    }

    /** Whether at least half of them have hit something. */
    boolean halfHit() {
        return kills.halfHit();
    }

    String story() {
        return "seed " + installation.seed() + ", " + kills;
    }

    /** The engine is started, and killed in the middle of its first snapshot, if that can be seen in time. */
    void engineInItsSnapshot() {
        ChildProcess engine = installation.engine();
        engine.start();
        aimedAt(() -> snapshotRuns() || engine.text().contains(" ready"));
        engine.kill();
        kills.done(engine.name(), snapshotRuns() ? Hit.SNAPSHOT : Hit.NOTHING);
        engine.start();
        engine.awaitReady();
    }

    private boolean snapshotRuns() {
        return witness.changesBeyondStoredOffset(Installation.CHANGES, Installation.TOPICS.sourceOffsets());
    }

    /**
     * Any of the processes of an installation with one processor, a random moment after the one that crashed before is back:
     * recovering takes longer than a moment, so there need not be anything under way that a kill could hit.
     */
    void anyProcess() throws InterruptedException {
        List<ChildProcess> all = new ArrayList<>(installation.processors());
        all.add(installation.engine());
        all.add(installation.broker());
        ChildProcess victim = any(all);
        waitAMoment();
        Optional<ChildProcess> standing = kills.nextIsAimed() ? Optional.of(aim(victim)) : Optional.empty();
        long written = installation.databaseTime();
        victim.kill();
        Instant gone = Instant.now();
        standing.filter(other -> other != victim).ifPresent(ChildProcess::resume);
        boolean asksTheVictim = victim == installation.broker();
        if (asksTheVictim) {
            startAgain(victim);
        }
        kills.done(victim.name(), hit(victim, gone, written));
        if (!asksTheVictim) {
            startAgain(victim);
        }
        for (ChildProcess other : all) {
            assertThat(other.isAlive())
                    .as(other.name() + " is alive:\n" + other.text())
                    .isTrue();
        }
    }

    /**
     * Has a process stand still in the midst of a transaction, which cannot end then: the victim, or if that is the broker
     * somebody who writes to it. It may be in vain.
     *
     * @return who stands
     */
    private ChildProcess aim(ChildProcess victim) {
        ChildProcess writer = victim == installation.broker()
                ? any(List.of(installation.engine(), installation.processors().get(0)))
                : victim;
        witness.stopInTransaction(writer, transaction -> concerns(writer, transaction), AIMING_AT_TRANSACTIONS);
        return writer;
    }

    private Hit hit(ChildProcess victim, Instant gone, long written) {
        List<Transaction> concerned = installation.transactions().read().stream()
                .filter(transaction -> concerns(victim, transaction))
                .toList();
        if (concerned.stream().anyMatch(transaction -> transaction.isOpen(gone))) {
            return Hit.TRANSACTION;
        }
        // An engine that has told nothing yet stands by.
        boolean told = victim == installation.engine() && !concerned.isEmpty();
        return told && witness.storedOffsetBefore(Installation.TOPICS.sourceOffsets(), written)
                ? Hit.UNACKNOWLEDGED
                : Hit.NOTHING;
    }

    /**
     * Whether it is a transaction of this process, or of any if it is the broker. What a process left open that was killed is
     * none of its successor's: that waits until it is rid of it.
     */
    private boolean concerns(ChildProcess process, Transaction transaction) {
        ChildProcess owner = transaction.id().equals(Installation.ENGINE)
                ? installation.engine()
                : installation.processors().get(0);
        return (process == owner || process == installation.broker())
                && !transaction.begun().isBefore(owner.startedAt());
    }

    private static void startAgain(ChildProcess process) {
        process.start();
        process.awaitReady();
    }

    /**
     * A processor: one that is looked at while it stands still, for what it does could end before it is killed, or any of
     * them at a random moment.
     *
     * @param running how many attempts the process with this number has begun and not ended
     */
    void aProcessor(ToIntFunction<Long> running) throws InterruptedException {
        waitAMoment();
        Optional<ChildProcess> atWork = kills.nextIsAimed() ? atWork(running) : Optional.empty();
        installation.restartEnded();
        ChildProcess victim = atWork.orElseGet(() -> any(installation.processors()));
        victim.kill();
        kills.done(victim.name(), running.applyAsInt(victim.pid()) > 0 ? Hit.ATTEMPTS : Hit.NOTHING);
        victim.start();
    }

    private Optional<ChildProcess> atWork(ToIntFunction<Long> running) {
        List<ChildProcess> found = new ArrayList<>();
        aimedAt(() -> {
            installation.restartEnded();
            List<ChildProcess> atWork = installation.processors().stream()
                    .filter(processor -> running.applyAsInt(processor.pid()) > 0)
                    .toList();
            if (atWork.isEmpty()) {
                return false;
            }
            ChildProcess one = any(atWork);
            if (one.pause() && running.applyAsInt(one.pid()) > 0) {
                return found.add(one);
            }
            one.resume();
            return false;
        });
        if (found.isEmpty()) {
            // Time may have run out while one stood still.
            installation.processors().forEach(ChildProcess::resume);
        }
        return found.stream().findFirst();
    }

    private ChildProcess any(List<ChildProcess> processes) {
        return processes.get(random.nextInt(processes.size()));
    }

    /** A random moment is what is wanted here: there is no condition to await. */
    private void waitAMoment() throws InterruptedException {
        new CountDownLatch(1).await(random.nextInt(LONGEST_MOMENT_MILLIS), TimeUnit.MILLISECONDS);
    }

    /** Waits until it is so, or in vain. */
    private static void aimedAt(Callable<Boolean> condition) {
        try {
            await().atMost(AIMING).pollInterval(Duration.ofMillis(20)).until(condition);
        } catch (ConditionTimeoutException inVain) {
            // The kill comes all the same, and says itself what it has hit.
        }
    }
}
