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
 * @param order which tasks wait for each other, in the configuration's word; empty: it is not said, as by earlier versions
 *     and of jobs without a queue
 */
public record JobIdentity(
        List<String> collections,
        Optional<String> taskId,
        Optional<String> version,
        Optional<String> shardKey,
        Optional<String> order) {
    public JobIdentity {
        collections = collections.stream().sorted().distinct().toList();
    }

    /** Whether what was recorded under the one is found under the other. */
    public boolean agreesWith(JobIdentity other) {
        boolean sameOrder = order.isEmpty() || other.order.isEmpty() || order.equals(other.order);
        return sameOrder
                && collections.equals(other.collections)
                && taskId.equals(other.taskId)
                && version.equals(other.version)
                && shardKey.equals(other.shardKey);
    }
}
