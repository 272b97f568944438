package io.penstock.processor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.documents.DocumentAccess;
import io.penstock.processor.dispatch.Handlers;
import io.penstock.processor.intake.Jobs;
import io.penstock.processor.stream.StoreWatch;
import io.penstock.processor.stream.StreamProcessor;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The processor as one thing: made, started, stopped in reverse order. */
public final class App implements AutoCloseable {
    private final Handlers handlers;
    private final DocumentAccess documents;
    private final StreamProcessor stream;

    /**
     * Makes it; {@link #start} starts it.
     *
     * @param settings what the configuration says
     * @param state the directory that keeps the stores
     * @param listener hears of everything that happens to tasks
     */
    public App(Settings settings, Path state, TaskListener listener) {
        this(settings, state, listener, Optional.empty(), StoreWatch.NONE);
    }

    /**
     * Makes it; {@link #start} starts it.
     *
     * @param address {@code host:port} at which this process can be looked into; empty: it cannot
     */
    public App(Settings settings, Path state, TaskListener listener, Optional<String> address) {
        this(settings, state, listener, address, StoreWatch.NONE);
    }

    /**
     * Makes one whose stores are watched.
     *
     * @param watch sees how stores are opened
     */
    public App(Settings settings, Path state, TaskListener listener, StoreWatch watch) {
        this(settings, state, listener, Optional.empty(), watch);
    }

    private App(Settings settings, Path state, TaskListener listener, Optional<String> address, StoreWatch watch) {
        this.handlers = Handlers.open(
                settings.jobs(),
                settings.processing().handlers(),
                settings.topics().maxRecordBytes());
        ObjectMapper json = JsonMapper.builder().findAndAddModules().build();
        this.documents = HandlersDatabase.of(settings, json);
        this.stream = new StreamProcessor(settings, state, handlers.byJob(), documents, listener, address, watch);
    }

    /** What is wrong with the jobs, beyond what the reading of the file has told: conditions and handlers. */
    public static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>(Jobs.problems(settings.jobs()));
        problems.addAll(Handlers.problems(settings.jobs(), settings.processing().handlers()));
        return problems;
    }

    /**
     * Starts.
     *
     * @param failed told if the processor has failed for good; it still has to be closed
     */
    public void start(Consumer<Throwable> failed) {
        stream.start(failed);
    }

    /** Whether all of this process's partitions are being worked on. */
    public boolean isRunning() {
        return stream.isRunning();
    }

    /** Whether this process takes part in the work: it does its share, gets it, or restores the stores for it. */
    public boolean takesPart() {
        return stream.takesPart();
    }

    /** What is to be seen of it. */
    StreamProcessor stream() {
        return stream;
    }

    @Override
    public void close() {
        stream.close();
        handlers.close();
        documents.close();
    }
}
