package io.penstock.cli.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link RecordingHandler} has noted, held against what must hold of attempts. */
public final class Calls {
    /** How long the handler asks to be left alone. */
    static final Duration PAUSE = Duration.ofMillis(200);

    /** Clocks tell whole milliseconds. */
    private static final long ROUNDED = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path folder;

    private record Call(String what, String key, long epoch, int count, String lane, long nanos) {
        static Call parse(String line) {
            String[] parts = line.split(" ", 6);
            return new Call(
                    parts[0],
                    parts[1],
                    Long.parseLong(parts[2]),
                    Integer.parseInt(parts[3]),
                    parts[4],
                    Long.parseLong(parts[5]));
        }

        boolean begins() {
            return what.equals("begin");
        }

        /** Of which document it is about a version. */
        String document() {
            return key.substring(0, key.lastIndexOf('/'));
        }

        /** When the change happened that it is about, to the second before: the key ends with its version. */
        long changedNanos() {
            String version = key.substring(key.lastIndexOf('/') + 1);
            return TimeUnit.SECONDS.toNanos(Long.parseLong(version.substring(0, 8), 16));
        }

        boolean isAfter(Call other) {
            return epoch > other.epoch || (epoch == other.epoch && count > other.count);
        }
    }

    /**
     * @param folder where the handlers noted their calls
     */
    public Calls(Path folder) {
        this.folder = folder;
    }

    /** How many attempts a process has begun and not ended. */
    public int running(long pid) {
        return open(pid).size();
    }

    /** How many attempts were begun in all. */
    public int count() {
        return (int) all().flatMap(List::stream).filter(Call::begins).count();
    }

    /**
     * How long a lane rested at most while it had work, from some moment on: until an attempt began, since that moment, the
     * end of the attempt before it in the lane, or the change that it is about, whichever was the last. A lane in which no
     * attempt follows had no work: what is lost is told by others.
     *
     * @param since by {@link System#nanoTime}, which all processes of a machine share
     */
    public Duration longestRest(long since) {
        long sinceEpoch = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        Map<String, Long> free = new HashMap<>();
        long longest = 0;
        for (Call call : all().flatMap(List::stream)
                .sorted((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .toList()) {
            if (!call.begins()) {
                free.put(call.lane(), call.nanos());
            } else if (call.nanos() > since) {
                long ready = Math.max(
                        Math.max(since, free.getOrDefault(call.lane(), since)), sinceEpoch + call.changedNanos());
                longest = Math.max(longest, call.nanos() - ready);
            }
        }
        return Duration.ofNanos(longest);
    }

    /**
     * The lane with the most tasks so far, and not with the most attempts: those may be of one task that is tried again and
     * again, in a lane that has no other. Empty if there is none.
     */
    public Optional<String> busiestLane() {
        return all()
                .flatMap(List::stream)
                .filter(Call::begins)
                .collect(Collectors.groupingBy(Call::lane, Collectors.mapping(Call::key, Collectors.toSet())))
                .entrySet()
                .stream()
                .max(Comparator.comparingInt(lane -> lane.getValue().size()))
                .map(Map.Entry::getKey);
    }

    /**
     * What was begun in a lane within some time, as keys.
     *
     * @param from by {@link System#nanoTime}, which all processes of a machine share
     */
    public List<String> begunIn(String lane, long from, long to) {
        return all().flatMap(List::stream)
                .filter(call -> call.begins() && call.lane().equals(lane) && call.nanos() > from && call.nanos() < to)
                .map(Call::key)
                .toList();
    }

    /** What a process has begun and not ended, as keys. */
    public Set<String> open(long pid) {
        Set<String> open = new HashSet<>();
        for (Call call : of(folder.resolve("calls-" + pid))) {
            if (call.begins()) {
                open.add(call.key());
            } else {
                open.remove(call.key());
            }
        }
        return open;
    }

    /**
     * What does not hold: attempts of one lane that overlap in a process or begin out of order, numbers that do not grow,
     * more attempts than allowed, and attempts before the pause is over that the one before them had asked for.
     */
    public List<String> violations(int maxAttempts) {
        List<String> violations = new ArrayList<>();
        all().forEach(calls -> overlaps(calls, violations));
        List<Call> inTime = all().flatMap(List::stream)
                .sorted((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .toList();
        disorder(inTime, violations);
        impatience(inTime, violations);
        Map<String, Call> last = new HashMap<>();
        all().flatMap(List::stream)
                .filter(Call::begins)
                .sorted((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .forEach(call -> {
                    Call before = last.put(call.key(), call);
                    if (before != null && !call.isAfter(before)) {
                        violations.add("I5: " + call + " after " + before);
                    }
                    if (call.count() > maxAttempts) {
                        violations.add("I6: " + call);
                    }
                });
        return violations;
    }

    /**
     * The order of a lane is that in which its tasks began for the first time, since a lane's tasks come in one order for
     * ever; each of its owners keeps that order from where it begins, and so do the versions of each document.
     */
    private static void disorder(List<Call> inTime, List<String> violations) {
        Map<String, Integer> places = new HashMap<>();
        Map<String, String> newest = new HashMap<>();
        Map<String, Call> last = new HashMap<>();
        for (Call call : inTime) {
            if (call.begins()) {
                boolean first = places.putIfAbsent(call.key(), places.size()) == null;
                String version = first ? newest.put(call.document(), call.key()) : null;
                if (version != null && version.compareTo(call.key()) > 0) {
                    violations.add("I3: " + call + " after " + version);
                }
                Call before = last.put(call.lane() + " " + call.epoch(), call);
                boolean passed =
                        before != null && places.getOrDefault(before.key(), 0) > places.getOrDefault(call.key(), 0);
                if (passed) {
                    violations.add("I3: " + call + " after " + before);
                }
            }
        }
    }

    /** A pause that was not committed when its owner died is forgotten, and its attempt repeated in another epoch. */
    private static void impatience(List<Call> inTime, List<String> violations) {
        Map<String, Call> asked = new HashMap<>();
        for (Call call : inTime) {
            Call pause = call.begins() ? asked.remove(call.key()) : null;
            boolean early = pause != null
                    && pause.epoch() == call.epoch()
                    && call.nanos() - pause.nanos() < PAUSE.toNanos() - ROUNDED;
            if (early) {
                violations.add("I6: " + call + " too soon after " + pause);
            }
            if (call.what().equals("retry")) {
                asked.put(call.key(), call);
            }
        }
    }

    private static void overlaps(List<Call> calls, List<String> violations) {
        Map<String, Call> running = new HashMap<>();
        for (Call call : calls) {
            if (call.begins()) {
                Call before = running.put(call.lane(), call);
                if (before != null) {
                    violations.add("I3: " + call + " while " + before);
                }
            } else {
                running.remove(call.lane());
            }
        }
    }

    private Stream<List<Call>> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("calls-"))
                    .map(Calls::of)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Call> of(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            // What is being written, or was when its process was killed, is no line yet.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Call::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
