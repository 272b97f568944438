/**
 * Where the governor hears of the foreground's latency. {@link io.penstock.signals.SignalSources} makes a source of each
 * signal that the settings describe; a source, once started, tells {@link io.penstock.signals.Readings} what it learns,
 * from threads of its own. It judges nothing. What a source cannot read it does not make up: it says so in the log, once,
 * counts it, and is silent, and it is the governor that is careful then.
 */
@NullMarked
package io.penstock.signals;

import org.jspecify.annotations.NullMarked;
