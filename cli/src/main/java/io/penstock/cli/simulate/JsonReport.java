package io.penstock.cli.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.governor.limit.Change;
import io.penstock.governor.trace.Point;
import io.penstock.governor.trace.Replay;
import java.io.PrintStream;
import java.util.Locale;

/** A replay for programs: a line for each second, each change, and what it came to; {@code kind} says which. */
final class JsonReport {
    private JsonReport() {}

    static void print(Replay replay, PrintStream out) {
        replay.points().forEach(point -> out.println(point(point)));
        replay.changes().forEach(change -> out.println(change(change)));
        out.println(summary(Summary.of(replay)));
    }

    private static ObjectNode point(Point point) {
        ObjectNode line = line("second");
        line.put("second", point.second());
        line.put("limit", point.limit());
        line.put("state", point.state().name().toLowerCase(Locale.ROOT));
        return line.put("pressure", point.pressure());
    }

    private static ObjectNode change(Change change) {
        ObjectNode line = line("change");
        line.put("seconds", change.at() / 1e9);
        line.put("from", change.from());
        line.put("to", change.to());
        line.put("state", change.state().name().toLowerCase(Locale.ROOT));
        line.put("reason", change.reason().word());
        return line.put("why", change.reason().text());
    }

    private static ObjectNode summary(Summary summary) {
        ObjectNode line = line("summary");
        line.put("seconds", summary.seconds());
        line.put("meanLimit", summary.meanLimit());
        line.put("variation", summary.variation());
        line.put("missedSeconds", summary.missedSeconds());
        line.put("cuts", summary.cuts());
        ObjectNode states = line.putObject("secondsInState");
        summary.inState().forEach((state, seconds) -> states.put(state.name().toLowerCase(Locale.ROOT), seconds));
        return line;
    }

    private static ObjectNode line(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }
}
