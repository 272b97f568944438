package io.penstock.processor.dispatch;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What runners share.
 *
 * @param places how many turns run at once
 * @param threads start a thread for each task
 * @param completions makes completions of outcomes
 * @param clock the time of day
 * @param fatal told of what leaves nothing in the process to rely on
 */
record Surroundings(
        Places places, Executor threads, Completions completions, InstantSource clock, Consumer<Throwable> fatal) {}
