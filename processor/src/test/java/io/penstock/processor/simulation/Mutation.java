package io.penstock.processor.simulation;

import java.util.List;

/**
 * A mistake that somebody could have made in the core.
 *
 * @param name what it is
 * @param file where, under the processor's root package
 * @param from what stands there
 * @param to what would stand there
 * @param first seed of the first schedule that is run on it
 */
record Mutation(String name, String file, String from, String to, long first) {
    static final List<Mutation> ALL = List.of(
            in("the pause before a retry is forgotten", "partition/Settler", "now + requeue.pause()", "now"),
            in("attempts are not counted", "lane/TaskRow", "attempts + 1,", "attempts,"),
            in("one attempt too many", "outcome/SettlementPolicy", "attempts < retry", "attempts <= retry"),
            in(
                    "a lane that waits is never woken",
                    "partition/Lanes",
                    "alarms.set(new Alarm(row.due(), Alarms.Kind.LANE, lane.key(), 0));",
                    ""),
            in(
                    "what was revoked settles",
                    "turn/RunningAttempt",
                    "if (state == State.REVOKED) {",
                    "if (returned && false) {"),
            in("the epoch stays", "partition/Assignment", "Math.max(last.epoch() + 1, now)", "last.epoch()"),
            in("sequences repeat", "partition/Assignment", "return next++;", "return next;"),
            in("sequences are not kept", "partition/Assignment", "if (next != written) {", "if (next < written) {"),
            in("what is taken back is not told", "partition/Settler", "told.tell(kind, open.task());", ""),
            in("who stands aside never comes back", "partition/Lanes", "row.due() <= now)", "row.due() < 0)"),
            in(
                    "no time limit",
                    "partition/QueuedWork",
                    "current.deadline() <= now",
                    "current.deadline() <= now - 100_000"),
            in(
                    "permits leak when the partition leaves",
                    "partition/Handouts",
                    "while (job.handedOut() > 0) {",
                    "while (job.handedOut() > 99) {"),
            in(
                    "the head forgets who came back",
                    "partition/Lanes",
                    "Math.min(lane.row().head(), sequence)",
                    "lane.row().head()"),
            in("bodies stay", "lane/Backlog", "rows.delete(BODY.key(sequence));", ""),
            in("deletes are forgotten", "row/FoldingRows", "Held.ABSENT : Held.DELETED", "Held.ABSENT : Held.ABSENT"),
            in("the ledger is not written", "partition/TaskPartition", "ledger.flush();", ""),
            in("what was at hand is written no more", "row/RecentRows", "row.changed = false;", ""),
            in("two views of one row", "row/FoldingRows", "&& order == 0)", "&& order == 1)"),
            in(
                    "versions pass each other",
                    "partition/Heads",
                    "} else if (blocked.isPresent()) {",
                    "} else if (blocked.isPresent() && now < 0) {"),
            in("a turn goes on after its end", "turn/Turn", "over ? null : waiting.poll()", "waiting.poll()"),
            in("a turn goes on after a failure", "turn/Turn", "over |= !succeeded;", ""),
            in(
                    "a dead letter is not written",
                    "partition/Settler",
                    "return told.lost(open.task(), failure, tries(tried), job.escalation());",
                    "return failure.reason().severity();"),
            in(
                    "who was replaced is not told",
                    "partition/Submission",
                    "settler.takeBack(taken, TaskEventKind.SUPERSEDED);",
                    ""),
            in("committed starts never start", "partition/Dispatcher", "hand(lane, 1, now);", ""),
            in(
                    "nobody is blamed",
                    "partition/Assignment",
                    "attempt -> attempt.company() == Company.ALONE",
                    "attempt -> attempt.company() == Company.ALONE && now < 0"),
            in(
                    "who was among few is blamed",
                    "partition/Assignment",
                    "attempt -> attempt.company() == Company.ALONE",
                    "attempt -> attempt.company() != Company.MANY"),
            in("suspects stay among few", "lane/Company", "this == MANY ? FEW : ALONE", "FEW"),
            in(
                    "others begin before a suspect's end is committed",
                    "partition/Dispatcher",
                    "if (permits.mayBegin(now)) {",
                    "if (now > 0) {"),
            in("a trial never ends", "partition/Suspicion", "over++;", ""),
            in("a suspect that runs is begun again", "partition/Suspicion", "!it.inFlight()", "true"),
            in("nobody is suspected", "partition/Assignment", "over >= TRUSTED", "over < -1"),
            in("a commit that fails is an end", "partition/Assignment", "before.contains(last.epoch())", "false"),
            in("what is being taken back is not written down", "partition/Withdrawals", "rows.put(both);", ""),
            in("checkpoints are lost", "partition/QueuedWork", "backlog.checkpoint(sequence, event.progress());", ""),
            in(
                    "a retry that is told twice runs twice",
                    "admission/Admission",
                    "row.round() == round",
                    "row.round() > 0"),
            in(
                            "a stale retry runs",
                            "admission/Admission",
                            "if (relation == Relation.OLDER || unordered) {",
                            "if (unordered) {")
                    // It shows itself in one of ten thousand: this is a little before.
                    .from(12_900),
            in("attempt numbers begin anew in each round", "lane/TaskRow", "before + attempts + round", "attempts + 1"),
            in(
                    "a released lane stays aside",
                    "partition/LaneControl",
                    ".withQuarantined(false).withFailures(0), now);",
                    ", now);"),
            in("a lane's pause is told and not made", "partition/LaneControl", "lane.row(row.withPaused(true));", ""),
            in(
                    "a job's pause does not outlive its owner",
                    "lane/Backlog",
                    "rows.put(PAUSE.key(job), RowWriter.format(FORMAT).varint(now).toBytes());",
                    ""),
            in(
                    "what a worker has goes on though it is held",
                    "partition/Dispatcher",
                    "boolean stays = lane.row().held() || lane.job().paused() ||",
                    "boolean stays ="),
            in(
                    "what was handed out is begun though it is held",
                    "partition/LaneControl",
                    "if (wasReserved || (lane.turn().isPresent() && lane.handed() == 0)) {",
                    "if (wasReserved) {"),
            in(
                    "what had to make room counts as failed",
                    "lane/TaskRow",
                    "before + 1,\n                attempts,",
                    "before,\n                attempts + 1,"),
            in("an attempt that made room leaves its number to the next", "lane/TaskRow", "before + 1,", "before,"),
            in(
                    "who had to make room loses its checkpoint",
                    "lane/TaskRow",
                    "0,\n                retires,\n                aside,\n                checkpointed,\n                cost.plus(paid));",
                    "0,\n                retires,\n                aside,\n                false,\n                cost.plus(paid));"),
            in(
                    "who had to make room lets others pass",
                    "partition/Settler",
                    "lane.window().set(0, open.with(back));\n        return LaneStep.WAIT;",
                    "lanes.remove(lane, 0);\n        lanes.standAside(lane, open, back);\n        return LaneStep.NEXT;"),
            in(
                    "what had to make room stays noted as started",
                    "partition/QueuedWork",
                    "dispatcher.unmark(lane, sequence);\n            long took",
                    "long took"),
            in("what leaves the backlog stays counted", "lane/Backlog", "census.removed(task);", ""),
            in(
                    "a replacement is not counted",
                    "lane/Backlog",
                    "    public void replace(LaneKey lane, long sequence, TaskRow row, PendingTask task) {\n        census.added(task);",
                    "    public void replace(LaneKey lane, long sequence, TaskRow row, PendingTask task) {"),
            in(
                    "the count is not kept for the next owner",
                    "lane/Census",
                    "if (!Arrays.equals(row, count.written)) {",
                    "if (row.length == 0) {"),
            in("a released lane stays on the list", "lane/Backlog", "census.quarantined(lane.job(), -1);", ""),
            in("a paused job is not shown by the next owner", "lane/Census", ".paused = true;", ".paused = false;"),
            in(
                    "an operator gets no answer",
                    "partition/TaskPartition",
                    "effects.emit(new Output.Reply(operator.obey(command, streamTime, clock.millis())));",
                    ""));

    private static Mutation in(String name, String type, String from, String to) {
        return new Mutation(name, type + ".java", from, to, 1);
    }

    private Mutation from(long seed) {
        return new Mutation(name, file, from, to, seed);
    }

    @Override
    public String toString() {
        return name;
    }
}
