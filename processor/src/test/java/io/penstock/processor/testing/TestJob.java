package io.penstock.processor.testing;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.api.Handler;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.JobSettings.Identity;
import io.penstock.settings.JobSettings.Run;
import io.penstock.settings.JobSettings.Selection;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.file.SettingsFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A job in the making: every change of shop.orders, unless more is said. */
public final class TestJob {
    private static final WorkSettings WORK = work("max-attempts: 3");

    private final String name;
    private List<String> collections = List.of("shop.orders");
    private Optional<String> when = Optional.empty();
    private Snapshot snapshot = Snapshot.PROCESS;
    private Optional<JsonPointer> taskId = Optional.empty();
    private Optional<JsonPointer> version = Optional.empty();
    private Optional<JsonPointer> shardKey = Optional.empty();
    private Content content = new Content.Whole();
    private Run run = Run.EVERY_VERSION;
    private Execution execution = Execution.INLINE;
    private WorkSettings work = WORK;
    private String handler = "document";
    private Optional<JobSettings.HttpEndpoint> endpoint = Optional.empty();
    private Optional<JobSettings.Batch> batch = Optional.empty();

    private TestJob(String name) {
        this.name = name;
    }

    public static TestJob named(String name) {
        return new TestJob(name);
    }

    public TestJob collections(String... names) {
        collections = List.of(names);
        return this;
    }

    public TestJob when(String expression) {
        when = Optional.of(expression);
        return this;
    }

    public TestJob snapshot(Snapshot rule) {
        snapshot = rule;
        return this;
    }

    public TestJob taskId(String pointer) {
        taskId = Optional.of(JsonPointer.compile(pointer));
        return this;
    }

    public TestJob version(String pointer) {
        version = Optional.of(JsonPointer.compile(pointer));
        return this;
    }

    public TestJob shardKey(String pointer) {
        shardKey = Optional.of(JsonPointer.compile(pointer));
        return this;
    }

    public TestJob content(String... pointers) {
        content =
                new Content.Parts(Stream.of(pointers).map(JsonPointer::compile).toList());
        return this;
    }

    public TestJob everyChange() {
        content = new Content.None();
        return this;
    }

    public TestJob once() {
        run = Run.ONCE;
        return this;
    }

    /** Runs from the durable queue; {@code keys} as in the configuration file, in YAML's flow style. */
    public TestJob queued(String keys) {
        execution = Execution.QUEUED;
        work = work("execution: queued, " + keys);
        return this;
    }

    public TestJob handler(Class<? extends Handler> type) {
        return handler(type.getName());
    }

    public TestJob handler(String name) {
        handler = name;
        return this;
    }

    /** Is done by an endpoint. */
    public TestJob http(JobSettings.HttpEndpoint where) {
        handler = "http";
        endpoint = Optional.of(where);
        return this;
    }

    /** Is done by a handler that takes many tasks at once. */
    public TestJob batch(int maxSize, Duration linger) {
        batch = Optional.of(new JobSettings.Batch(maxSize, linger));
        return this;
    }

    private static WorkSettings work(String keys) {
        var read = SettingsFile.parse("jobs: [{name: a, collection: b.c, handler: document, " + keys + "}]", Map.of());
        return read.settings()
                .orElseThrow(() -> new IllegalArgumentException(read.problems().toString()))
                .jobs()
                .get(0)
                .work();
    }

    public JobSettings settings() {
        return new JobSettings(
                name,
                new Selection(collections, when, snapshot),
                new Identity(taskId, version, shardKey),
                content,
                run,
                new JobSettings.Handler(handler, execution, Map.of(), endpoint, batch),
                work);
    }
}
