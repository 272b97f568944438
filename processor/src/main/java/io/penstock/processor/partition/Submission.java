package io.penstock.processor.partition;

import io.penstock.api.MalformedDocumentException;
import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.lane.Alarms;
import io.penstock.processor.lane.Alarms.Alarm;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.lane.Withdrawal;
import io.penstock.processor.lane.Withdrawal.Of;
import io.penstock.processor.partition.AtOnce.Room;
import io.penstock.processor.partition.OpenVersions.Found;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.WorkSettings.OnUnmatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts tasks into the backlog: in their lane or aside until their time, in place of an older version where the job says so;
 * and takes back what a change of its document ends. For use by one thread.
 */
final class Submission {
    private final Backlog backlog;
    private final Alarms alarms;
    private final Lanes lanes;
    private final Assignment assignment;
    private final Withdrawals withdrawals;
    private final OpenVersions versions;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Judged judged;
    private final AtOnce atOnce;

    /** What judges and who is told. */
    record Judged(Admission admission, Told told) {}

    Submission(
            Dispatcher.Store store,
            Alarms alarms,
            OpenVersions versions,
            Dispatcher dispatcher,
            Settler settler,
            Judged judged) {
        this.backlog = store.backlog();
        this.alarms = alarms;
        this.lanes = store.lanes();
        this.assignment = store.assignment();
        this.withdrawals = store.withdrawals();
        this.versions = versions;
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.judged = judged;
        this.atOnce = store.atOnce();
    }

    /** An older version that was taken back, and where it stood. */
    private record Replaced(LaneKey lane, OpenTask open) {}

    /** Takes on a task that is to run. */
    void admit(QueuedJob job, PendingTask task, Ticket ticket, long now) {
        // Under at-least-once its record may be read again while all or part of what it made is still there.
        long before = openedBefore(task, ticket);
        if (before != 0 && isWhole(job, task, before)) {
            return;
        }
        long earliest;
        try {
            earliest = job.queue().timetable().earliest(task, now);
        } catch (NotATimeException e) {
            refuse(job, task, ticket, Failure.of(DeadLetterReason.NOT_A_TIME, e));
            return;
        } catch (MalformedDocumentException e) {
            refuse(job, task, ticket, Failure.of(DeadLetterReason.DOCUMENT_MALFORMED, e));
            return;
        }
        Optional<Replaced> replaced = replace(job, ticket, now);
        long previous = replaced.map(it -> it.open().row().previous()).orElse(ticket.open());
        TaskRow row = placed(job, TaskRow.admitted(false, identity(task), previous, 1), earliest, now);
        Optional<Long> place = before != 0
                ? Optional.of(before)
                : replaced.filter(it -> !it.open().row().aside() && !row.aside())
                        .filter(it -> it.lane().equals(laneOf(job, task)))
                        .map(it -> it.open().sequence());
        long sequence = place.orElseGet(assignment::nextSequence);
        if (before == 0) {
            judged.admission().opened(task, ticket, sequence);
        }
        judged.told().tell(TaskEventKind.ADMITTED, task);
        put(job, new OpenTask(sequence, row, task), place.isPresent(), now);
    }

    private void refuse(QueuedJob job, PendingTask task, Ticket ticket, Failure failure) {
        judged.admission().lost(task, ticket);
        judged.told().lost(task, failure, Tries.NONE, job.escalation());
    }

    /** Where the task's body is since its record was read before; 0: it is not. */
    private long openedBefore(PendingTask task, Ticket ticket) {
        return kept(task, judged.admission().openedBefore(task, ticket));
    }

    /** The sequence, if the task's body is there; else 0. */
    private long kept(PendingTask task, long sequence) {
        boolean kept = sequence != 0
                && backlog.findBody(sequence)
                        .filter(open ->
                                open.key().equals(task.key()) && open.version().equals(task.version()))
                        .isPresent();
        return kept ? sequence : 0;
    }

    /** Whether the task also has its small row; if so, makes sure that its lane or its alarm leads to it. */
    private boolean isWhole(QueuedJob job, PendingTask task, long sequence) {
        Optional<LaneKey> lane = backlog.laneOf(task, sequence, job.queue().ordered());
        if (lane.isEmpty()) {
            return false;
        }
        TaskRow row = backlog.find(lane.get(), sequence).orElseThrow();
        remind(lane.get(), sequence, row);
        if (!row.aside()) {
            lanes.insert(job, lane.get(), sequence);
        }
        return true;
    }

    private void remind(LaneKey lane, long sequence, TaskRow row) {
        if (row.retires() != Long.MAX_VALUE) {
            alarms.set(new Alarm(row.retires(), Alarms.Kind.AGE, lane, sequence));
        }
        if (row.aside()) {
            alarms.set(new Alarm(row.due(), Alarms.Kind.TASK, lane, sequence));
        }
    }

    /** Takes on a task that was given up before: at once, whatever its timetable said of the first time. */
    void admitAgain(QueuedJob job, PendingTask task, Ticket ticket, Tries tries, long now) {
        long sequence = assignment.nextSequence();
        judged.admission().opened(task, ticket, sequence);
        putAgain(job, new OpenTask(sequence, again(job, task, ticket, tries, ticket.open(), now), task), false, now);
    }

    /**
     * The same, for one of which the ledger says that it has begun this round, under at-least-once.
     *
     * @return whether it was lost; else nothing was to be done
     */
    boolean admitAgainIfLost(QueuedJob job, PendingTask task, Ticket ticket, Tries tries, long now) {
        long before = kept(task, ticket.open());
        if (before != 0 && isWhole(job, task, before)) {
            return false;
        }
        long sequence = before != 0 ? before : assignment.nextSequence();
        if (before == 0) {
            judged.admission().opened(task, ticket, sequence);
        }
        // Whether an older version was open nobody knows any more.
        TaskRow row = again(job, task, ticket, tries, 0, now);
        putAgain(job, new OpenTask(sequence, row, task), before != 0, now);
        return true;
    }

    private static TaskRow again(QueuedJob job, PendingTask task, Ticket ticket, Tries tries, long previous, long now) {
        TaskRow row = TaskRow.admitted(tries.compensates(), identity(task), previous, ticket.round());
        return placed(job, row.after(tries.attempts()), 0, now);
    }

    private void putAgain(QueuedJob job, OpenTask open, boolean inPlace, long now) {
        judged.told().tell(TaskEventKind.RETRIED, open.task());
        put(job, open, inPlace, now);
    }

    /** A change ends the condition under which tasks of its document were made. */
    void unmatch(QueuedJob job, PendingTask change, Ticket ticket, long now) {
        OnUnmatch rule = job.work().late().onUnmatch();
        if (rule == OnUnmatch.IGNORE) {
            return;
        }
        boolean mayHaveWorked = judged.admission().hasResult(change);
        mayHaveWorked |= takeBackAll(job, change, ticket.open(), now);
        if (rule == OnUnmatch.COMPENSATE && mayHaveWorked) {
            TaskRow row = placed(job, TaskRow.admitted(true, identity(change), ticket.open(), 1), 0, now);
            long undoing = assignment.nextSequence();
            judged.admission().undone(change, undoing);
            put(job, new OpenTask(undoing, row, change), false, now);
        }
    }

    /** Takes back the open versions of a document, or begins to: whether one of them may have worked. */
    private boolean takeBackAll(QueuedJob job, PendingTask change, long newest, long now) {
        Found open = versions.find(atOnce.room(), job, newest, false);
        Room room = atOnce.room();
        boolean mayHaveWorked = false;
        int taken = 0;
        while (open.all() && taken < open.versions().size() && room.isLeft()) {
            mayHaveWorked |= takeBack(job, change, open.versions().get(taken), room, now);
            taken++;
        }
        List<Place> left = open.versions().subList(taken, open.versions().size());
        if (!left.isEmpty()) {
            // Only the oldest can have worked; where they are too many to get to it now, it is assumed to have.
            mayHaveWorked |= !open.all() || left.stream().anyMatch(this::mayHaveBegun);
            versions.takeBackFrom(job, change, left.get(0), false, now);
        }
        return mayHaveWorked;
    }

    /** Whether an attempt at it was made, or may have been by now. */
    private boolean mayHaveBegun(Place place) {
        TaskRow row = backlog.find(place.lane(), place.sequence()).orElseThrow();
        boolean handed = lanes.inMemory(place.lane())
                .filter(lane -> lane.hasHanded(place.sequence()))
                .isPresent();
        return !row.compensates() && (handed || row.attempts() > 0);
    }

    /** Takes it back, unless it undoes the work of an earlier one: whether it may have worked. */
    private boolean takeBack(QueuedJob job, PendingTask change, Place place, Room room, long now) {
        LaneKey key = place.lane();
        long sequence = place.sequence();
        TaskRow row = backlog.find(key, sequence).orElseThrow();
        if (row.compensates()) {
            return false;
        }
        boolean runs = isRunning(key, sequence);
        Optional<OpenTask> open = dispatcher.withdraw(job, key, sequence, true, now);
        open.ifPresentOrElse(
                taken -> {
                    room.reads(taken.task());
                    settler.takeBack(taken, TaskEventKind.CANCELLED);
                },
                // Whatever its end is, it is the last, and a crash before it comes must not let it run again.
                () -> withdrawals.add(
                        new Withdrawal(Of.document(change, false), sequence, row.identity(), List.of(key))));
        lanes.withdrawn(job, key, now);
        // A task that cannot be withdrawn has had its attempt, whose end is on its way.
        return runs || open.isEmpty() || row.attempts() > 0;
    }

    private static TaskRow placed(QueuedJob job, TaskRow row, long earliest, long now) {
        long first = Math.max(earliest, now);
        long retires =
                job.work().limits().maxAge().map(age -> saturated(first, age)).orElse(Long.MAX_VALUE);
        return earliest > now ? row.scheduled(earliest, retires).withAside(true) : row.scheduled(0, retires);
    }

    private void put(QueuedJob job, OpenTask open, boolean inPlace, long now) {
        LaneKey key = laneOf(job, open.task());
        TaskRow row = open.row();
        remind(key, open.sequence(), row);
        if (inPlace) {
            backlog.replace(key, open.sequence(), row, open.task());
        } else {
            backlog.add(key, open.sequence(), row, open.task());
        }
        if (row.aside()) {
            return;
        }
        if (inPlace) {
            lanes.insert(job, key, open.sequence());
        } else {
            lanes.append(job, key, open).ifPresent(lane -> dispatcher.topUp(lane, now));
        }
    }

    /** Takes an older version back whose place the new one is to have: one that waits, where the job coalesces, or waits
     * for a time that the document may have moved. */
    private Optional<Replaced> replace(QueuedJob job, Ticket ticket, long now) {
        Optional<PendingTask> older = ticket.open() == 0 ? Optional.empty() : backlog.findBody(ticket.open());
        Optional<LaneKey> lane = older.flatMap(
                task -> backlog.laneOf(task, ticket.open(), job.queue().ordered()));
        if (lane.isEmpty()) {
            return Optional.empty();
        }
        LaneKey key = lane.get();
        Optional<TaskRow> row = backlog.find(key, ticket.open());
        boolean scheduled = row.filter(it -> it.aside() && it.attempts() == 0 && !it.compensates())
                .isPresent();
        boolean coalesces = job.work().late().coalesce()
                && row.filter(it -> !it.compensates()).isPresent();
        boolean goes = older.flatMap(task -> row.map(it -> new OpenTask(ticket.open(), it, task)))
                .filter(withdrawals::mean)
                .isPresent();
        // In the place of a version that is being taken back, the new one would be taken back with it.
        if (goes || (!scheduled && !coalesces)) {
            return Optional.empty();
        }
        boolean revokes = coalesces && job.work().late().cancelRunning();
        Optional<OpenTask> open = dispatcher.withdraw(job, key, ticket.open(), revokes, now);
        open.ifPresent(taken -> {
            settler.takeBack(taken, TaskEventKind.SUPERSEDED);
            lanes.withdrawn(job, key, now);
        });
        return open.map(taken -> new Replaced(key, taken));
    }

    private boolean isRunning(LaneKey key, long sequence) {
        return lanes.inMemory(key)
                .flatMap(ActiveLane::turn)
                .flatMap(turn -> turn.current())
                .filter(current -> current.work().sequence() == sequence)
                .isPresent();
    }

    private static LaneKey laneOf(QueuedJob job, PendingTask task) {
        return LaneKey.of(task, job.queue().ordered());
    }

    private static long identity(PendingTask task) {
        long hash = 0xcbf29ce484222325L;
        String text = task.key().collection() + '\0' + task.key().taskId();
        // FNV-1a: two ids that share a value only wait for each other.
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long saturated(long from, Duration age) {
        long due = from + age.toMillis();
        return due < from ? Long.MAX_VALUE : due;
    }
}
