package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one client session. */
final class Session {
    final Document lsid;
    final Map<Integer, Document> statements = new HashMap<>();
    long number = -1;
    boolean committed;

    @Nullable
    OpenTransaction open;

    Session(Document lsid) {
        this.lsid = lsid;
    }
}
