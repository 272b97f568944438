package io.penstock.documents;

import io.penstock.api.DatabaseCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;

/**
 * Gathers the look-ups in one collection. While a request is under way, what is asked for meanwhile waits for the next:
 * so the more there is to do, the larger the batches become. Threads may share one.
 */
final class ReadBatches {
    private final String collection;
    private final Finder finder;
    private final DocumentCache.Part cache;
    private final Pace pace;
    private final DataLoader<Key, Stored> loader;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(true);
    private final Executor requests;

    /** Who asks, and for what time. */
    private record Ask(long after, Account account) {}

    ReadBatches(
            String collection, Finder finder, DocumentCache.Part cache, Workers workers, AccessOptions.Batch batch) {
        this.collection = collection;
        this.finder = finder;
        this.cache = cache;
        this.requests = workers.requests();
        DataLoaderOptions options = DataLoaderOptions.newOptions()
                // What it would keep has no time at which it was read.
                .setCachingEnabled(false)
                .setMaxBatchSize(batch.maxSize())
                .build();
        this.loader = DataLoaderFactory.newDataLoader(this::load, options);
        this.pace = new Pace(workers, batch, () -> loader.dispatch());
    }

    /** What is known of a document, as of a change at cluster time {@code after} or later; from the cache if it can be. */
    CompletableFuture<Stored> get(Key key, long after, Account account) {
        Optional<Stored> known = cache.find(key, after);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        CompletableFuture<Stored> coming = loader.load(key, new Ask(after, account));
        pace.added();
        return coming;
    }

    private CompletionStage<List<Stored>> load(List<Key> keys, BatchLoaderEnvironment environment) {
        List<Ask> asks =
                environment.getKeyContextsList().stream().map(Ask.class::cast).toList();
        // One after the other, also where there is more than one request can carry.
        CompletableFuture<List<Stored>> loaded = last.handleAsync((before, failed) -> found(keys, asks), requests);
        last = loaded;
        return loaded;
    }

    private List<Stored> found(List<Key> keys, List<Ask> asks) {
        Map<Key, Ask> missing = new LinkedHashMap<>();
        Map<Key, Stored> answers = new LinkedHashMap<>();
        long after = 0;
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            Ask ask = asks.get(i);
            // The request before this one may have brought it.
            Optional<Stored> known = cache.find(key, ask.after());
            if (known.isPresent()) {
                answers.merge(key, known.get(), Stored::newer);
            } else {
                missing.putIfAbsent(key, ask);
                after = ClusterTimes.later(after, ask.after());
            }
        }
        if (!missing.isEmpty()) {
            answers.putAll(asked(missing, after));
        }
        List<Stored> inOrder = new ArrayList<>(keys.size());
        keys.forEach(key -> inOrder.add(answers.get(key)));
        return inOrder;
    }

    private Map<Key, Stored> asked(Map<Key, Ask> missing, long after) {
        long start = System.nanoTime();
        Finder.Found found;
        try {
            found = finder.find(missing.keySet().stream().map(Key::id).toList(), after);
        } catch (RuntimeException e) {
            throw Failures.of("Reading " + missing.size() + " documents of " + collection, e);
        }
        long nanos = (System.nanoTime() - start) / missing.size();
        Map<Key, Stored> answers = new LinkedHashMap<>();
        missing.forEach((key, ask) -> {
            Optional<byte[]> document = Optional.ofNullable(found.byId().get(key.canonical()));
            Stored stored = new Stored(found.asOf(), true, document);
            cache.keep(key, stored);
            answers.put(key, stored);
            long bytes = document.map(json -> json.length).orElse(0);
            ask.account().charge(new DatabaseCost(1.0 / missing.size(), 1, 0, bytes, 0, nanos));
        });
        return answers;
    }
}
