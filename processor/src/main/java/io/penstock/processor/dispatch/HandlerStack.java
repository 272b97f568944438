package io.penstock.processor.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.processor.task.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where in a handler something was thrown, as text in Java's form: each exception with its innermost frames, down to where
 * Penstock called the handler. Of many causes the first and the last ones.
 */
public final class HandlerStack {
    private static final Set<String> CALLERS = Stream.of(
                    BlockingRunner.class, AsyncRunner.class, BatchRunner.class, InlineDispatch.class, Completions.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** Exceptions that are shown; the space is shared among them, since the last cause says most. */
    private static final int SHOWN = 4;
    /** An exception may build a new cause each time that it is asked, so that the chain never ends. */
    private static final int LONGEST_CHAIN = 100;

    private static final int LONGEST_HEAD = 300;
    /** What "... 1000 more" takes. */
    private static final int NOTE = 20;

    private HandlerStack() {}

    /**
     * The text.
     *
     * @param maxBytes the most that it takes in UTF-8
     * @return empty if what was thrown does not say where
     */
    public static Optional<String> of(Throwable thrown, int maxBytes) {
        try {
            return text(shown(thrown), maxBytes);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError careless) {
            // Exceptions of handlers are other people's code, too.
            return Optional.empty();
        }
    }

    /** The innermost frame, if what was thrown says where. */
    static Optional<StackTraceElement> place(Throwable thrown) {
        try {
            return Arrays.stream(thrown.getStackTrace()).findFirst();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError careless) {
            return Optional.empty();
        }
    }

    private static List<Throwable> shown(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && chain.size() < LONGEST_CHAIN; cause = cause.getCause()) {
            Throwable next = cause;
            if (chain.stream().anyMatch(known -> known == next)) {
                break;
            }
            chain.add(cause);
        }
        if (chain.size() > SHOWN) {
            chain.subList(1, chain.size() - SHOWN + 1).clear();
        }
        return chain;
    }

    private static Optional<String> text(List<Throwable> shown, int maxBytes) {
        StringBuilder text = new StringBuilder();
        List<StackTraceElement> enclosing = List.of();
        boolean placed = false;
        int left = maxBytes;
        for (int i = 0; i < shown.size(); i++) {
            Throwable each = shown.get(i);
            List<StackTraceElement> all = Arrays.asList(each.getStackTrace());
            List<StackTraceElement> own = own(all, enclosing);
            String part = part((i == 0 ? "" : "\nCaused by: ") + head(each), own, left / (shown.size() - i));
            text.append(part);
            left -= size(part);
            placed |= !own.isEmpty();
            enclosing = all;
        }
        return placed ? Optional.of(text.toString()) : Optional.empty();
    }

    /** Without those that called the handler, and without those that the exception around it has shown. */
    private static List<StackTraceElement> own(List<StackTraceElement> all, List<StackTraceElement> enclosing) {
        int end = all.size();
        for (int other = enclosing.size(); end > 0 && other > 0; other--) {
            if (!all.get(end - 1).equals(enclosing.get(other - 1))) {
                break;
            }
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (CALLERS.contains(outermost(all.get(i).getClassName()))) {
                end = i;
            }
        }
        return all.subList(0, end);
    }

    private static String outermost(String className) {
        int inner = className.indexOf('$');
        return inner < 0 ? className : className.substring(0, inner);
    }

    private static String head(Throwable thrown) {
        String name = thrown.getClass().getName();
        String message = Failure.message(thrown);
        String head = message.equals(name) ? name : name + ": " + message;
        return head.substring(0, Math.min(head.length(), LONGEST_HEAD)).replaceAll("\\p{Cntrl}+", " ");
    }

    private static String part(String head, List<StackTraceElement> frames, int maxBytes) {
        StringBuilder part = new StringBuilder(cut(head, maxBytes));
        int left = maxBytes - size(part.toString());
        for (int i = 0; i < frames.size(); i++) {
            String line = "\n\tat " + frames.get(i);
            left -= size(line);
            if (left < NOTE) {
                String note = "\n\t... " + (frames.size() - i) + " more";
                return left + size(line) < size(note)
                        ? part.toString()
                        : part.append(note).toString();
            }
            part.append(line);
        }
        return part.toString();
    }

    /** As many whole signs as have room. */
    private static String cut(String text, int maxBytes) {
        ByteBuffer room = ByteBuffer.allocate(Math.max(0, maxBytes));
        UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE).encode(CharBuffer.wrap(text), room, true);
        return UTF_8.decode(room.flip()).toString();
    }

    private static int size(String text) {
        return text.getBytes(UTF_8).length;
    }
}
