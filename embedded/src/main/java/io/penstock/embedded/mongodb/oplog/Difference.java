package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is different at one place of a document, in the order in which servers from 5.0 on write it into the oplog and read it from
 * there (src/mongo/db/update/v2_log_builder.cpp, src/mongo/db/pipeline/change_stream_document_diff_parser.cpp).
 */
sealed interface Difference {

    /** Adds what is different to a description, under its whole path. */
    void tell(String path, UpdateDescription told);

    /** There is another value. */
    record Whole(@Nullable Object value) implements Difference {
        @Override
        public void tell(String path, UpdateDescription told) {
            told.updatedFields().put(path, value);
        }
    }

    /** Something within is different. */
    sealed interface Level extends Difference {

        /** Another value than before. */
        void update(String name, @Nullable Object value);

        /** A value where there was none. */
        void insert(String name, @Nullable Object value);

        /** A value that is gone. */
        void remove(String name);

        /** The document or array of this name, in which something is different. */
        void put(String name, Level within);

        /** The one that was put there, if one was. */
        @Nullable
        Level within(String name);
    }

    /** A document: the fields that were there, then new ones, then what is different within others. */
    final class InDocument implements Level {
        private final Map<String, Difference> updated = new LinkedHashMap<>();
        private final Map<String, Difference> inserted = new LinkedHashMap<>();
        private final List<String> removed = new ArrayList<>();
        private final Map<String, Level> within = new LinkedHashMap<>();

        @Override
        public void update(String name, @Nullable Object value) {
            updated.put(name, new Whole(value));
        }

        @Override
        public void insert(String name, @Nullable Object value) {
            inserted.put(name, new Whole(value));
        }

        @Override
        public void remove(String name) {
            removed.add(name);
        }

        @Override
        public void put(String name, Level level) {
            within.put(name, level);
        }

        @Override
        public @Nullable Level within(String name) {
            return within.get(name);
        }

        @Override
        public void tell(String path, UpdateDescription told) {
            updated.forEach((name, value) -> value.tell(FieldPaths.join(path, name), told));
            inserted.forEach((name, value) -> value.tell(FieldPaths.join(path, name), told));
            removed.forEach(name -> told.removedFields().add(FieldPaths.join(path, name)));
            within.forEach((name, level) -> level.tell(FieldPaths.join(path, name), told));
        }
    }

    /** An array: its elements by their index, whether they are told as a whole or not. */
    final class InArray implements Level {
        private final TreeMap<Integer, Difference> elements = new TreeMap<>();
        private OptionalInt length = OptionalInt.empty();

        @Override
        public void update(String name, @Nullable Object value) {
            elements.put(Integer.parseInt(name), new Whole(value));
        }

        @Override
        public void insert(String name, @Nullable Object value) {
            update(name, value);
        }

        /** Others do not move up. */
        @Override
        public void remove(String name) {
            update(name, null);
        }

        @Override
        public void put(String name, Level level) {
            elements.put(Integer.parseInt(name), level);
        }

        @Override
        public @Nullable Level within(String name) {
            return elements.get(Integer.parseInt(name)) instanceof Level level ? level : null;
        }

        /** It was cut to so many elements. */
        void truncate(int newLength) {
            length = OptionalInt.of(newLength);
        }

        @Override
        public void tell(String path, UpdateDescription told) {
            length.ifPresent(size -> told.truncatedArrays().add(new Document("field", path).append("newSize", size)));
            elements.forEach((index, difference) -> difference.tell(FieldPaths.join(path, index.toString()), told));
        }
    }
}
