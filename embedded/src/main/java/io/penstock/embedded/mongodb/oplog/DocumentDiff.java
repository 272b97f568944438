package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two documents, as servers from 5.0 on write it down for an update by aggregation pipeline
 * (computeDocDiff and computeArrayDiff in src/mongo/db/update/document_diff_calculator.cpp). Where the difference of two
 * values would not be smaller than the new value, the new value is told as a whole; of the document itself that makes a
 * replacement. Sizes are those that servers reckon with, which are about those of the difference as BSON.
 */
final class DocumentDiff {
    /** What an entry of the oplog takes beside the difference (kSizeOfDeltaOplogEntryMetadata). */
    private static final int ENTRY = 15;

    private static final int EMPTY_DOCUMENT = 5;
    private static final int EMPTY_ARRAY = 9;
    /** Updates, inserts and removals are a document each within the difference. */
    private static final int SECTION = 8;

    private static final int TYPE_AND_END_OF_NAME = 2;
    private static final int REMOVAL = 1;
    /** Before the name of a difference within, or before the index of an array's element. */
    private static final int KIND = 1;

    private static final int NEW_LENGTH = 7;

    private final boolean bounded;

    private DocumentDiff(boolean bounded) {
        this.bounded = bounded;
    }

    /** What is different; empty if the whole document is told instead. */
    static Optional<UpdateDescription> between(Document before, Document after) {
        return new DocumentDiff(true).documents("", before, after, ENTRY).map(Part::description);
    }

    /** What is different, however much that is. */
    static UpdateDescription whole(Document before, Document after) {
        return new DocumentDiff(false)
                .documents("", before, after, ENTRY)
                .orElseThrow()
                .description();
    }

    /** What is different within one document or array, with whole paths. */
    private static final class Part {
        private final String prefix;
        private final Document updated = new Document();
        private final Document inserted = new Document();
        private final List<String> removed = new ArrayList<>();
        private final List<Document> truncated = new ArrayList<>();
        private final List<Part> within = new ArrayList<>();
        private long size;

        Part(String prefix, long size) {
            this.prefix = prefix;
            this.size = size;
        }

        UpdateDescription description() {
            Document values = new Document(updated);
            values.putAll(inserted);
            List<String> removals = new ArrayList<>(removed);
            List<Document> truncations = new ArrayList<>(truncated);
            for (Part part : within) {
                UpdateDescription description = part.description();
                values.putAll(description.updatedFields());
                removals.addAll(description.removedFields());
                truncations.addAll(description.truncatedArrays());
            }
            return new UpdateDescription(values, removals, truncations);
        }

        String path(String name) {
            return prefix.isEmpty() ? name : prefix + "." + name;
        }

        void update(String name, @Nullable Object value) {
            section(updated.isEmpty());
            entry(name, DocumentSize.ofValue(value));
            updated.put(path(name), value);
        }

        void insert(String name, @Nullable Object value) {
            section(inserted.isEmpty());
            entry(name, DocumentSize.ofValue(value));
            inserted.put(path(name), value);
        }

        void remove(String name) {
            section(removed.isEmpty());
            entry(name, REMOVAL);
            removed.add(path(name));
        }

        void element(int index, @Nullable Object value) {
            size += KIND;
            entry(Integer.toString(index), DocumentSize.ofValue(value));
            updated.put(path(Integer.toString(index)), value);
        }

        void within(String name, Part part) {
            size += KIND;
            entry(name, part.size);
            within.add(part);
        }

        void truncate(int length) {
            size += NEW_LENGTH;
            truncated.add(new Document("field", prefix).append("newSize", length));
        }

        private void section(boolean first) {
            size += first ? SECTION : 0;
        }

        private void entry(String name, long bytes) {
            size += DocumentSize.cstring(name) - 1 + TYPE_AND_END_OF_NAME + bytes;
        }
    }

    private Optional<Part> documents(String prefix, Map<?, ?> before, Map<?, ?> after, long padding) {
        Part part = new Part(prefix, padding + EMPTY_DOCUMENT);
        Iterator<? extends Map.Entry<?, ?>> fields = after.entrySet().iterator();
        Map.@Nullable Entry<?, ?> field = next(fields);
        Set<String> removed = new LinkedHashSet<>();
        for (Map.Entry<?, ?> old : before.entrySet()) {
            String name = (String) old.getKey();
            if (field != null && name.equals(field.getKey())) {
                if (!Objects.equals(old.getValue(), field.getValue())) {
                    changed(part, name, old.getValue(), field.getValue());
                }
                field = next(fields);
            } else {
                removed.add(name);
            }
        }
        for (; field != null; field = next(fields)) {
            part.insert((String) field.getKey(), field.getValue());
            removed.remove(field.getKey());
        }
        removed.forEach(part::remove);
        return fits(part, DocumentSize.of(after));
    }

    private void changed(Part part, String name, @Nullable Object old, @Nullable Object now) {
        if (!areNested(old, now)) {
            part.update(name, now);
            return;
        }
        nested(part.path(name), old, now)
                .ifPresentOrElse(within -> part.within(name, within), () -> part.update(name, now));
    }

    private Optional<Part> arrays(String prefix, Collection<?> before, Collection<?> after) {
        Part part = new Part(prefix, EMPTY_ARRAY);
        Iterator<?> old = before.iterator();
        int index = 0;
        for (Object now : after) {
            if (old.hasNext()) {
                element(part, index, old.next(), now);
            } else {
                part.element(index, now);
            }
            index++;
        }
        if (old.hasNext()) {
            part.truncate(index);
        }
        return fits(part, DocumentSize.ofValue(after));
    }

    private void element(Part part, int index, @Nullable Object old, @Nullable Object now) {
        if (Objects.equals(old, now)) {
            return;
        }
        if (!areNested(old, now)) {
            part.element(index, now);
            return;
        }
        String name = Integer.toString(index);
        nested(part.path(name), old, now)
                .ifPresentOrElse(within -> part.within(name, within), () -> part.element(index, now));
    }

    private static boolean areNested(@Nullable Object old, @Nullable Object now) {
        return (old instanceof Map<?, ?> && now instanceof Map<?, ?>)
                || (old instanceof Collection<?> && now instanceof Collection<?>);
    }

    private Optional<Part> nested(String path, @Nullable Object old, @Nullable Object now) {
        return old instanceof Map<?, ?> document
                ? documents(path, document, (Map<?, ?>) Objects.requireNonNull(now), 0)
                : arrays(
                        path, (Collection<?>) Objects.requireNonNull(old), (Collection<?>) Objects.requireNonNull(now));
    }

    private Optional<Part> fits(Part part, long sizeOfNew) {
        return !bounded || sizeOfNew > part.size ? Optional.of(part) : Optional.empty();
    }

    private static Map.@Nullable Entry<?, ?> next(Iterator<? extends Map.Entry<?, ?>> fields) {
        return fields.hasNext() ? fields.next() : null;
    }
}
