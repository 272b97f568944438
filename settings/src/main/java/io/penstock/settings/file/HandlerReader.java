package io.penstock.settings.file;

import io.penstock.settings.JobSettings.Batch;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.JobSettings.Handler;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Map;
import java.util.Optional;

/** Makes the {@link Handler} of a job, and tells what does not go with where it runs. For one job. */
final class HandlerReader {
    private final Section job;
    private final Problems problems;

    HandlerReader(Section job, Problems problems) {
        this.job = job;
        this.problems = problems;
    }

    /** The handler; empty if it is missing or wrong. */
    Optional<Handler> handler() {
        Optional<HandlerSource> source = job.find(Keys.HANDLER);
        Execution execution = job.get(Keys.EXECUTION);
        boolean http = source.filter(known -> known.http().isPresent()).isPresent();
        if (execution == Execution.INLINE && job.sound(Keys.EXECUTION)) {
            checkInline(http);
        }
        if (http) {
            checkHttp();
        }
        Map<String, String> properties =
                NativeProperties.read(job.node(Keys.JOB_PROPERTIES), problems).values();
        Optional<Batch> batch = job.findSection(WorkKeys.BATCH, WorkKeys.names(WorkKeys.BATCH_KEYS))
                .map(section -> new Batch(section.get(WorkKeys.MAX_SIZE), section.get(WorkKeys.LINGER)));
        return source.map(known -> new Handler(known.name(), execution, properties, known.http(), batch));
    }

    private void checkInline(boolean http) {
        WorkKeys.queuedOnly()
                .forEach(key -> tell(
                        key,
                        "'" + key + "' needs 'execution: queued': it is about tasks that wait in the durable queue or"
                                + " run beside the stream, and an inline job has none. Set 'execution', or take it"
                                + " out"));
        if (http) {
            tell(
                    Keys.HANDLER.name(),
                    "an HTTP handler needs 'execution: queued': inline it would hold up all tasks of its stream thread"
                            + " for as long as the endpoint takes to answer");
        }
    }

    private void checkHttp() {
        tell(
                Keys.JOB_PROPERTIES,
                "'settings' are for a handler of your own; what an HTTP handler needs to know stands in its section"
                        + " 'http'");
        tell(
                WorkKeys.BATCH,
                "'batch' is for a BatchTaskHandler of your own; an HTTP handler POSTs each task by itself");
    }

    private void tell(String key, String message) {
        Optional<Node> node = job.node(key);
        node.ifPresent(present -> problems.add(present, message));
    }
}
