package io.penstock.cli.check;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the versions of one document ended for one job. Kept as two numbers a version, since there are millions of them.
 * For use by one thread.
 */
final class Endings {
    /** Lowest bits of a version's place, which are left for the flags of {@link Ending}. */
    static final int FLAG_BITS = 8;

    /** Nothing has ended. Nothing may be added to it. */
    static final Endings NONE = new Endings();

    private static final int EXPLAINED = 20;
    private static final long FLAGS = (1L << FLAG_BITS) - 1;

    private long[] times = new long[4];
    private long[] places = new long[4];
    private int size;
    private int newestResult = -1;
    private long sequence = -1;

    /** What a new ending says beside itself. */
    enum Remark {
        /** It is as it should be. */
        FINE,
        /** The same task was concluded before. */
        DOUBLED,
        /** A result of a newer version was written before. */
        OUT_OF_ORDER
    }

    Remark add(Version version, Ending ending) {
        int at = find(version);
        if (at < 0) {
            at = -at - 1;
            insert(at, version);
        }
        boolean concluded = Ending.concludes(flags(at));
        places[at] |= ending.flag();
        if (!Ending.concludes(ending.flag())) {
            return Remark.FINE;
        }
        if (concluded) {
            return Remark.DOUBLED;
        }
        if (ending != Ending.RESULT) {
            return Remark.FINE;
        }
        boolean late = at < newestResult;
        newestResult = Math.max(at, newestResult);
        return late ? Remark.OUT_OF_ORDER : Remark.FINE;
    }

    /** A result carries the document as it was after the write with this sequence number. */
    void carries(long number) {
        sequence = Math.max(sequence, number);
    }

    /** The greatest sequence number that a result has carried; -1 if none has carried any. */
    long sequence() {
        return sequence;
    }

    int size() {
        return size;
    }

    long time(int version) {
        return times[version];
    }

    boolean isRead(int version) {
        return Version.isRead(places[version]);
    }

    int flags(int version) {
        return (int) (places[version] & FLAGS);
    }

    /** The versions and how they ended, for people. */
    String text() {
        return IntStream.range(0, size)
                .mapToObj(version -> Version.text(times[version], places[version]) + " "
                        + Arrays.stream(Ending.values())
                                .filter(ending -> (ending.flag() & flags(version)) != 0)
                                .map(Ending::text)
                                .collect(Collectors.joining("+")))
                .limit(EXPLAINED)
                .collect(Collectors.joining(", ", size + " versions: ", size > EXPLAINED ? ", …" : ""));
    }

    private int find(Version version) {
        int low = 0;
        int high = size - 1;
        // Most versions are the newest, or one that was told just now.
        if (size > 0 && compare(high, version) < 0) {
            return -size - 1;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, version);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private int compare(int at, Version version) {
        int byTime = Long.compareUnsigned(times[at], version.time());
        return byTime != 0 ? byTime : Long.compareUnsigned(places[at] & ~FLAGS, version.place());
    }

    private void insert(int at, Version version) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(places, at, places, at + 1, size - at);
        times[at] = version.time();
        places[at] = version.place();
        size++;
        if (at <= newestResult) {
            newestResult++;
        }
    }
}
