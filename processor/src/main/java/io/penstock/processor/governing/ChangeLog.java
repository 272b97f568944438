package io.penstock.processor.governing;

import io.penstock.governor.limit.Change;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says and counts what the rule decides: each change of its state at once, and while it only moves within one, a line now
 * and then. The governor's thread writes, any thread may read the counts.
 */
final class ChangeLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);
    private static final long PACE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final double WORTH_A_LINE = 0.1;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private boolean told;
    private long toldAt;
    private double toldLimit;

    void tell(Change change) {
        counts.computeIfAbsent(change.reason().word(), word -> new LongAdder()).increment();
        boolean far = Math.abs(change.to() - toldLimit) > WORTH_A_LINE * Math.max(toldLimit, 0.1);
        if (!told || change.before() != change.state() || (far && change.at() - toldAt >= PACE_NANOS)) {
            told = true;
            toldAt = change.at();
            toldLimit = change.to();
            LOG.info(
                    "Governor {}: limit {} -> {}: {}",
                    change.state().name().toLowerCase(Locale.ROOT),
                    String.format(Locale.ROOT, "%.2f", change.from()),
                    String.format(Locale.ROOT, "%.2f", change.to()),
                    change.reason().text());
        }
    }

    /** How often it changed for a reason. */
    long count(String reason) {
        LongAdder count = counts.get(reason);
        return count == null ? 0 : count.sum();
    }
}
