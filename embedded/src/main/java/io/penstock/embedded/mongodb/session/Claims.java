package io.penstock.embedded.mongodb.session;

import io.penstock.embedded.mongodb.protocol.KeyString;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which documents were changed by transactions that are still open. */
final class Claims {
    private record Claim(UUID collection, KeyString id) {}

    private final Map<Claim, OpenTransaction> owners = new HashMap<>();

    void take(UUID collection, @Nullable Object id, OpenTransaction transaction) {
        OpenTransaction owner = owners.putIfAbsent(new Claim(collection, KeyString.of(id)), transaction);
        if (owner != null && owner != transaction) {
            throw ServerError.writeConflict();
        }
    }

    void check(UUID collection, @Nullable Object id) {
        if (!owners.isEmpty() && owners.containsKey(new Claim(collection, KeyString.of(id)))) {
            throw ServerError.writeConflict();
        }
    }

    void release(OpenTransaction transaction) {
        owners.values().removeIf(owner -> owner == transaction);
    }
}
