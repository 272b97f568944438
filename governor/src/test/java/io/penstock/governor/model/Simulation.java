package io.penstock.governor.model;

import io.penstock.governor.gate.Gate;
import io.penstock.governor.gate.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** One run: a foreground that waits for nobody, a background that takes all it gets, and whoever sets its limit. */
public final class Simulation {
    private static final long TICK = 250_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final double[] GAPS = gaps();

    private final Scenario scenario;
    private final SplittableRandom random;
    private final Server server;
    private final Governed governed;
    private final List<Second> seconds = new ArrayList<>();
    private final PriorityQueue<Ending> endings = new PriorityQueue<>();
    private long now;
    private Second second = new Second(0);

    /** What sets the limits. */
    public interface Governed {
        void tick(long now, List<Worker> workers);

        void probe(long now, long latency);

        double total();
    }

    record Ending(long at, Worker worker, Permit permit) implements Comparable<Ending> {
        @Override
        public int compareTo(Ending other) {
            return Long.compare(at, other.at);
        }
    }

    /** One instance with background work: as many attempts at once as its gate lets through, up to its demand. */
    public final class Worker {
        public final Gate gate = new Gate(() -> now);
        public final int demand;
        private int running;
        private long turn = NEVER;
        private double usedNanos;
        private long usedSince;
        private long usedFrom;

        private Worker(int demand) {
            this.demand = demand;
        }

        private void start() {
            while (running < demand) {
                Optional<Permit> permit = gate.acquire();
                if (permit.isEmpty()) {
                    turn = gate.nextTurn().map(pause -> now + pause).orElse(NEVER);
                    return;
                }
                note();
                running++;
                endings.add(new Ending(server.arrive(now), this, permit.get()));
            }
            turn = NEVER;
        }

        private void note() {
            usedNanos += (double) running * (now - usedSince);
            usedSince = now;
        }

        /** How many ran on average since the last call. */
        public double use() {
            note();
            double mean = usedNanos / Math.max(1, now - usedFrom);
            usedNanos = 0;
            usedFrom = now;
            return mean;
        }
    }

    private final List<Worker> workers = new ArrayList<>();

    public Simulation(Scenario scenario, Governed governed) {
        this.scenario = scenario;
        this.governed = governed;
        random = new SplittableRandom(scenario.seed());
        server = new Server(random);
        for (int demand : scenario.demands()) {
            workers.add(new Worker(demand));
        }
    }

    public Outcome run() {
        long end = (long) (scenario.seconds() * 1e9);
        long nextForeground = 0;
        long nextProbe = 0;
        long nextTick = 0;
        long probeGap = (long) (1e9 / scenario.probesPerSecond());
        int slots = Server.SLOTS;
        while (true) {
            long nextEnding = endings.isEmpty() ? NEVER : endings.peek().at();
            long nextTurn = NEVER;
            for (int worker = 0; worker < workers.size(); worker++) {
                nextTurn = Math.min(nextTurn, workers.get(worker).turn);
            }
            long next =
                    Math.min(Math.min(nextForeground, nextProbe), Math.min(nextTick, Math.min(nextEnding, nextTurn)));
            if (next >= end) {
                break;
            }
            now = next;
            if (next == nextTick) {
                if (now / 1_000_000_000 != second.number) {
                    seconds.add(second);
                    second = new Second((int) (now / 1_000_000_000));
                }
                int wanted = scenario.slots(now / 1e9);
                if (wanted != slots) {
                    server.slots(wanted);
                    slots = wanted;
                }
                governed.tick(now, workers);
                workers.forEach(Worker::start);
                second.limit(governed.total());
                nextTick += TICK;
            } else if (next == nextForeground) {
                second.foreground.add(server.arrive(now) - now);
                double rate = scenario.foreground(now / 1e9) * Server.capacity();
                nextForeground = now + (long) (GAPS[random.nextInt() >>> 16] / rate * 1e9);
            } else if (next == nextProbe) {
                governed.probe(now, server.arrive(now) - now);
                nextProbe += probeGap;
            } else if (next == nextEnding) {
                Ending ending = endings.remove();
                ending.worker.note();
                ending.worker.running--;
                ending.permit.close();
                second.done++;
                ending.worker.start();
            } else {
                workers.forEach(worker -> {
                    if (worker.turn <= now) {
                        worker.start();
                    }
                });
            }
        }
        seconds.add(second);
        return new Outcome(seconds);
    }

    private static double[] gaps() {
        double[] gaps = new double[1 << 16];
        for (int row = 0; row < gaps.length; row++) {
            gaps[row] = -Math.log1p(-(row + 0.5) / gaps.length);
        }
        return gaps;
    }
}
