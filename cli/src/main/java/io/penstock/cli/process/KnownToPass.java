package io.penstock.cli.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/** What the embedded broker calls an error, although it passes by itself: for the log file, and not for the console. */
final class KnownToPass {
    private static final String KAFKA = "org.apache.kafka.common.errors.";

    private KnownToPass() {}

    static boolean is(ILoggingEvent event) {
        return registersTooEarly(event) || stopsLoading(event);
    }

    /** Its controller registers before it has taken its office, and tries again. */
    private static boolean registersTooEarly(ILoggingEvent event) {
        return event.getLoggerName().equals("kafka.server.ControllerApis")
                && event.getFormattedMessage().contains("(apiKey=CONTROLLER_REGISTRATION,")
                && isCausedBy(event, KAFKA + "NotControllerException");
    }

    /** It is closed while it still reads the groups' offsets; the next start reads them again. */
    private static boolean stopsLoading(ILoggingEvent event) {
        return event.getLoggerName().endsWith(".CoordinatorRuntime")
                && event.getFormattedMessage().startsWith("[GroupCoordinator id=")
                && event.getFormattedMessage().contains("Failed to load metadata from __consumer_offsets-")
                && isCausedBy(event, KAFKA + "NotLeaderOrFollowerException");
    }

    private static boolean isCausedBy(ILoggingEvent event, String type) {
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            if (cause.getClassName().equals(type)) {
                return true;
            }
        }
        return false;
    }
}
