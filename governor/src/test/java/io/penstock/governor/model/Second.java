package io.penstock.governor.model;

/** What happened in one second of a run. */
public final class Second {
    public final int number;
    public final Latencies foreground = new Latencies();
    public long done;
    private double limits;
    private int ticks;

    Second(int number) {
        this.number = number;
    }

    void limit(double limit) {
        limits += limit;
        ticks++;
    }

    /** The limit, on average. */
    public double limit() {
        return limits / ticks;
    }
}
