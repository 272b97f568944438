package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.KeyString;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which documents were changed by transactions that are still open, and how they were before; and which collections were made. */
final class Claims {
    private record Key(UUID collection, KeyString id) {}

    private record Claim(OpenTransaction owner, Optional<Document> committed) {}

    private final Map<Key, Claim> claims = new HashMap<>();
    private final Map<UUID, OpenTransaction> made = new HashMap<>();
    private final Runnable whenReleased;

    Claims(Runnable whenReleased) {
        this.whenReleased = whenReleased;
    }

    void made(UUID collection, OpenTransaction transaction) {
        made.put(collection, transaction);
    }

    /** Nobody but the transaction itself, if it is one that asks, may have made the collection. */
    void requireMade(UUID collection, Optional<OpenTransaction> transaction) {
        OpenTransaction maker = made.get(collection);
        if (maker != null && !transaction.equals(Optional.of(maker))) {
            throw ServerError.writeConflict();
        }
    }

    void take(UUID collection, @Nullable Object id, Optional<Document> committed, OpenTransaction transaction) {
        Claim other = claims.putIfAbsent(new Key(collection, KeyString.of(id)), new Claim(transaction, committed));
        if (other != null && other.owner() != transaction) {
            throw ServerError.writeConflict();
        }
    }

    void requireFree(UUID collection, @Nullable Object id) {
        if (!claims.isEmpty() && claims.containsKey(new Key(collection, KeyString.of(id)))) {
            throw ServerError.writeConflict();
        }
    }

    /** Nobody but the transaction itself, if it is one that asks, may have a document that was like that. */
    void requireFree(UUID collection, Predicate<Document> sought, Optional<OpenTransaction> transaction) {
        boolean taken = claims.entrySet().stream()
                .filter(claim -> claim.getKey().collection().equals(collection))
                .filter(claim ->
                        !transaction.equals(Optional.of(claim.getValue().owner())))
                .anyMatch(claim -> claim.getValue().committed().filter(sought).isPresent());
        if (taken) {
            throw ServerError.writeConflict();
        }
    }

    Optional<Document> committed(UUID collection, @Nullable Object id, Optional<Document> present) {
        if (claims.isEmpty()) {
            return present;
        }
        Claim claim = claims.get(new Key(collection, KeyString.of(id)));
        return claim == null ? present : claim.committed();
    }

    void release(OpenTransaction transaction) {
        claims.values().removeIf(claim -> claim.owner() == transaction);
        made.values().removeIf(maker -> maker == transaction);
        whenReleased.run();
    }
}
