package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.inspect.Processes;
import io.penstock.cli.inspect.TaskRecords;
import io.penstock.cli.operate.QuotedId;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock tasks show}. */
@Command(
        name = "show",
        header = "Shows all that is known of a task.",
        description = {
            "",
            "From the ledger and the queue of the process that has it, as of its last commit, and from the topics with"
                    + " results, dead letters and task events, as far back as those reach. The asking joins no group and"
                    + " commits nothing."
        },
        footer = {
            "",
            "Examples:",
            "  penstock tasks show A-1042 --config penstock.yaml",
            "  Of one job, for programs:",
            "    penstock tasks show A-1042 --job invoice --json"
        })
public final class TasksShowCommand implements Callable<Integer> {
    /** Records of a partition that can be read while somebody waits. */
    private static final long REACH = 50_000;
    /** In bytes: of ids that are longer the ledger keeps only the beginning. */
    private static final int LONGEST_ID = 254;

    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "ID", description = "The task id: by default the document's id as text.")
    private String id = "";

    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            description = "Of this job. Default: of every job.")
    private Optional<String> job = Optional.empty();

    @Option(
            names = {"-a", "--all"},
            description = "Look through the topics back to their beginning, however long that takes.")
    private boolean all;

    public TasksShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Processes processes = connection.processes();
        List<JsonNode> answers = new ArrayList<>();
        for (String name : jobs(processes)) {
            answers.add(processes.ask("/tasks/" + Answers.escaped(name) + "/" + Answers.escaped(id)));
        }
        ConnectionOptions.Deployment deployment = connection.deployment();
        TaskRecords records = new TaskRecords(deployment.kafka(), surroundings.stop());
        TaskRecords.Story told = records.of(
                deployment.topics(),
                all
                        ? new TaskRecords.Wanted(id, job, Set.of(), Long.MAX_VALUE)
                        : new TaskRecords.Wanted(id, job, documents(answers), REACH));
        List<TaskRecords.Entry> story = told.entries();
        boolean known = !story.isEmpty()
                || answers.stream().anyMatch(answer -> !answer.path("documents").isEmpty());
        if (output.json()) {
            answers.forEach(surroundings.out()::println);
            story.forEach(entry -> surroundings.out().println(entry.json()));
        } else {
            answers.forEach(this::print);
            print(story);
        }
        answers.forEach(answer -> Answers.tellOfSilent(surroundings, answer.path("unanswered")));
        if (!told.whole() && surroundings.stop().requested()) {
            throw CommandFailure.interrupted("the topics may tell more of the task.");
        }
        if (!told.whole()) {
            surroundings
                    .err()
                    .println("Of each partition only the newest " + Figures.count(REACH)
                            + " records were looked through; --all looks through all of them.");
        }
        if (!known) {
            surroundings
                    .err()
                    .println("No task '" + Printable.line(id)
                            + "' is known: its id may be another one (see 'task-id' of the job), no change may have"
                            + " called for it yet, or the ledger has forgotten it." + QuotedId.hint(id));
            return ExitCodes.FAILED;
        }
        return ExitCodes.DONE;
    }

    /** None if the id of one of them is too long to stand in the ledger as it is. */
    private static Set<String> documents(List<JsonNode> answers) {
        Set<String> ids = new HashSet<>();
        for (JsonNode answer : answers) {
            answer.path("documents")
                    .forEach(document -> ids.add(document.path("documentId").asText()));
        }
        return ids.stream().anyMatch(text -> text.getBytes(UTF_8).length > LONGEST_ID) ? Set.of() : ids;
    }

    private List<String> jobs(Processes processes) {
        if (job.isPresent()) {
            return List.of(job.get());
        }
        List<String> names = new ArrayList<>();
        processes
                .ask("/status?scope=this")
                .path("jobs")
                .forEach(each -> names.add(each.path("job").asText()));
        names.remove("none");
        return names;
    }

    private void print(JsonNode answer) {
        PrintStream out = surroundings.out();
        for (JsonNode document : answer.path("documents")) {
            out.println("Task " + Printable.line(answer.path("taskId").asText()) + " of job "
                    + answer.path("job").asText() + ", as of the last commit");
            field(
                    "document",
                    document.path("documentId").asText() + " of "
                            + document.path("collection").asText()
                            + (document.path("deleted").asBoolean() ? ", deleted" : ""));
            field("partition", document.path("partition").asText());
            field(
                    "version",
                    document.path("version").asText() + ", admitted "
                            + document.path("admittedAt").asText());
            field(
                    "outcome",
                    document.path("outcome").asText()
                            + (document.path("settledForGood").asBoolean() ? ", for good" : ""));
            for (JsonNode open : document.path("open")) {
                field(
                        "open",
                        open.path("state").asText() + " in lane "
                                + open.path("lane").asText() + ", round "
                                + open.path("round").asText() + ", "
                                + Figures.count(open.path("attempts").asLong(), "attempt", "attempts") + " so far"
                                + (open.has("notBefore")
                                        ? ", not before "
                                                + open.path("notBefore").asText()
                                        : ""));
            }
            out.println();
        }
    }

    private void print(List<TaskRecords.Entry> story) {
        if (!story.isEmpty()) {
            surroundings.out().println("What the topics tell");
        }
        story.forEach(entry -> surroundings.out().println("  " + entry.time() + "  " + Printable.line(entry.text())));
    }

    private void field(String name, String value) {
        surroundings.out().println("  %-10s %s".formatted(name, Printable.line(value)));
    }
}
