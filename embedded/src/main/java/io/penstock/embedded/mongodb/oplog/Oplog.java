package io.penstock.embedded.mongodb.oplog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened, newest last, bounded: the oldest entries leave when there are too many, or when they take too many
 * bytes. A place is found in logarithmic time. Whoever uses it keeps others out meanwhile.
 */
public final class Oplog {
    private final TreeMap<Position, OplogEntry> entries = new TreeMap<>();
    private final long maxEntries;
    private final long maxBytes;
    private long bytes;
    private Position forgottenThrough = Position.before(0);

    /** An empty oplog with these bounds. */
    public Oplog(long maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Appends entries that are newer than all others. */
    public void append(List<OplogEntry> news) {
        for (OplogEntry entry : news) {
            entries.put(entry.position(), entry);
            bytes += entry.size();
        }
        while (entries.size() > 1 && (entries.size() > maxEntries || bytes > maxBytes)) {
            forgetOldest();
        }
    }

    /** What came after this place, oldest first. A view. */
    public Collection<OplogEntry> after(Position position) {
        return entries.tailMap(position, false).values();
    }

    /** What stands at this very place. */
    public Optional<OplogEntry> at(Position position) {
        return Optional.ofNullable(entries.get(position));
    }

    /** The newest entry's time; 0 if there is none. */
    public long lastTime() {
        return entries.isEmpty() ? 0 : entries.lastKey().time();
    }

    /**
     * Whether everything that came after this place is still here. An oplog that has lost nothing goes back to the beginning
     * of its replica set, and nothing older can be missing: servers take any such place, of another set's history too
     * (src/mongo/db/exec/collection_scan.cpp, {@code isNewRS}).
     */
    public boolean covers(Position position) {
        return forgottenThrough.time() == 0
                || (!entries.isEmpty() && entries.firstKey().time() <= position.time())
                || position.time() > forgottenThrough.time();
    }

    /** Whether nothing that came after this place, up to now, was forgotten; for a reader that is under way. */
    public boolean isUnbroken(Position position) {
        return position.compareTo(forgottenThrough) >= 0;
    }

    /** Drops all entries up to this place, so that nobody can go on from one before it. */
    public void forgetThrough(Position position) {
        while (!entries.isEmpty() && entries.firstKey().compareTo(position) <= 0) {
            forgetOldest();
        }
        forgottenThrough = position;
    }

    /** The newest place whose entry was dropped. */
    public Position forgottenThrough() {
        return forgottenThrough;
    }

    /** The newest entry's place. */
    public Position last() {
        return entries.isEmpty() ? forgottenThrough : entries.lastKey();
    }

    /** How many entries there are. */
    public int size() {
        return entries.size();
    }

    private void forgetOldest() {
        OplogEntry oldest = entries.pollFirstEntry().getValue();
        bytes -= oldest.size();
        forgottenThrough = oldest.position();
    }
}
