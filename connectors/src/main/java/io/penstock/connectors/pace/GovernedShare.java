package io.penstock.connectors.pace;

import io.penstock.governor.share.HeardShare;
import io.penstock.governor.share.Shares;
import io.penstock.records.GovernorRecord;
import io.penstock.records.InstanceLoad;
import io.penstock.records.Ruling;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's share of the governor's limit. While a snapshot wants to read, the engine is an instance like the processors: it
 * says on the governor's topic how many attempts it would run, which is one for each of the connector's threads, and takes
 * the share that it hears of. Who hears nothing for three seconds takes its part of the floor. When nothing wants to read, it says
 * that it is gone, and has neither thread nor connection.
 *
 * <p>Threads: one of its own, as long as somebody asks.
 */
public final class GovernedShare implements BackgroundShare {
    /** What the engine is called among the instances; there is one. */
    public static final String INSTANCE = "engine";

    private static final Logger LOG = LoggerFactory.getLogger(GovernedShare.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long SPEAKS = Duration.ofSeconds(1).toNanos();
    private static final long UNWANTED = Duration.ofSeconds(10).toNanos();

    private final Settings settings;
    private final double floor;
    private final AtomicBoolean listening = new AtomicBoolean();
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicLong usedNanos = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile double attempts;

    /**
     * Has heard nothing yet.
     *
     * @param settings where Kafka is, and the floor
     */
    public GovernedShare(Settings settings) {
        this.settings = settings;
        this.floor = settings.processing()
                .governor()
                .map(governor -> governor.floor())
                .orElse(1.0);
        this.attempts = floor;
    }

    @Override
    public double now() {
        wanted.set(System.nanoTime());
        if (closed.getCount() > 0 && listening.compareAndSet(false, true)) {
            Thread thread = new Thread(this::listen, "penstock-engine-share");
            thread.setDaemon(true);
            thread.start();
        }
        return Math.max(0, Math.min(1, attempts));
    }

    @Override
    public void used(long nanos) {
        usedNanos.addAndGet(nanos);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private boolean isWanted() {
        return closed.getCount() > 0 && System.nanoTime() - wanted.get() < UNWANTED;
    }

    private void listen() {
        boolean told = false;
        try {
            while (isWanted()) {
                try (GovernorTopic topic = new GovernorTopic(
                        settings.connections().kafka(), new Topics(settings.application()).governor())) {
                    takePart(topic);
                } catch (KafkaException away) {
                    attempts = floor;
                    if (!told) {
                        LOG.warn("The governor cannot be heard; a snapshot keeps to the floor: {}", away.getMessage());
                        told = true;
                    }
                    closed.await(1, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            attempts = floor;
            listening.set(false);
        }
    }

    private void takePart(GovernorTopic topic) throws InterruptedException {
        Heard heard = new Heard(new HeardShare(floor, topic.instances() + 1, PATIENCE));
        long spoke = System.nanoTime() - SPEAKS;
        while (isWanted()) {
            for (GovernorRecord record : topic.news()) {
                if (record instanceof Ruling ruling) {
                    heard.hear(ruling, System.nanoTime());
                }
            }
            long now = System.nanoTime();
            attempts = heard.at(now);
            if (now - spoke >= SPEAKS) {
                double inUse = (double) usedNanos.getAndSet(0) / (double) (now - spoke);
                topic.post(new InstanceLoad(INSTANCE, 1, Math.min(1, inUse), InstanceLoad.Work.NONE));
                spoke = now;
            }
        }
        attempts = floor;
        topic.remove(INSTANCE);
    }

    /** What was heard; while a word holds, that of an older generation is not: its author is not the owner any more. */
    private static final class Heard {
        private final HeardShare share;
        private int generation;
        private long last;

        Heard(HeardShare share) {
            this.share = share;
            this.last = System.nanoTime() - PATIENCE.toNanos();
        }

        void hear(Ruling ruling, long now) {
            if (ruling.author().generation() < generation && now - last <= PATIENCE.toNanos()) {
                return;
            }
            generation = ruling.author().generation();
            last = now;
            share.hear(new Shares(ruling.limit(), ruling.shares()), INSTANCE, now);
        }

        double at(long now) {
            return share.at(now);
        }
    }
}
