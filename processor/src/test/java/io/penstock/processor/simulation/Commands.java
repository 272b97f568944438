package io.penstock.processor.simulation;

import io.penstock.processor.lane.LaneKey;
import io.penstock.records.Command;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The topic of commands: what operators have asked, and how far it was read. */
final class Commands {
    private final String job;
    private final boolean ordered;
    private final List<Command> asked = new ArrayList<>();
    private int read;
    private int committed;

    Commands(String job, boolean ordered) {
        this.job = job;
        this.ordered = ordered;
    }

    void ask(Request request) {
        asked.add(new Command(Integer.toString(asked.size()), Optional.empty(), request));
    }

    /** A command comes once more, as its sender, or Kafka, may do. */
    boolean again(int pick) {
        if (!asked.isEmpty()) {
            asked.add(asked.get(pick % asked.size()));
        }
        return !asked.isEmpty();
    }

    Optional<Command> next() {
        return read < asked.size() ? Optional.of(asked.get(read++)) : Optional.empty();
    }

    boolean waiting() {
        return read < asked.size();
    }

    Command byId(String id) {
        return asked.get(Integer.parseInt(id));
    }

    void committed() {
        committed = read;
    }

    void rolledBack() {
        read = committed;
    }

    /** One of the lanes, as operators name it: those of a shard key, or of a task id. */
    Lane lane(int pick, int lanes, int taskIds) {
        return ordered
                ? new Lane.OfShardKey(Integer.toString(pick % lanes))
                : new Lane.OfTask(Optional.of("c"), Integer.toString(pick % taskIds));
    }

    /** The lane that an operator has named. */
    LaneKey key(Lane lane) {
        return lane instanceof Lane.OfShardKey of
                ? LaneKey.ofShardKey(job, of.shardKey())
                : LaneKey.ofTask(job, "c", ((Lane.OfTask) lane).taskId());
    }
}
