package io.penstock.embedded.mongodb.stream;

import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import java.util.Set;

/** What a change stream watches: the whole deployment, one database, or one collection. */
public sealed interface StreamScope {

    /** Whether the stream tells this entry. */
    boolean sees(OplogEntry entry);

    /** Whether the stream ends with this entry. */
    boolean endsWith(OplogEntry entry);

    /** All databases but those that a server keeps for itself. */
    record Deployment() implements StreamScope {
        private static final Set<String> INTERNAL = Set.of("admin", "config", "local");

        @Override
        public boolean sees(OplogEntry entry) {
            return !INTERNAL.contains(entry.namespace().database()) && !isSystem(entry.namespace());
        }

        @Override
        public boolean endsWith(OplogEntry entry) {
            return false;
        }
    }

    /** All collections of one database. */
    record Database(String name) implements StreamScope {
        @Override
        public boolean sees(OplogEntry entry) {
            return entry.namespace().database().equals(name) && !isSystem(entry.namespace());
        }

        @Override
        public boolean endsWith(OplogEntry entry) {
            return entry.change() instanceof Change.DropDatabase
                    && entry.namespace().database().equals(name);
        }
    }

    /** One collection. */
    record Collection(Namespace namespace) implements StreamScope {
        @Override
        public boolean sees(OplogEntry entry) {
            return entry.namespace().equals(namespace)
                    || (entry.change() instanceof Change.Rename rename
                            && rename.to().equals(namespace));
        }

        @Override
        public boolean endsWith(OplogEntry entry) {
            return sees(entry) && (entry.change() instanceof Change.Drop || entry.change() instanceof Change.Rename);
        }
    }

    private static boolean isSystem(Namespace namespace) {
        return namespace.collection().startsWith("system.");
    }
}
