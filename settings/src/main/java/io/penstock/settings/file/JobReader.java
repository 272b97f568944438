package io.penstock.settings.file;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Handler;
import io.penstock.settings.JobSettings.Identity;
import io.penstock.settings.JobSettings.Run;
import io.penstock.settings.JobSettings.Selection;
import io.penstock.settings.OwnCollections;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes {@link JobSettings} of the list of jobs. For one file. */
final class JobReader {
    private static final JsonPointer DOCUMENT_ID = JsonPointer.compile("/_id");

    /** The handler whose result is the document itself. */
    private static final String BUILT_IN_DOCUMENT = "document";

    private final DocumentMode document;
    private final Problems problems;
    private final Map<String, Integer> lineOfName = new HashMap<>();

    JobReader(DocumentMode document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** The jobs that are complete, each with its pointer in the file. */
    Map<String, JobSettings> jobs(List<Node> nodes) {
        Map<String, JobSettings> jobs = new LinkedHashMap<>();
        nodes.forEach(node -> job(node).ifPresent(job -> jobs.put(node.pointer(), job)));
        return jobs;
    }

    private Optional<JobSettings> job(Node node) {
        if (node instanceof Node.Nothing) {
            problems.add(node, "a job with nothing in it; give it 'name', 'collection' and 'handler', or take it out");
            return Optional.empty();
        }
        if (node instanceof Node.Unresolved) {
            return Optional.empty();
        }
        Section section = Section.of(node, "a job", Keys.jobNames().toList(), problems);
        if (!(node instanceof Node.Mapping)) {
            return Optional.empty();
        }
        Optional<String> name = section.find(Keys.NAME);
        name.ifPresent(known -> checkUnique(known, section.nodeOrSelf(Keys.NAME.name())));
        Optional<Selection> selection = selection(section);
        Identity identity =
                new Identity(section.find(Keys.TASK_ID), section.find(Keys.VERSION), section.find(Keys.SHARD_KEY));
        Run run = section.get(Keys.RUN);
        checkIdentity(section, identity, run);
        Optional<Handler> handler = new HandlerReader(section, problems).handler();
        WorkSettings work = new WorkReader(section, problems).work();
        if (document == DocumentMode.DELTA) {
            handler.ifPresent(known -> warnOfDelta(section, identity, known, work));
        }
        var content = section.get(Keys.CONTENT);
        boolean complete = name.isPresent() && selection.isPresent() && handler.isPresent();
        return complete
                ? Optional.of(new JobSettings(name.get(), selection.get(), identity, content, run, handler.get(), work))
                : Optional.empty();
    }

    private void checkUnique(String name, Node node) {
        Integer earlier = lineOfName.putIfAbsent(name, node.location().line());
        if (earlier != null) {
            problems.add(
                    node,
                    "the job '" + name + "' is there already, in line " + earlier
                            + "; a name is part of every task's identity: give this one another");
        }
    }

    private Optional<Selection> selection(Section section) {
        Optional<List<CollectionPattern>> collections = section.find(Keys.COLLECTION);
        collections.ifPresent(patterns -> checkCollections(patterns, section.nodeOrSelf(Keys.COLLECTION.name())));
        Optional<String> when = section.find(Keys.WHEN);
        var snapshot = section.get(Keys.SNAPSHOT);
        return collections.map(patterns ->
                new Selection(patterns.stream().map(CollectionPattern::toString).toList(), when, snapshot));
    }

    private void checkCollections(List<CollectionPattern> patterns, Node node) {
        for (int i = 0; i < patterns.size(); i++) {
            CollectionPattern pattern = patterns.get(i);
            Node place =
                    node instanceof Node.Sequence sequence ? sequence.items().get(i) : node;
            if (OwnCollections.isOwn(pattern)) {
                problems.add(
                        place,
                        "this covers what Penstock itself writes (the database '" + OwnCollections.DATABASE
                                + "' and the collections '" + CollectionPattern.SIGNALS
                                + "'): a job that watches it could feed itself for ever. Name the databases and"
                                + " collections that are meant");
            } else if (OwnCollections.isMongodbs(pattern)) {
                problems.add(place, "this is MongoDB's own, of which it tells no changes; watch collections of yours");
            }
        }
    }

    private void checkIdentity(Section section, Identity identity, Run run) {
        boolean ownTaskId = identity.taskId()
                .filter(pointer -> !pointer.equals(DOCUMENT_ID))
                .isPresent();
        boolean noShardKey = section.node(Keys.SHARD_KEY.name()).isEmpty();
        if (run == Run.ONCE && ownTaskId && noShardKey) {
            problems.add(
                    section.nodeOrSelf(Keys.RUN.name()),
                    "'run: once' with a 'task-id' needs a 'shard-key': by default each document has its own, so that"
                            + " two documents with one task id would have two ledgers and run twice. Add a 'shard-key'"
                            + " that is the same in all documents of a task id; 'shard-key: "
                            + identity.taskId().map(JsonPointer::toString).orElse("") + "' always is");
        }
    }

    private void warnOfDelta(Section section, Identity identity, Handler handler, WorkSettings work) {
        boolean looksInside = identity.taskId().isPresent()
                || identity.version().isPresent()
                || identity.shardKey().isPresent();
        if (looksInside) {
            problems.warn(
                    section.nodeOrSelf(Keys.NAME.name()),
                    "with 'source.document: delta' updates carry no document, so that 'task-id', 'version' and"
                            + " 'shard-key' find their fields in inserts and replacements alone");
        }
        if (handler.name().equals(BUILT_IN_DOCUMENT)) {
            problems.warn(
                    section.nodeOrSelf(Keys.HANDLER.name()),
                    "with 'source.document: delta' updates carry no document, so that the result of an update is null,"
                            + " as that of a delete is. Take 'lookup' or 'post-image', or put \"op != 'u'\" into 'when'");
        }
        if (work.schedule().notBefore().isPresent()) {
            problems.warn(
                    section.nodeOrSelf(WorkKeys.NOT_BEFORE.name()),
                    "with 'source.document: delta' updates carry no document, so that an update moves its task to now,"
                            + " whatever the insert said. Take 'lookup' or 'post-image', or put \"op != 'u'\" into 'when'");
        }
    }
}
