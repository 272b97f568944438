package io.penstock.processor.simulation;

import io.penstock.processor.lane.LaneKey;
import java.util.HashSet;
import java.util.Set;

/** Which lanes must not begin anything, as the core has told: paused, or set aside. What was not committed is undone. */
final class Holds {
    private final Set<LaneKey> lanes = new HashSet<>();
    private final Set<LaneKey> committedLanes = new HashSet<>();
    private final Set<LaneKey> aside = new HashSet<>();
    private final Set<LaneKey> committedAside = new HashSet<>();
    private boolean job;
    private boolean committedJob;

    void pauseJob(boolean is) {
        job = is;
    }

    void pause(LaneKey lane, boolean is) {
        change(lanes, lane, is);
    }

    void setAside(LaneKey lane, boolean is) {
        change(aside, lane, is);
    }

    boolean holds(LaneKey lane) {
        return job || lanes.contains(lane) || aside.contains(lane);
    }

    boolean pausedForGood() {
        return committedJob || !committedLanes.isEmpty();
    }

    boolean jobIsPaused() {
        return job;
    }

    Set<LaneKey> aside() {
        return aside;
    }

    void committed() {
        committedJob = job;
        replace(committedLanes, lanes);
        replace(committedAside, aside);
    }

    void rolledBack() {
        job = committedJob;
        replace(lanes, committedLanes);
        replace(aside, committedAside);
    }

    private static void change(Set<LaneKey> set, LaneKey lane, boolean add) {
        if (add) {
            set.add(lane);
        } else {
            set.remove(lane);
        }
    }

    private static void replace(Set<LaneKey> set, Set<LaneKey> by) {
        set.clear();
        set.addAll(by);
    }
}
