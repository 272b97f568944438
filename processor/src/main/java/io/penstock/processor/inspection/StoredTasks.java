package io.penstock.processor.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.processor.admission.LedgerView;
import io.penstock.processor.admission.LedgerView.Remembered;
import io.penstock.processor.lane.BacklogView;
import io.penstock.processor.lane.BacklogView.Open;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.LaneRow;
import io.penstock.processor.row.StoredPart;
import io.penstock.processor.task.PendingTask;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tasks and lanes as the stores of this process have them: what is open as of the last commit, since what comes after is held
 * back until the next; what became of tasks that have ended maybe ahead of it. Threads may share one.
 */
public final class StoredTasks {
    /** Versions of one document that are shown. */
    private static final int MOST_VERSIONS = 100;
    /** Tasks that are looked at for one answer. */
    private static final int REACH = 200_000;
    /** Tasks of one lane that are counted for one answer. */
    private static final int LANE_REACH = 100_000;

    private final Supplier<List<StoredPart>> parts;
    private final Predicate<String> ordered;
    private final InstantSource clock;

    /**
     * What is wanted of the open tasks.
     *
     * @param job of this job; empty: of all
     * @param state in this state; empty: in any
     * @param lane of this shard key; empty: of all
     * @param olderThanMillis that have been open for longer
     * @param most so many at most
     */
    public record Filter(
            Optional<String> job, Optional<String> state, Optional<String> lane, long olderThanMillis, int most) {}

    /**
     * @param parts the partitions that are here
     * @param ordered whether the tasks of a job keep the order of their shard keys
     * @param clock the time of day
     */
    public StoredTasks(Supplier<List<StoredPart>> parts, Predicate<String> ordered, InstantSource clock) {
        this.parts = parts;
        this.ordered = ordered;
        this.clock = clock;
    }

    /** What is known of a task id, one element for each of its documents. */
    public ArrayNode find(String job, String taskId) {
        ArrayNode documents = JsonNodeFactory.instance.arrayNode();
        for (StoredPart part : parts.get()) {
            BacklogView backlog = new BacklogView(part.backlog());
            for (Remembered entry : new LedgerView(part.ledger()).find(job, taskId)) {
                ObjectNode document = documents
                        .addObject()
                        .put("partition", part.partition())
                        .put("collection", entry.collection())
                        .put("documentId", entry.documentId())
                        .put("version", entry.version())
                        .put("outcome", entry.outcome())
                        .put("deleted", entry.deleted())
                        .put("settledForGood", entry.forGood())
                        .put("admittedAt", time(entry.admittedAt()));
                ArrayNode open = document.putArray("open");
                Optional<Open> task = entry.open() == 0 ? Optional.empty() : backlog.find(entry.open(), ordered);
                for (int i = 0; task.isPresent() && i < MOST_VERSIONS; i++) {
                    open.insert(0, json(task.get(), backlog));
                    long previous = task.get().row().previous();
                    task = previous == 0 ? Optional.empty() : backlog.find(previous, ordered);
                }
            }
        }
        return documents;
    }

    /** Open tasks, of each partition those first that came first. */
    public ArrayNode list(Filter filter) {
        ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
        for (StoredPart part : parts.get()) {
            int left = filter.most() - tasks.size();
            if (left > 0) {
                BacklogView backlog = new BacklogView(part.backlog());
                list(filter, backlog, left)
                        .forEach(open -> tasks.add(json(open, backlog).put("partition", part.partition())));
            }
        }
        return tasks;
    }

    private List<Open> list(Filter filter, BacklogView backlog, int most) {
        if (filter.lane().isPresent() && filter.job().filter(ordered).isPresent()) {
            LaneKey lane = LaneKey.ofShardKey(filter.job().get(), filter.lane().get());
            List<Open> found = backlog.list(
                    lane, open -> concerns(open.task(), filter) && fits(open, filter, backlog), most, LANE_REACH);
            if (!found.isEmpty()) {
                return found;
            }
            // What came under another order of the job stands in other lanes.
        }
        return backlog.list(task -> concerns(task, filter), open -> fits(open, filter, backlog), ordered, most, REACH);
    }

    /** The lanes in quarantine. */
    public ArrayNode quarantined(int most) {
        ArrayNode lanes = JsonNodeFactory.instance.arrayNode();
        for (StoredPart part : parts.get()) {
            BacklogView backlog = new BacklogView(part.backlog());
            for (LaneKey lane : backlog.quarantined(most - lanes.size())) {
                if (lanes.size() < most) {
                    lanes.add(lane(part, backlog, lane, backlog.size(lane, LANE_REACH)));
                }
            }
        }
        return lanes;
    }

    /** The lanes with the most open tasks, of each partition so many. */
    public ArrayNode hot(int most) {
        ArrayNode lanes = JsonNodeFactory.instance.arrayNode();
        for (StoredPart part : parts.get()) {
            BacklogView backlog = new BacklogView(part.backlog());
            backlog.crowded(most, REACH).forEach(crowd -> lanes.add(lane(part, backlog, crowd.lane(), crowd.tasks())));
        }
        return lanes;
    }

    private static ObjectNode lane(StoredPart part, BacklogView backlog, LaneKey lane, long tasks) {
        Optional<LaneRow> row = backlog.lane(lane);
        return JsonNodeFactory.instance
                .objectNode()
                .put("job", lane.job())
                .put("lane", lane.name())
                .put("partition", part.partition())
                .put("tasks", tasks)
                .put("failures", row.map(LaneRow::failures).orElse(0))
                .put("quarantined", row.map(LaneRow::quarantined).orElse(false))
                .put("paused", row.map(LaneRow::paused).orElse(false) || backlog.isPaused(lane.job()));
    }

    private boolean concerns(PendingTask task, Filter filter) {
        return filter.job().map(task.key().job()::equals).orElse(true)
                && filter.lane().map(task.shardKey()::equals).orElse(true)
                && clock.millis() - task.origin().firstSeen() >= filter.olderThanMillis();
    }

    private boolean fits(Open open, Filter filter, BacklogView backlog) {
        return filter.state().map(word -> word.equals(state(open, backlog))).orElse(true);
    }

    private ObjectNode json(Open open, BacklogView backlog) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("job", open.job())
                .put("collection", open.task().key().collection())
                .put("taskId", open.task().key().taskId())
                .put("version", open.task().version().position().text())
                .put("operation", open.task().version().operation().code())
                .put("lane", open.task().shardKey())
                .put("state", state(open, backlog))
                .put("round", open.row().round())
                .put("attempts", open.row().attempts())
                .put("handlerMillis", open.row().spent())
                .put("checkpointed", open.row().checkpointed())
                .put("changedAt", time(open.task().version().changedAt()))
                .put("firstSeen", time(open.task().origin().firstSeen()));
        long due = Math.max(open.row().due(), open.laneRow().map(LaneRow::due).orElse(0L));
        if (due > clock.millis()) {
            json.put("notBefore", time(due));
        }
        if (open.row().retires() != Long.MAX_VALUE) {
            json.put("retiresAt", time(open.row().retires()));
        }
        return json;
    }

    /** {@code quarantined}, {@code paused} by lane or by job, {@code waiting} for a time to come, or {@code ready}, at work included. */
    private String state(Open open, BacklogView backlog) {
        Optional<LaneRow> lane = open.laneRow();
        if (lane.filter(LaneRow::quarantined).isPresent()) {
            return "quarantined";
        }
        if (lane.filter(LaneRow::paused).isPresent() || backlog.isPaused(open.job())) {
            return "paused";
        }
        long due = Math.max(open.row().due(), lane.map(LaneRow::due).orElse(0L));
        return due > clock.millis() ? "waiting" : "ready";
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
