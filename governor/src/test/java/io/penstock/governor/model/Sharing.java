package io.penstock.governor.model;

import io.penstock.governor.limit.Limit;
import io.penstock.governor.model.Simulation.Governed;
import io.penstock.governor.model.Simulation.Worker;
import io.penstock.governor.share.HeardShare;
import io.penstock.governor.share.Shares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several instances: one runs the rule and publishes the shares once a second, all hear them a tick later, and each does no
 * more than it has heard. Demands are told as late.
 */
public final class Sharing implements Governed {
    private static final int TICKS_PER_PUBLICATION = 4;

    private final Limit limit;
    private final double floor;
    private final List<HeardShare> heard = new ArrayList<>();
    private Shares published = new Shares(0, Map.of());
    private int ticks;
    private double sum;

    public Sharing(Limit limit, double floor) {
        this.limit = limit;
        this.floor = floor;
    }

    @Override
    public void tick(long now, List<Worker> workers) {
        double use = 0;
        for (Worker worker : workers) {
            use += worker.use();
        }
        limit.decide(now, use);
        sum = 0;
        for (int i = 0; i < workers.size(); i++) {
            if (heard.size() <= i) {
                heard.add(new HeardShare(floor, workers.size(), Duration.ofSeconds(5)));
            }
            if (ticks % TICKS_PER_PUBLICATION == 1) {
                heard.get(i).hear(published, name(i), now);
            }
            double part = heard.get(i).at(now);
            workers.get(i).gate.limit(part);
            sum += part;
        }
        if (ticks++ % TICKS_PER_PUBLICATION == 0) {
            Map<String, Double> demands = new LinkedHashMap<>();
            for (int i = 0; i < workers.size(); i++) {
                demands.put(name(i), (double) workers.get(i).demand);
            }
            published = Shares.of(limit.current(), floor, demands);
        }
    }

    @Override
    public void probe(long now, long latency) {
        limit.latency("probe", latency);
    }

    @Override
    public double total() {
        return sum;
    }

    private static String name(int instance) {
        return "instance-" + instance;
    }
}
