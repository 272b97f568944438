package io.penstock.processor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Operation;
import io.penstock.processor.condition.Condition;
import io.penstock.processor.condition.ConditionException;
import io.penstock.processor.condition.ConditionInput;
import io.penstock.processor.intake.directory.Directory;
import io.penstock.processor.intake.directory.Placement;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.DeadLetterReason;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.WorkSettings.OnUnmatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One job's view of the changes: which concern it, and what task each makes. Only looks: what it plans is carried out by
 * {@link Intake}. Threads may share one.
 */
final class JobIntake {
    private final String name;
    private final List<CollectionPattern> collections;
    private final Optional<Condition> when;
    private final Snapshot snapshot;
    private final Past past;
    private final TaskRule rule;
    private final int maxTaskBytes;
    private final boolean wantsDeletes;
    private final boolean caresForUnmatch;

    /** What a change means to a job. */
    enum Concern {
        /** Nothing. */
        NONE,
        /** No task; but where the document's tasks belong is worth to know, for its delete. */
        PLACE,
        /** No task; the document's life ends. */
        END,
        /** No task; the document does not meet the condition, and open tasks of it may have to end. */
        UNMATCH,
        /** A task that is to be recorded as known. */
        SEED,
        /** A task. */
        RUN
    }

    /**
     * What is to be done about a change.
     *
     * @param placement where the document's tasks belong, for the directory to remember
     * @param arrivals what is to go on, in order
     * @param pinned the task that stays in its lane though its document's shard key has changed
     */
    record Plan(Optional<Placement> placement, List<Arrival> arrivals, Optional<TaskKey> pinned) {
        static final Plan NOTHING = new Plan(Optional.empty(), List.of(), Optional.empty());
    }

    /**
     * @param maxTaskBytes the largest task that can go on, see {@link PendingTask#size}
     * @param past what the job was before
     */
    JobIntake(JobSettings job, int maxTaskBytes, Past past) {
        this.name = job.name();
        this.past = past;
        this.collections = job.selection().collections().stream()
                .map(CollectionPattern::of)
                .toList();
        this.when = job.selection().when().map(Condition::compile);
        this.snapshot = job.selection().snapshot();
        this.rule = new TaskRule(job.identity(), job.content());
        this.maxTaskBytes = maxTaskBytes;
        this.caresForUnmatch = job.work().late().onUnmatch() != OnUnmatch.IGNORE;
        this.wantsDeletes = when.filter(JobIntake::holdsForDeletes).isPresent();
    }

    String name() {
        return name;
    }

    boolean watches(String collection) {
        return collections.stream().anyMatch(pattern -> pattern.matches(collection));
    }

    boolean needsDirectory() {
        return rule.needsDirectory();
    }

    /** What the job was before. */
    Past past() {
        return past;
    }

    /** Whether a change may concern the job whose document nobody can see. */
    boolean mayConcern(ParsedChange parsed) {
        return when.isEmpty() || when.get().usesDocument() || when.get().holds(parsed);
    }

    /** What the change means to the job. */
    Concern concern(ParsedChange parsed) {
        Operation operation = parsed.change().operation();
        boolean read = operation == Operation.READ;
        Snapshot reads = read && past.seeding().getAsBoolean() ? Snapshot.SEED : snapshot;
        if (read && reads == Snapshot.SKIP) {
            return Concern.NONE;
        }
        if (when.isEmpty() || when.get().holds(parsed)) {
            return read && reads == Snapshot.SEED ? Concern.SEED : Concern.RUN;
        }
        if (operation == Operation.DELETE) {
            return Concern.END;
        }
        boolean blind = operation == Operation.UPDATE
                && parsed.change().contents().after().isEmpty();
        if (blind && when.get().usesDocument()) {
            // Nobody can say that the condition has ended.
            return Concern.NONE;
        }
        if (caresForUnmatch) {
            return Concern.UNMATCH;
        }
        return wantsDeletes && needsDirectory() ? Concern.PLACE : Concern.NONE;
    }

    /**
     * The task of a change that is not to be run, for what is told of it: the directory knows its id, if the job has seen the
     * document before.
     */
    PendingTask untouched(ChangeEvent change, Optional<Directory.Entry> known) {
        return known(
                change,
                known.map(Directory.Entry::placement).orElseGet(() -> rule.underDocumentId(change.documentId())));
    }

    /**
     * What is to be done about a change.
     *
     * @param concern what it means to the job
     * @param known what the directory has of the document; empty where the job needs none
     */
    Plan plan(Concern concern, ParsedChange parsed, Optional<Directory.Entry> known) throws MalformedRecordException {
        return switch (concern) {
            case NONE -> Plan.NOTHING;
            case PLACE -> placed(parsed, known);
            case END -> ended(Intent.END, parsed.change(), known);
            case UNMATCH -> ended(Intent.UNMATCH, parsed.change(), known);
            case SEED -> tasks(Intent.SEED, parsed, known);
            case RUN -> tasks(Intent.RUN, parsed, known);
        };
    }

    private Plan placed(ParsedChange parsed, Optional<Directory.Entry> known) {
        boolean isKnown =
                known.filter(entry -> entry.alive() || entry.redelivered()).isPresent();
        Optional<Placement> placement = isKnown
                ? Optional.empty()
                : rule.placementIfAny(parsed).filter(found -> fits(known(parsed.change(), found)));
        return new Plan(placement, List.of(), Optional.empty());
    }

    private Plan ended(Intent intent, ChangeEvent change, Optional<Directory.Entry> known) {
        if (!needsDirectory()) {
            Arrival end = end(intent, change, rule.underDocumentId(change.documentId()), false);
            // With an id that is too large there was no task either.
            return fits(end.task()) ? new Plan(Optional.empty(), List.of(end), Optional.empty()) : Plan.NOTHING;
        }
        return known.map(entry -> new Plan(
                        entry.redelivered() || stands(change, entry.placement(), known)
                                ? Optional.empty()
                                : Optional.of(entry.placement()),
                        List.of(end(intent, change, entry.placement(), entry.redelivered())),
                        Optional.empty()))
                .orElse(Plan.NOTHING);
    }

    private Plan tasks(Intent intent, ParsedChange parsed, Optional<Directory.Entry> known)
            throws MalformedRecordException {
        ChangeEvent change = parsed.change();
        Placement own = placement(parsed, known);
        Optional<String> pinned = known.filter(entry -> entry.alive() || entry.redelivered())
                .map(entry -> entry.placement().shardKey())
                .filter(shardKey -> !shardKey.equals(own.shardKey()));
        Placement placement = new Placement(own.taskId(), pinned.orElse(own.shardKey()));
        boolean redelivered = known.map(Directory.Entry::redelivered).orElse(false);
        PendingTask task = fitting(task(change, placement, rule.version(parsed), change.contents()));
        List<Arrival> arrivals = new ArrayList<>();
        // A task id that a document leaves has seen the end of it; its ledger would wait for one for ever.
        known.filter(entry -> entry.alive() && !redelivered)
                .map(Directory.Entry::placement)
                .filter(left -> !left.taskId().equals(placement.taskId()))
                .ifPresent(left -> arrivals.add(end(Intent.END, change, left, false)));
        arrivals.add(new Arrival(intent, task, redelivered));
        boolean remembered = needsDirectory() && !redelivered && !stands(change, placement, known);
        return new Plan(
                remembered ? Optional.of(placement) : Optional.empty(), arrivals, pinned.map(lane -> task.key()));
    }

    /**
     * Whether the directory need not be told: the document lives where it lived since its insert, and its ledger there has the
     * order of what happens to it. What only a hash tells apart has no order by the insert.
     */
    private boolean stands(ChangeEvent change, Placement placement, Optional<Directory.Entry> known) {
        return remembersLivesOnly()
                && change.operation() == Operation.UPDATE
                && change.position().tie().isEmpty()
                && known.filter(entry -> entry.begun() && entry.placement().equals(placement))
                        .isPresent();
    }

    /**
     * Whether the directory hears of a document's lives, and not of each change. What a task id has seen under which a document
     * stood once in between, only the directory knows: so not with a task id of the job's own.
     */
    private boolean remembersLivesOnly() {
        return needsDirectory() && rule.keepsDocumentId();
    }

    /**
     * What the directory has to know of a change of which nothing comes, if it begins a life of its document. The insert itself,
     * which may be tried again, must not count as told; only where nothing but a hash tells it apart from a delete of its time.
     */
    Optional<ChangeEvent> unseenBeginning(ChangeEvent change) {
        boolean begins = remembersLivesOnly() && change.operation() == Operation.CREATE;
        return begins ? Optional.of(change.position().unordered() ? change : change.beginning()) : Optional.empty();
    }

    /**
     * What the ledger has to hear of an insert of which nothing comes: that the document's own versions count anew. Else what it
     * knows of a life whose end nobody told would make the changes of this one stale. Never that the insert was told: if it is a
     * dead letter, it may be tried again.
     *
     * @param known what the directory has of the document; asked only where that counts
     */
    Optional<Arrival> newLife(ChangeEvent change, Supplier<Optional<Directory.Entry>> known) {
        if (change.operation() != Operation.CREATE || !rule.countsVersions()) {
            return Optional.empty();
        }
        Optional<Placement> last = needsDirectory()
                ? known.get()
                        .filter(entry -> entry.alive() && !entry.redelivered())
                        .map(Directory.Entry::placement)
                : rule.underDocumentIdIfAny(change.documentId());
        return last.map(placement -> end(Intent.BEGIN, change.beginning(), placement, false))
                .filter(arrival -> fits(arrival.task()));
    }

    private Placement placement(ParsedChange parsed, Optional<Directory.Entry> known) throws MalformedRecordException {
        ChangeEvent change = parsed.change();
        boolean blind = change.contents().after().isEmpty();
        if (!needsDirectory() || !blind) {
            return rule.placement(parsed);
        }
        if (known.isPresent()) {
            return known.get().placement();
        }
        if (change.contents().before().isEmpty()) {
            throw new MalformedRecordException(
                    DeadLetterReason.DOCUMENT_UNKNOWN,
                    "The %s of document %s carries no document, and the job has not seen the document before."
                            .formatted(
                                    change.operation() == Operation.DELETE ? "delete" : "update", change.documentId()));
        }
        return rule.placement(parsed);
    }

    private PendingTask fitting(PendingTask task) throws MalformedRecordException {
        if (fits(task)) {
            return task;
        }
        if (task.idsSize() > maxIdsBytes()) {
            throw new MalformedRecordException(
                    DeadLetterReason.DOCUMENT_TOO_LARGE,
                    "The ids of the change's task and its shard key have %,d bytes together, and may have %,d."
                            .formatted(task.idsSize(), maxIdsBytes()));
        }
        throw new MalformedRecordException(
                DeadLetterReason.DOCUMENT_TOO_LARGE,
                "The change makes a task of %,d bytes, the document and its ids, and a task takes %,d."
                        .formatted(task.size(), maxTaskBytes));
    }

    private boolean fits(PendingTask task) {
        return task.size() <= maxTaskBytes && task.idsSize() <= maxIdsBytes();
    }

    /** What is told of a task has each of them once or twice, some with every quote escaped: four parts hold them all. */
    private int maxIdsBytes() {
        return maxTaskBytes / 4;
    }

    private Arrival end(Intent intent, ChangeEvent change, Placement placement, boolean redelivered) {
        return new Arrival(intent, known(change, placement), redelivered);
    }

    /** A task of which no more is known than where it belongs, and that never runs. */
    private PendingTask known(ChangeEvent change, Placement placement) {
        DocumentVersion version = new DocumentVersion(
                change.documentId(),
                change.operation(),
                change.position(),
                change.changedAt(),
                Optional.empty(),
                Optional.empty());
        return task(change, placement, version, Contents.NONE);
    }

    private PendingTask task(ChangeEvent change, Placement placement, DocumentVersion version, Contents contents) {
        TaskKey key = new TaskKey(name, change.collection(), placement.taskId());
        return new PendingTask(key, version, placement.shardKey(), contents, change.origin());
    }

    private static boolean holdsForDeletes(Condition condition) {
        try {
            return condition.holds(AnyDelete.INSTANCE);
        } catch (ConditionException undecided) {
            return false;
        }
    }

    /** A delete without a pre-image, of which nothing is known. */
    private enum AnyDelete implements ConditionInput {
        INSTANCE;

        @Override
        public String op() {
            return Operation.DELETE.code();
        }

        @Override
        public Optional<JsonNode> document() {
            return Optional.empty();
        }

        @Override
        public Optional<JsonNode> before() {
            return Optional.empty();
        }

        @Override
        public Optional<JsonNode> source() {
            return Optional.empty();
        }
    }
}
