package io.penstock.api;

import java.util.Map;

/** What surrounds a handler for as long as it lives. */
public interface HandlerContext {
    /** The name of the job that the handler serves. */
    String job();

    /** What the job's {@code settings} in the configuration say; empty where there are none. */
    Map<String, String> settings();
}
