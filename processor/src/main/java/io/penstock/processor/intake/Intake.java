package io.penstock.processor.intake;

import io.penstock.api.MalformedDocumentException;
import io.penstock.processor.condition.ConditionException;
import io.penstock.processor.intake.JobIntake.Concern;
import io.penstock.processor.intake.JobIntake.Plan;
import io.penstock.processor.intake.directory.Directory;
import io.penstock.processor.intake.directory.Directory.Owner;
import io.penstock.processor.intake.directory.Placement;
import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes tasks of the records that Debezium writes. What cannot become a task is given up with its reason: no record stops
 * the stream, and what is wrong for one job keeps none of the others from theirs. A store that fails does stop it, for
 * that is no record's fault, and so does a position that a later version has written. One partition's part; for use by one thread.
 */
public final class Intake {
    private final Jobs jobs;
    private final Directory directory;
    private final IntakeSink sink;
    private final TaskListener listener;
    private final InstantSource clock;

    /** A look at a record, which may find that nothing can be made of it. */
    @FunctionalInterface
    private interface Look<T> {
        T take() throws MalformedRecordException;
    }

    /**
     * @param jobs what is to be done
     * @param directory where documents' tasks belong
     * @param sink gets what is made
     * @param listener hears of everything
     * @param clock the time of day, for what is told
     */
    public Intake(Jobs jobs, Directory directory, IntakeSink sink, TaskListener listener, InstantSource clock) {
        this.jobs = jobs;
        this.directory = directory;
        this.sink = sink;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Takes a record in.
     *
     * @param streamTime the stream's time: milliseconds since 1970
     * @throws UnreadablePositionException if this version cannot tell where the record belongs
     */
    public void accept(OriginalRecord original, long streamTime) {
        directory.advance(streamTime);
        // A record without a value follows each delete: it lets compacted topics forget the key, and says nothing more.
        original.value().ifPresent(value -> accept(original, value, streamTime));
    }

    private void accept(OriginalRecord original, Raw value, long streamTime) {
        Optional<ChangeEvent> change =
                look(original, Optional.empty(), () -> jobs.reader().read(original, value));
        if (change.isEmpty()) {
            return;
        }
        ParsedChange parsed = new ParsedChange(change.get(), value);
        boolean skipped = true;
        for (JobIntake job : jobs.watching(change.get().collection())) {
            if (jobs.reader().isSuperseded(change.get())) {
                tell(TaskEventKind.SUPERSEDED, original, parsed, job);
                skipped = false;
            } else if (job.past().had(change.get())) {
                tell(TaskEventKind.DUPLICATE, original, parsed, job);
                skipped = false;
            } else {
                skipped &= !accept(original, parsed, job, streamTime);
            }
        }
        if (skipped) {
            listener.skipped();
        }
    }

    /** Whether the change came to something for the job. */
    private boolean accept(OriginalRecord original, ParsedChange parsed, JobIntake job, long streamTime) {
        Optional<String> name = Optional.of(job.name());
        Optional<Concern> concern = look(original, name, () -> concern(job, parsed));
        if (concern.isEmpty() || concern.get() == Concern.NONE) {
            job.newLife(parsed.change(), () -> known(job, parsed.change())).ifPresent(sink::forward);
            begin(job, parsed.change(), streamTime);
            return concern.isEmpty();
        }
        Optional<Directory.Entry> known = known(job, parsed.change());
        Optional<Plan> plan = look(original, name, () -> job.plan(concern.get(), parsed, known));
        plan.flatMap(Plan::placement)
                .ifPresentOrElse(
                        placement -> remember(job, parsed.change(), placement, streamTime),
                        () -> begin(job, parsed.change(), streamTime));
        plan.ifPresent(this::carryOut);
        if (plan.filter(it -> !it.arrivals().isEmpty()).isEmpty()) {
            job.newLife(parsed.change(), () -> known).ifPresent(sink::forward);
        }
        return plan.isEmpty() || concern.get() == Concern.RUN || concern.get() == Concern.SEED;
    }

    private Concern concern(JobIntake job, ParsedChange parsed) throws MalformedRecordException {
        ChangeEvent change = parsed.change();
        if (jobs.reader().lacksImage(change) && job.mayConcern(parsed)) {
            throw new MalformedRecordException(
                    DeadLetterReason.NO_DOCUMENT,
                    ("The update of document %s came without the post-image that 'document: post-image' asks for: %s did"
                                    + " not keep it, or it had expired when the change was read.")
                            .formatted(change.documentId(), change.collection()));
        }
        return job.concern(parsed);
    }

    /**
     * The change places nothing. If it begins a life of a document that the directory takes for alive, the delete before it was
     * missed, or comes late: what is older than the beginning has to be known by it.
     */
    private void begin(JobIntake job, ChangeEvent change, long streamTime) {
        job.unseenBeginning(change)
                .ifPresent(beginning -> known(job, beginning)
                        .filter(entry -> entry.alive() && !entry.redelivered())
                        .ifPresent(entry -> remember(job, beginning, entry.placement(), streamTime)));
    }

    private void remember(JobIntake job, ChangeEvent change, Placement placement, long streamTime) {
        directory.remember(new Owner(job.name(), job.past().generation()), change, placement, streamTime);
    }

    private void carryOut(Plan plan) {
        plan.pinned().ifPresent(listener::pinned);
        plan.arrivals().forEach(sink::forward);
    }

    private void tell(TaskEventKind kind, OriginalRecord original, ParsedChange parsed, JobIntake job) {
        Optional<Directory.Entry> known = known(job, parsed.change());
        Optional<PendingTask> task =
                look(original, Optional.of(job.name()), () -> job.untouched(parsed.change(), known));
        task.ifPresent(about -> {
            listener.happened(kind, about);
            sink.emit(new Output.Event(kind, about, clock.millis()));
        });
    }

    private Optional<Directory.Entry> known(JobIntake job, ChangeEvent change) {
        return job.needsDirectory()
                ? directory.find(new Owner(job.name(), job.past().generation()), change)
                : Optional.empty();
    }

    /** What the look gives; empty if the record is given up. */
    private <T> Optional<T> look(OriginalRecord original, Optional<String> job, Look<T> look) {
        try {
            return Optional.of(look.take());
        } catch (MalformedRecordException e) {
            lose(original, job, e.failure());
        } catch (MalformedDocumentException e) {
            lose(original, job, Failure.of(DeadLetterReason.DOCUMENT_MALFORMED, e));
        } catch (ConditionException e) {
            lose(original, job, Failure.of(DeadLetterReason.CONDITION_FAILED, e));
        } catch (UnreadablePositionException e) {
            throw e;
        } catch (RuntimeException e) {
            lose(original, job, Failure.of(DeadLetterReason.INTERNAL, e));
        }
        return Optional.empty();
    }

    private void lose(OriginalRecord original, Optional<String> job, Failure failure) {
        listener.lost(job, failure, failure.reason().severity());
        sink.emit(new Output.LostRecord(original, job, failure));
    }
}
