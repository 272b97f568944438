package io.penstock.processor.http;

/**
 * What is served under a path.
 *
 * @param path its fixed beginning: {@code /status}
 * @param segments how many more it takes: {@code /tasks/{job}/{id}} takes two
 * @param changes whether it changes something: then it is a POST, and needs the token
 * @param answer makes the answer; several threads may call it
 */
public record Route(String path, int segments, boolean changes, Answer answer) {
    /** Something to look at. */
    public static Route get(String path, int segments, Answer answer) {
        return new Route(path, segments, false, answer);
    }

    /** Something to do. */
    public static Route post(String path, int segments, Answer answer) {
        return new Route(path, segments, true, answer);
    }

    String method() {
        return changes ? "POST" : "GET";
    }

    /** Makes an answer. */
    @FunctionalInterface
    public interface Answer {
        /** The answer to this. */
        Response to(Request request);
    }
}
