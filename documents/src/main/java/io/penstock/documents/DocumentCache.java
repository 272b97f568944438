package io.penstock.documents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;

/** What was read a short while ago, of all collections. Bounded. Threads may share one. */
final class DocumentCache {
    private final Cache<Place, Stored> cache;

    private record Place(String collection, Key key) {}

    DocumentCache(AccessOptions.Cache limits, Ticker ticker) {
        this.cache = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumWeight(limits.maxBytes())
                .weigher((Place place, Stored stored) -> stored.weight(place.key()))
                .expireAfterWrite(limits.timeToLive())
                .executor(Runnable::run)
                .build();
    }

    /** The part that belongs to one collection. */
    Part part(String collection) {
        return new Part(collection);
    }

    /** What was read of one collection. */
    final class Part {
        private final String collection;

        private Part(String collection) {
            this.collection = collection;
        }

        /** What is kept of a document, if it is as new as a change at this cluster time. */
        Optional<Stored> find(Key key, long changedAt) {
            return Optional.ofNullable(cache.getIfPresent(new Place(collection, key)))
                    .filter(stored -> stored.isAsNewAs(changedAt));
        }

        /** Keeps it, unless something newer is kept. */
        void keep(Key key, Stored stored) {
            cache.asMap().merge(new Place(collection, key), stored, Stored::newer);
        }
    }
}
