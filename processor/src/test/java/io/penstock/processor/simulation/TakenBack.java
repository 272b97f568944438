package io.penstock.processor.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which versions of documents are not to begin any more, since a later change has ended their condition. */
final class TakenBack {
    /** By document. */
    private final Map<String, Long> committed = new HashMap<>();

    private final Map<String, Long> uncommitted = new HashMap<>();
    /** Task ids of which what comes again may come in any order. */
    private final Set<String> unknown = new HashSet<>();

    /** Up to the change's version. */
    void upTo(Identity change) {
        uncommitted.merge(change.document(), change.version(), Math::max);
    }

    boolean means(Identity identity) {
        String document = identity.document();
        long newest = Math.max(committed.getOrDefault(document, 0L), uncommitted.getOrDefault(document, 0L));
        return identity.version() < newest && !unknown.contains(identity.taskId());
    }

    void forgotten(String taskId) {
        unknown.add(taskId);
    }

    void committed() {
        uncommitted.forEach((document, version) -> committed.merge(document, version, Math::max));
        uncommitted.clear();
    }

    void rolledBack() {
        uncommitted.clear();
    }
}
