package io.penstock.records;

import java.util.List;
import java.util.Optional;

/**
 * What decides which task a change makes, and where it stands: whoever changes one of these finds nothing again of what was
 * recorded under the others.
 *
 * @param collections names or patterns of collections, sorted
 * @param taskId pointer to the task id; empty: the document's id
 * @param version pointer to the document's own version; empty: the position alone
 * @param shardKey pointer to the shard key; empty: the document's id
 */
public record JobIdentity(
        List<String> collections, Optional<String> taskId, Optional<String> version, Optional<String> shardKey) {
    public JobIdentity {
        collections = collections.stream().sorted().distinct().toList();
    }
}
