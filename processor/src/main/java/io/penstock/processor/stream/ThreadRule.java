package io.penstock.processor.stream;

/**
 * Whether a stream thread more, or one less, would help. It takes several looks in a row to say so, since every step moves
 * partitions:
 *
 * <pre>
 *   one more   records wait, threads are at work for 70 percent of the time or more, half a core idles;   3 looks
 *   one less   the others would be at work for less than 40 percent of the time;                         30 looks
 *   one less   there are more threads than partitions for them;                                           3 looks
 * </pre>
 *
 * A thread that runs inline handlers is at work while they run, and so the time that handlers take is in it; without an idle
 * core another thread would only take from this one.
 *
 * <p>Threading: for one thread.
 */
final class ThreadRule {
    static final int LOOKS_TO_ADD = 3;
    static final int LOOKS_TO_REMOVE = 30;
    private static final int LOOKS_AFTER_A_STEP = 6;
    private static final double BUSY = 0.7;
    private static final double BUSY_WITHOUT_IT = 0.4;
    private static final double IDLE_CORES = 0.5;

    private final int least;
    private final int most;
    private int pause;
    private int inNeed;
    private int idle;
    private int tooMany;

    /** What is to be done. */
    enum Step {
        /** One thread more. */
        ADD,
        /** One thread less. */
        REMOVE,
        /** Nothing. */
        STAY
    }

    /**
     * What is to be seen.
     *
     * @param threads stream threads
     * @param partitions of the work, of this process
     * @param busy the part of their time that threads are at work, on average
     * @param waiting records that wait in Kafka for this process
     * @param idleCores processors of this machine that have nothing to do
     */
    record Look(int threads, int partitions, double busy, long waiting, double idleCores) {}

    ThreadRule(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** What is to be done now. */
    Step look(Look look) {
        if (pause > 0) {
            pause--;
            return Step.STAY;
        }
        boolean needed = look.waiting() > 0
                && look.busy() >= BUSY
                && look.idleCores() >= IDLE_CORES
                && look.threads() < Math.min(most, look.partitions());
        boolean spare = look.threads() > least && look.busy() * look.threads() < BUSY_WITHOUT_IT * (look.threads() - 1);
        inNeed = needed ? inNeed + 1 : 0;
        idle = spare ? idle + 1 : 0;
        tooMany = look.threads() > Math.max(least, look.partitions()) ? tooMany + 1 : 0;
        if (inNeed >= LOOKS_TO_ADD) {
            return step(Step.ADD);
        }
        return idle >= LOOKS_TO_REMOVE || tooMany >= LOOKS_TO_ADD ? step(Step.REMOVE) : Step.STAY;
    }

    private Step step(Step step) {
        pause = LOOKS_AFTER_A_STEP;
        inNeed = 0;
        idle = 0;
        tooMany = 0;
        return step;
    }
}
