package io.penstock.cli.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What {@link RecordingHandler} has noted, held against what must hold of attempts. */
public final class Calls {
    private final Path folder;

    private record Call(boolean begins, String key, long epoch, int count, String lane, long nanos) {
        static Call parse(String line) {
            String[] parts = line.split(" ", 6);
            return new Call(
                    parts[0].equals("begin"),
                    parts[1],
                    Long.parseLong(parts[2]),
                    Integer.parseInt(parts[3]),
                    parts[4],
                    Long.parseLong(parts[5]));
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
        Map<String, Call> open = new HashMap<>();
        for (Call call : of(folder.resolve("calls-" + pid))) {
            if (call.begins()) {
                open.put(call.key(), call);
            } else {
                open.remove(call.key());
            }
        }
        return open.size();
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
     * What does not hold: attempts of one lane that overlap in a process, numbers that do not grow, more attempts than
     * allowed.
     */
    public List<String> violations(int maxAttempts) {
        List<String> violations = new ArrayList<>();
        all().forEach(calls -> overlaps(calls, violations));
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
