package io.penstock.processor.partition;

import io.penstock.api.Operation;
import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Objection;
import io.penstock.processor.admission.Admission.Retrial;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.partition.TaskControl.TakenBack;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Discard;
import io.penstock.records.Command.Forget;
import io.penstock.records.Command.GivenUp;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Release;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.Command.Retire;
import io.penstock.records.Command.Retry;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what operators want, in one partition. Each command can come twice: the second time there is nothing to do. For use
 * by one thread.
 */
final class Operator {
    private final Map<String, JobPolicy> jobs;
    private final QueuedWork queued;
    private final Admission admission;
    private final Retirements retirements;
    private final Told told;
    private final Inline inline;

    /** Who does what is asked of tasks and lanes, and of jobs. */
    record Desks(QueuedWork queued, Retirements retirements) {}

    /** Runs a task of an inline job that was given up before. */
    @FunctionalInterface
    interface Inline {
        void retry(PendingTask task, JobPolicy job, Ticket ticket, int before);
    }

    Operator(Map<String, JobPolicy> jobs, Desks desks, Admission admission, Told told, Inline inline) {
        this.jobs = jobs;
        this.queued = desks.queued();
        this.retirements = desks.retirements();
        this.admission = admission;
        this.told = told;
        this.inline = inline;
    }

    /**
     * Does it.
     *
     * @param streamTime the stream's time, {@code now} the time of day: both in milliseconds since 1970
     */
    CommandAnswer obey(Command command, long streamTime, long now) {
        return reply(command, streamTime, now).to(command);
    }

    private Reply reply(Command command, long streamTime, long now) {
        Request request = command.request();
        JobPolicy policy = jobs.get(request.job());
        if (command.expires().filter(time -> time < now).isPresent()) {
            return Reply.unchanged(
                    Code.EXPIRED, "The command came after it had expired, and nothing was done. Send it again.");
        }
        if (policy == null && request instanceof Retire) {
            Optional<Reply> left = retirements.left(request.job());
            if (left.isPresent()) {
                return left.get();
            }
        }
        if (policy == null) {
            return Reply.refused(
                    Code.UNKNOWN_JOB,
                    "No job is called '%s'. The configuration has: %s.",
                    request.job().substring(0, Math.min(100, request.job().length())),
                    String.join(", ", jobs.keySet().stream().sorted().toList()));
        }
        if (request instanceof Retire retire) {
            return retirements.retire(retire.job(), retire.open(), now);
        }
        if (request instanceof Resume resume && resume.lane().isEmpty()) {
            Optional<Reply> stays = retirements.stay(resume.job());
            if (stays.isPresent()) {
                return stays.get();
            }
        }
        if (request instanceof Discard discard) {
            return discard(discard.task(), policy, streamTime);
        }
        if (request instanceof Retry && !retirements.takesOn(request.job())) {
            return Reply.refused(
                    Code.RETIRED,
                    "Job %s is being retired, or is: nothing of it is tried again, unless it is resumed before.",
                    request.job());
        }
        if (request instanceof Retry retry) {
            return retry(retry.task(), policy, streamTime, now);
        }
        if (request instanceof Forget forget) {
            return forget(forget, now);
        }
        return queued.job(request.job())
                .map(job -> queuedReply(job, request, now))
                .orElseGet(() -> Reply.refused(
                        Code.INLINE_JOB,
                        "Job %s is inline: its tasks run as they come, and none waits that could be held or taken"
                                + " back. That is for jobs with 'execution: queued'.",
                        request.job()));
    }

    private Reply queuedReply(QueuedJob job, Request request, long now) {
        if (request instanceof Cancel cancel) {
            return cancel(job, cancel, now);
        }
        Optional<Lane> lane = lane(request);
        if (lane.isEmpty()) {
            return request instanceof Pause
                    ? queued.laneControl().pause(job, now)
                    : queued.laneControl().resume(job);
        }
        Optional<LaneKey> key = key(job, lane.get());
        if (key.isEmpty()) {
            return wrongAddress(job);
        }
        String name = lane.get().text();
        if (request instanceof Release) {
            return queued.laneControl().release(job, key.get(), name, now);
        }
        return request instanceof Pause
                ? queued.laneControl().pause(job, key.get(), name, now)
                : queued.laneControl().resume(job, key.get(), name, now);
    }

    private Reply cancel(QueuedJob job, Cancel cancel, long now) {
        if (cancel.collection().isEmpty()) {
            return noCollection(job.name());
        }
        TaskKey key = new TaskKey(job.name(), cancel.collection().get(), cancel.taskId());
        TakenBack taken = queued.taskControl().cancel(job, key, now);
        if (taken.ending()) {
            return Reply.unchanged(
                    Code.ENDING,
                    "The end of an attempt at task %s of job %s is on its way. Send the command again.",
                    cancel.taskId(),
                    job.name());
        }
        if (taken.more()) {
            return Reply.done(
                            taken.tasks(),
                            "Task %s of job %s is being cancelled: it has more open versions than are taken back at once.",
                            cancel.taskId(),
                            job.name())
                    .because(Code.MORE);
        }
        if (taken.tasks() == 0) {
            return Reply.unchanged(Code.NOT_HERE, "Task %s of job %s is not open.", cancel.taskId(), job.name());
        }
        return Reply.done(
                taken.tasks(),
                "Task %s of job %s cancelled%s.",
                cancel.taskId(),
                job.name(),
                taken.tasks() == 1 ? "" : ": " + taken.tasks() + " versions");
    }

    private Reply forget(Forget forget, long now) {
        if (forget.collection().isEmpty()) {
            return noCollection(forget.job());
        }
        TaskKey key = new TaskKey(forget.job(), forget.collection().get(), forget.taskId());
        Optional<QueuedJob> job = queued.job(forget.job());
        TakenBack taken =
                job.map(it -> queued.taskControl().cancel(it, key, now)).orElse(new TakenBack(0, false, false));
        if (taken.ending()) {
            // What is known of the task must not go before its end has been settled.
            return Reply.unchanged(
                    Code.ENDING,
                    "The end of an attempt at task %s of job %s is on its way. Send the command again.",
                    forget.taskId(),
                    forget.job());
        }
        if (taken.more()) {
            return Reply.unchanged(
                    Code.MORE,
                    "Task %s of job %s has more open versions than are taken back at once. Send the command again.",
                    forget.taskId(),
                    forget.job());
        }
        boolean lane = job.filter(it -> !it.queue().ordered())
                .filter(it ->
                        queued.laneControl().forget(it, LaneKey.ofTask(key.job(), key.collection(), key.taskId()), now))
                .isPresent();
        List<String> documents = admission.forget(key, AtOnce.USUAL.tasks());
        if (documents.isEmpty() && !lane) {
            return Reply.unchanged(Code.NOT_HERE, "Nothing is known of task %s of job %s.", key.taskId(), key.job());
        }
        Reply reply = Reply.done(
                        taken.tasks(),
                        "Task %s of job %s is forgotten%s.",
                        key.taskId(),
                        key.job(),
                        taken.tasks() == 0 ? "" : "; what was open of it is cancelled")
                .about(documents);
        return documents.size() == AtOnce.USUAL.tasks() ? reply.because(Code.MORE) : reply;
    }

    private Reply retry(GivenUp lost, JobPolicy policy, long streamTime, long now) {
        Optional<PendingTask> found = task(lost);
        if (found.isEmpty()) {
            return noTask();
        }
        PendingTask task = found.get();
        String name = "Task %s of job %s".formatted(lost.taskId(), lost.job());
        Tries before = Tries.of(lost.tries());
        Retrial retrial = admission.judgeAgain(task, before, policy.admission(), streamTime);
        if (retrial instanceof Retrial.Refused refused) {
            return objection(refused.objection(), name);
        }
        Optional<QueuedJob> job = queued.job(lost.job());
        if (retrial instanceof Retrial.Begun begun) {
            boolean wasLost = job.filter(it -> queued.taskControl().retryIfLost(it, task, begun.ticket(), before, now))
                    .isPresent();
            return wasLost ? triedAgain(name, begun.ticket(), "") : objection(Objection.OPEN, name);
        }
        Ticket ticket = ((Retrial.Granted) retrial).ticket();
        if (job.isEmpty()) {
            inline.retry(task, policy, ticket, lost.tries().attempts());
            return triedAgain(name, ticket, "");
        }
        String inTheWay = queued.laneControl()
                .inTheWay(job.get(), LaneKey.of(task, job.get().queue().ordered()));
        queued.taskControl().retry(job.get(), task, ticket, before, now);
        return triedAgain(name, ticket, inTheWay);
    }

    private static Reply triedAgain(String name, Ticket ticket, String inTheWay) {
        return Reply.done(1, "%s is tried again, in round %d.%s", name, ticket.round(), inTheWay);
    }

    private Reply discard(GivenUp lost, JobPolicy policy, long streamTime) {
        Optional<PendingTask> task = task(lost);
        if (task.isEmpty()) {
            return noTask();
        }
        Tries before = Tries.of(lost.tries());
        String name = "Task %s of job %s".formatted(lost.taskId(), lost.job());
        return admission
                .discard(task.get(), before, policy.admission(), streamTime)
                .map(why -> objection(why, name))
                .orElseGet(() -> {
                    told.tell(TaskEventKind.DISCARDED, task.get());
                    return Reply.done(1, "%s is discarded: it is not tried again.", name);
                });
    }

    private static Reply noTask() {
        return Reply.refused(
                Code.MALFORMED,
                "'version' or 'operation' of the task is none that Penstock has written: take them from the dead"
                        + " letter's headers.");
    }

    private static Reply objection(Objection objection, String name) {
        return switch (objection) {
            case STALE ->
                Reply.refused(Code.STALE, "A later version of the document of %s has been admitted, and counts.", name);
            case OPEN -> Reply.unchanged(Code.ALREADY, "%s is open: it is being tried already.", name);
            case SUCCEEDED -> Reply.unchanged(Code.SUCCEEDED, "%s has been done.", name);
            case TRIED_AGAIN ->
                Reply.unchanged(
                        Code.ALREADY,
                        "%s was tried again before. If it was given up once more, its newer dead letter says so.",
                        name);
            case DISCARDED -> Reply.unchanged(Code.DISCARDED, "%s was discarded.", name);
        };
    }

    private static Optional<Lane> lane(Request request) {
        if (request instanceof Release release) {
            return Optional.of(release.lane());
        }
        return request instanceof Pause pause ? pause.lane() : ((Resume) request).lane();
    }

    private static Optional<LaneKey> key(QueuedJob job, Lane lane) {
        boolean ordered = job.queue().ordered();
        if (lane instanceof Lane.OfShardKey of) {
            return ordered ? Optional.of(LaneKey.ofShardKey(job.name(), of.shardKey())) : Optional.empty();
        }
        Lane.OfTask of = (Lane.OfTask) lane;
        return ordered ? Optional.empty() : of.collection().map(name -> LaneKey.ofTask(job.name(), name, of.taskId()));
    }

    private static Reply wrongAddress(QueuedJob job) {
        return job.queue().ordered()
                ? Reply.refused(Code.WRONG_ADDRESS, "A lane of job %s is that of a shard key: name that.", job.name())
                : Reply.refused(
                        Code.WRONG_ADDRESS,
                        "Job %s keeps no order among its tasks: a lane is that of a task id. Name it, and its"
                                + " collection if the job has several.",
                        job.name());
    }

    private static Reply noCollection(String job) {
        return Reply.refused(
                Code.WRONG_ADDRESS,
                "Job %s has several collections: name the one in which the task's document is.",
                job);
    }

    private static Optional<PendingTask> task(GivenUp lost) {
        Command.Version version = lost.version();
        return Position.parse(version.position())
                .flatMap(position -> Operation.ofCode(version.operation())
                        .map(operation -> new PendingTask(
                                new TaskKey(lost.job(), lost.collection(), lost.taskId()),
                                // What the ledger has of the version, it keeps.
                                new DocumentVersion(
                                        version.documentId(),
                                        operation,
                                        position,
                                        version.changedAt(),
                                        Optional.empty(),
                                        Optional.empty()),
                                lost.shardKey(),
                                new Contents(
                                        lost.contents().after().map(Raw::of),
                                        lost.contents().before().map(Raw::of),
                                        lost.contents().updateDescription().map(Raw::of)),
                                new Origin(
                                        lost.source().topic(),
                                        lost.source().partition(),
                                        lost.source().offset(),
                                        lost.source().firstSeen()))));
    }
}
