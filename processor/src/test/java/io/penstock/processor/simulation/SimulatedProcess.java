package io.penstock.processor.simulation;

import io.penstock.processor.lane.Company;
import io.penstock.processor.partition.Permits;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.settings.WorkSettings.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** One process with its workers, who do nothing until they are told to. */
final class SimulatedProcess implements Permits {
    private static final int PERMITS = 3;
    /** Fewer than there are lanes. */
    private static final int FEW = 2;

    private final List<Turn> turns = new ArrayList<>();
    private final List<RunningAttempt> running = new ArrayList<>();
    private final Queue<TurnEvent> events = new ArrayDeque<>();
    private int taken;
    private int trials;
    private Company company = Company.MANY;
    private Rates rates = new Rates();
    private Optional<Rates.Share> share = Optional.empty();

    List<Turn> turns() {
        return turns;
    }

    List<RunningAttempt> running() {
        return running;
    }

    Queue<TurnEvent> events() {
        return events;
    }

    /** All that was in the process is gone. */
    void die() {
        turns.clear();
        running.clear();
        events.clear();
        taken = 0;
        trials = 0;
        rates = new Rates();
        share = Optional.empty();
    }

    /** The partition is assigned to it. */
    Rates.Share open() {
        share.ifPresent(Rates.Share::close);
        trials = 0;
        Rates.Share opened = rates.open();
        share = Optional.of(opened);
        return opened;
    }

    int taken() {
        return taken;
    }

    /** How many suspects are tried. */
    int trials() {
        return trials;
    }

    @Override
    public boolean take(String job, Tier tier) {
        Checker.require(trials == 0, "Something begins beside %d suspects", trials);
        if (taken >= PERMITS) {
            return false;
        }
        taken++;
        return true;
    }

    @Override
    public void forgo(String job, Tier tier) {}

    @Override
    public void force(String job, Tier tier) {
        taken++;
    }

    @Override
    public void give(String job, Tier tier) {
        taken--;
    }

    @Override
    public boolean mayBegin(long now) {
        return trials == 0;
    }

    @Override
    public boolean beginTrial(Company asked, long now, long acquitted) {
        boolean begins = trials == 0 || trials < Math.min(FEW, Math.min(asked.most(), company.most()));
        company = begins ? asked : company;
        trials += begins ? 1 : 0;
        return begins;
    }

    @Override
    public void endTrial() {
        trials--;
        Checker.require(trials >= 0, "A suspect's trial ends twice");
    }
}
