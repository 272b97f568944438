package io.penstock.processor.testing;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.JobSettings.Handler;
import io.penstock.settings.JobSettings.Identity;
import io.penstock.settings.JobSettings.Run;
import io.penstock.settings.JobSettings.Selection;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.file.SettingsFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A job in the making: every change of shop.orders, unless more is said. */
public final class TestJob {
    private static final WorkSettings WORK = SettingsFile.parse(
                    "jobs: [{name: a, collection: b.c, handler: document, max-attempts: 3}]", Map.of())
            .settings()
            .orElseThrow()
            .jobs()
            .get(0)
            .work();

    private final String name;
    private List<String> collections = List.of("shop.orders");
    private Optional<String> when = Optional.empty();
    private Snapshot snapshot = Snapshot.PROCESS;
    private Optional<JsonPointer> taskId = Optional.empty();
    private Optional<JsonPointer> version = Optional.empty();
    private Optional<JsonPointer> shardKey = Optional.empty();
    private Content content = new Content.Whole();
    private Run run = Run.EVERY_VERSION;

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

    public JobSettings settings() {
        return new JobSettings(
                name,
                new Selection(collections, when, snapshot),
                new Identity(taskId, version, shardKey),
                content,
                run,
                new Handler("document", Execution.INLINE, Map.of()),
                WORK);
    }
}
