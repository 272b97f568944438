package io.penstock.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Lets through what users should know: Penstock's warnings, and the libraries' errors. Named in {@code logback.xml}. */
public final class ConsoleFilter extends Filter<ILoggingEvent> {
    /** Says that it has failed and not why; the change engine, whose part it is, says both. */
    private static final String DEBEZIUM_ENGINE = "io.debezium.embedded.async.AsyncEmbeddedEngine";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (event.getLoggerName().equals(DEBEZIUM_ENGINE) || KnownToPass.is(event)) {
            return FilterReply.DENY;
        }
        Level least = event.getLoggerName().startsWith("io.penstock.") ? Level.WARN : Level.ERROR;
        return event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
