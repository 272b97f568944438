package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.store.StoredCollection;
import io.penstock.embedded.mongodb.stream.ChangeStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client reads on from, batch by batch. */
sealed interface ServerCursor {
    /** What a server gives in a first batch if it is not told. */
    int FIRST_BATCH = 101;

    /** No reply is larger than this by more than one document. */
    long MAX_BATCH_BYTES = 12L << 20;

    /** Documents, and for a change stream where to go on after them. */
    record Batch(List<Document> documents, Optional<Document> resumeToken, boolean last) {}

    /** What the reply names as the cursor's namespace. */
    Namespace namespace();

    /** Up to this many documents more. */
    Batch next(int limit);

    /** Whether a read is to wait for more when there is nothing. */
    default boolean awaits() {
        return false;
    }

    /** How long the next read is to wait in any case. */
    default Duration pause() {
        return Duration.ZERO;
    }

    /** A result that was computed as a whole. */
    final class OfList implements ServerCursor {
        private final Namespace namespace;
        private final Iterator<Document> rest;

        OfList(Namespace namespace, List<Document> documents) {
            this.namespace = namespace;
            this.rest = documents.iterator();
        }

        @Override
        public Namespace namespace() {
            return namespace;
        }

        @Override
        public Batch next(int limit) {
            List<Document> batch = new ArrayList<>();
            long bytes = 0;
            while (rest.hasNext() && batch.size() < limit && bytes < MAX_BATCH_BYTES) {
                Document document = rest.next();
                bytes += DocumentSize.of(document);
                batch.add(document);
            }
            // As a server, which has not looked whether there is more behind a batch that is full.
            return new Batch(batch, Optional.empty(), !rest.hasNext() && batch.size() < limit);
        }
    }

    /** All of a collection as it is when it is read: what is changed meanwhile is seen changed, as on a real server. */
    final class OfCollection implements ServerCursor {
        private final Namespace namespace;
        private final StoredCollection collection;
        private int position = -1;

        OfCollection(Namespace namespace, StoredCollection collection) {
            this.namespace = namespace;
            this.collection = collection;
        }

        @Override
        public Namespace namespace() {
            return namespace;
        }

        @Override
        public Batch next(int limit) {
            List<Document> batch = new ArrayList<>();
            long bytes = 0;
            for (Map.Entry<Integer, Document> next : collection.after(position).entrySet()) {
                if (batch.size() >= limit || bytes >= MAX_BATCH_BYTES) {
                    break;
                }
                position = next.getKey();
                bytes += DocumentSize.of(next.getValue());
                batch.add(next.getValue());
            }
            return new Batch(batch, Optional.empty(), collection.after(position).isEmpty());
        }
    }

    /**
     * A change stream. Its events come in groups, as those of a real server do, whose streams move on with the commit point of
     * its set: else a client that reads as fast as others write would ask once for each event, and most of what a change costs
     * would be questions. What comes after silence waits for nothing.
     */
    final class OfChanges implements ServerCursor {
        private static final long BETWEEN_GROUPS = Duration.ofMillis(5).toNanos();

        private final Namespace namespace;
        private final ChangeStream stream;
        private long next = System.nanoTime();

        OfChanges(Namespace namespace, ChangeStream stream) {
            this.namespace = namespace;
            this.stream = stream;
        }

        @Override
        public Namespace namespace() {
            return namespace;
        }

        @Override
        public Batch next(int limit) {
            ChangeStream.Batch batch = stream.next(limit);
            if (!batch.events().isEmpty()) {
                next = System.nanoTime() + (batch.more() ? 0 : BETWEEN_GROUPS);
            }
            return new Batch(batch.events(), Optional.of(batch.postBatchResumeToken()), batch.ended());
        }

        @Override
        public Duration pause() {
            return Duration.ofNanos(Math.max(0, next - System.nanoTime()));
        }

        @Override
        public boolean awaits() {
            return true;
        }
    }
}
