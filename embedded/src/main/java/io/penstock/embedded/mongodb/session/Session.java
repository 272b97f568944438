package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one client session. */
final class Session {
    final Document lsid;
    final Map<Integer, Document> statements = new HashMap<>();
    long number = -1;
    boolean committed;
    Instant lastWrite = Instant.EPOCH;

    @Nullable
    OpenTransaction open;

    Session(Document lsid) {
        this.lsid = lsid;
    }

    /** A newer retryable write or transaction: nobody sends the one before again. */
    void begin(long newNumber) {
        number = newNumber;
        committed = false;
        statements.clear();
    }
}
