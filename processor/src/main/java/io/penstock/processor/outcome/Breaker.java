package io.penstock.processor.outcome;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pauses a job whose handler fails across lanes. It opens when the last {@code window} attempts have failed to the part
 * {@code failures}; after the pause one attempt probes, and what comes of it decides. In memory only: after a restart it
 * learns anew. For use by one thread.
 */
public final class Breaker {
    private final Policy policy;
    private final Deque<Boolean> last = new ArrayDeque<>();
    private int failures;
    private boolean open;
    private boolean probing;
    private long opensAgain;

    /**
     * When it opens, and for how long.
     *
     * @param failures the part of attempts that fail, above 0, at most 1
     * @param window of how many attempts
     * @param pause in milliseconds
     */
    public record Policy(double failures, int window, long pause) {}

    /**
     * @param policy when it opens
     */
    public Breaker(Policy policy) {
        this.policy = policy;
    }

    /**
     * Whether an attempt may start.
     *
     * @param now milliseconds since 1970
     */
    public boolean permits(long now) {
        return !open || (!probing && now >= opensAgain);
    }

    /** Whether what starts now starts alone, as a probe. */
    public boolean probes() {
        return open;
    }

    /** When it will permit a probe: milliseconds since 1970; {@link Long#MAX_VALUE} if it waits for nothing. */
    public long nextProbe() {
        return open && !probing ? opensAgain : Long.MAX_VALUE;
    }

    /**
     * An attempt starts.
     *
     * @return whether it is a probe
     */
    public boolean began() {
        probing = open;
        return open;
    }

    /** The probe was taken back and tells nothing. */
    public void tookBack() {
        probing = false;
    }

    /**
     * An attempt has ended.
     *
     * @param probe whether it is the probe
     * @param failed whether it tells that the handler does not work
     * @param now milliseconds since 1970
     */
    public void ended(boolean probe, boolean failed, long now) {
        if (open) {
            if (!probe) {
                // It had begun before the breaker opened.
                return;
            }
            probing = false;
            if (!failed) {
                open = false;
                last.clear();
                failures = 0;
            } else {
                opensAgain = now + policy.pause();
            }
            return;
        }
        last.add(failed);
        failures += failed ? 1 : 0;
        if (last.size() > policy.window() && last.remove()) {
            failures--;
        }
        if (last.size() == policy.window() && failures >= policy.failures() * policy.window()) {
            open = true;
            opensAgain = now + policy.pause();
        }
    }
}
