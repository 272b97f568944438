package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    private enum Section {
        UPDATES,
        INSERTS,
        REMOVALS
    }

    private final boolean bounded;

    private DocumentDiff(boolean bounded) {
        this.bounded = bounded;
    }

    /** What is different; empty if the whole document is told instead. */
    static Optional<UpdateDescription> between(Document before, Document after) {
        return new DocumentDiff(true)
                .documents(before, after, ENTRY)
                .map(difference -> UpdateDescription.of(difference.level));
    }

    /** What is different, however much that is. */
    static UpdateDescription whole(Document before, Document after) {
        return UpdateDescription.of(
                new DocumentDiff(false).documents(before, after, ENTRY).orElseThrow().level);
    }

    /** What is different within one document or array, and what that takes. */
    private static final class Sized {
        private final Difference.Level level;
        private final Set<Section> sections = EnumSet.noneOf(Section.class);
        private long size;

        Sized(Difference.Level level, long size) {
            this.level = level;
            this.size = size;
        }

        void update(String name, @Nullable Object value) {
            entry(Section.UPDATES, name, DocumentSize.ofValue(value));
            level.update(name, value);
        }

        void insert(String name, @Nullable Object value) {
            entry(Section.INSERTS, name, DocumentSize.ofValue(value));
            level.insert(name, value);
        }

        void remove(String name) {
            entry(Section.REMOVALS, name, REMOVAL);
            level.remove(name);
        }

        void element(int index, @Nullable Object value) {
            within(Integer.toString(index), DocumentSize.ofValue(value));
            level.update(Integer.toString(index), value);
        }

        void put(String name, Sized within) {
            within(name, within.size);
            level.put(name, within.level);
        }

        private void within(String name, long bytes) {
            size += KIND;
            entry(name, bytes);
        }

        private void entry(Section section, String name, long bytes) {
            size += sections.add(section) ? SECTION : 0;
            entry(name, bytes);
        }

        private void entry(String name, long bytes) {
            size += DocumentSize.cstring(name) - 1 + TYPE_AND_END_OF_NAME + bytes;
        }
    }

    private Optional<Sized> documents(Map<?, ?> before, Map<?, ?> after, long padding) {
        Sized part = new Sized(new Difference.InDocument(), padding + EMPTY_DOCUMENT);
        Iterator<? extends Map.Entry<?, ?>> fields = after.entrySet().iterator();
        Map.@Nullable Entry<?, ?> field = next(fields);
        // What goes from before others is told last, sorted, if it is not back behind them.
        Set<String> gone = new TreeSet<>();
        for (Map.Entry<?, ?> old : before.entrySet()) {
            String name = (String) old.getKey();
            if (field != null && name.equals(field.getKey())) {
                if (!Objects.equals(old.getValue(), field.getValue())) {
                    changed(part, name, old.getValue(), field.getValue());
                }
                field = next(fields);
            } else if (field != null) {
                gone.add(name);
            } else {
                part.remove(name);
            }
        }
        for (; field != null; field = next(fields)) {
            part.insert((String) field.getKey(), field.getValue());
            gone.remove(field.getKey());
        }
        gone.forEach(part::remove);
        return fits(part, DocumentSize.of(after));
    }

    private void changed(Sized part, String name, @Nullable Object old, @Nullable Object now) {
        if (!areNested(old, now)) {
            part.update(name, now);
            return;
        }
        nested(old, now).ifPresentOrElse(within -> part.put(name, within), () -> part.update(name, now));
    }

    private Optional<Sized> arrays(Collection<?> before, Collection<?> after) {
        Difference.InArray array = new Difference.InArray();
        Sized part = new Sized(array, EMPTY_ARRAY);
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
            part.size += NEW_LENGTH;
            array.truncate(index);
        }
        return fits(part, DocumentSize.ofValue(after));
    }

    private void element(Sized part, int index, @Nullable Object old, @Nullable Object now) {
        if (Objects.equals(old, now)) {
            return;
        }
        if (!areNested(old, now)) {
            part.element(index, now);
            return;
        }
        nested(old, now)
                .ifPresentOrElse(within -> part.put(Integer.toString(index), within), () -> part.element(index, now));
    }

    private static boolean areNested(@Nullable Object old, @Nullable Object now) {
        return (old instanceof Map<?, ?> && now instanceof Map<?, ?>)
                || (old instanceof Collection<?> && now instanceof Collection<?>);
    }

    private Optional<Sized> nested(@Nullable Object old, @Nullable Object now) {
        return old instanceof Map<?, ?> document
                ? documents(document, (Map<?, ?>) Objects.requireNonNull(now), 0)
                : arrays((Collection<?>) Objects.requireNonNull(old), (Collection<?>) Objects.requireNonNull(now));
    }

    private Optional<Sized> fits(Sized part, long sizeOfNew) {
        return !bounded || sizeOfNew > part.size ? Optional.of(part) : Optional.empty();
    }

    private static Map.@Nullable Entry<?, ?> next(Iterator<? extends Map.Entry<?, ?>> fields) {
        return fields.hasNext() ? fields.next() : null;
    }
}
