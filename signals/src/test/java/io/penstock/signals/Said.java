package io.penstock.signals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Notes what is logged, all of it, while it is open. */
final class Said extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final List<String> UNANSWERED =
            List.of("did not answer serverStatus", "cannot be read", "no primary of the replica set");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    Said() {
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /**
     * The lines that are about a signal's silence, but for those of a machine that stood still for so long that nobody
     * answered: after such a one, what was said before is said again.
     */
    List<String> silences() {
        List<String> all =
                lines.stream().filter(line -> line.contains("is silent")).toList();
        List<String> answered = all.stream()
                .filter(line -> UNANSWERED.stream().noneMatch(line::contains))
                .toList();
        return answered.size() == all.size()
                ? all
                : answered.stream().distinct().toList();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
