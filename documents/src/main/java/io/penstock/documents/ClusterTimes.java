package io.penstock.documents;

import com.mongodb.session.ClientSession;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonTimestamp;

/**
 * The newest cluster time that any reply has told: what is asked next is asked as of it, so that no handler sees the past
 * after it could have seen the present. Threads may share one.
 */
final class ClusterTimes {
    private final AtomicLong newest = new AtomicLong();

    /** The newest; 0 before the first reply. */
    long newest() {
        return newest.get();
    }

    /** Takes note of what a session's last reply told. */
    void heard(ClientSession session) {
        BsonTimestamp told = session.getOperationTime();
        if (told != null) {
            newest.accumulateAndGet(told.getValue(), ClusterTimes::later);
        }
    }

    static long later(long one, long other) {
        return Long.compareUnsigned(one, other) >= 0 ? one : other;
    }
}
