package io.penstock.cli.check;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * What the checker must know of a job.
 *
 * @param name its name
 * @param collections which collections it watches
 * @param conditional whether it has a condition: then the journal says for which states of a document it holds. An update
 *     is looked at in the state that the server looks up, which may be a later one: only changes from whose write on
 *     the condition held for every state must have an ending
 * @param ownVersion whether documents have versions of their own, by which a change may be stale when it is told first
 * @param reads whether documents that a snapshot reads are told
 * @param sequence where a result has the sequence number of the document's newest write; empty if it has none
 */
public record JobRule(
        String name,
        List<CollectionPattern> collections,
        boolean conditional,
        boolean ownVersion,
        boolean reads,
        Optional<JsonPointer> sequence) {
    public JobRule {
        collections = List.copyOf(collections);
    }

    /** The rule for a job as it is configured; its results are taken to have no sequence number. */
    public static JobRule of(JobSettings job) {
        return new JobRule(
                job.name(),
                job.selection().collections().stream()
                        .map(CollectionPattern::of)
                        .toList(),
                job.selection().when().isPresent(),
                job.identity().version().isPresent(),
                job.selection().snapshot() != Snapshot.SKIP,
                Optional.empty());
    }

    /** The same with results that carry the sequence number of the document's newest write. */
    public JobRule withSequence(JsonPointer pointer) {
        return new JobRule(name, collections, conditional, ownVersion, reads, Optional.of(pointer));
    }

    boolean watches(String collection) {
        return collections.stream().anyMatch(pattern -> pattern.matches(collection));
    }
}
