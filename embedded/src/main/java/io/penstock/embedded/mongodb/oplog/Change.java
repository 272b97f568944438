package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an entry of the oplog says. Documents in it are never changed. */
public sealed interface Change {

    /** The {@code operationType} of its change event. */
    String operationType();

    /** A change of one document. */
    sealed interface OfDocument extends Change {
        /** The document's {@code _id}. */
        @Nullable
        Object id();

        /** The document before the change, where the collection keeps such images. */
        Optional<Document> before();
    }

    /** A document came into being. */
    record Insert(Document document) implements OfDocument {
        @Override
        public String operationType() {
            return "insert";
        }

        @Override
        public @Nullable Object id() {
            return document.get("_id");
        }

        @Override
        public Optional<Document> before() {
            return Optional.empty();
        }
    }

    /** Parts of a document were changed; {@code after} only where the collection keeps images. */
    record Update(
            @Nullable Object id, UpdateDescription description, Optional<Document> before, Optional<Document> after)
            implements OfDocument {
        @Override
        public String operationType() {
            return "update";
        }
    }

    /** A document was replaced by another with the same id. */
    record Replace(Document document, Optional<Document> before) implements OfDocument {
        @Override
        public String operationType() {
            return "replace";
        }

        @Override
        public @Nullable Object id() {
            return document.get("_id");
        }
    }

    /** A document is gone. */
    record Delete(@Nullable Object id, Optional<Document> before) implements OfDocument {
        @Override
        public String operationType() {
            return "delete";
        }
    }

    /** A collection was created with these options. Change streams do not tell it unless they are asked to. */
    record Create(Document options) implements Change {
        @Override
        public String operationType() {
            return "create";
        }
    }

    /** A collection's options were changed to these. */
    record Modify(Document options) implements Change {
        @Override
        public String operationType() {
            return "modify";
        }
    }

    /** A collection is gone. */
    record Drop() implements Change {
        @Override
        public String operationType() {
            return "drop";
        }
    }

    /** A collection has another name, and maybe the place of another, which is gone. */
    record Rename(Namespace to, Optional<UUID> dropped) implements Change {
        @Override
        public String operationType() {
            return "rename";
        }
    }

    /** A database is gone. */
    record DropDatabase() implements Change {
        @Override
        public String operationType() {
            return "dropDatabase";
        }
    }

    /** Nothing but the passing of time. */
    record Noop() implements Change {
        @Override
        public String operationType() {
            return "noop";
        }
    }
}
