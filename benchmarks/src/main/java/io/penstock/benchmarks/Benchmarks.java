package io.penstock.benchmarks;

import io.penstock.benchmarks.backlog.BacklogBenchmark;
import io.penstock.benchmarks.commands.CommandsBenchmark;
import io.penstock.benchmarks.demo.DemoBenchmark;
import io.penstock.benchmarks.engine.EngineBenchmark;
import io.penstock.benchmarks.foreground.ForegroundBenchmark;
import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.CaseResult;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Progress;
import io.penstock.benchmarks.harness.Runs;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.inline.InlineBenchmark;
import io.penstock.benchmarks.queued.QueuedBenchmark;
import io.penstock.benchmarks.report.Machine;
import io.penstock.benchmarks.report.Report;
import io.penstock.benchmarks.report.Report.Circumstances;
import io.penstock.benchmarks.report.Report.Selection;
import io.penstock.benchmarks.rest.RestBenchmark;
import io.penstock.benchmarks.standin.StandInBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        description =
                "Measures Penstock against a peer that does the same work, in turn, or against a limit, and reports"
                        + " medians.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nBenchmarks:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:a run failed; the message says which, and why", "2:the command line is wrong"})
final class Benchmarks implements Callable<Integer> {
    private static final List<Benchmark> ALL = List.of(
            new InlineBenchmark(),
            new EngineBenchmark(),
            new QueuedBenchmark(),
            new BacklogBenchmark(),
            new CommandsBenchmark(),
            new StandInBenchmark(),
            new RestBenchmark(),
            new DemoBenchmark(),
            new ForegroundBenchmark());
    private static final int LEAST_RUNS = 3;
    private static final String HOME = "penstock.home";
    private static final String TERMINAL = "penstock.terminal.err";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Which benchmark to run; see below.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private String name;

    @Option(names = "--quick", description = "Measure less: under two minutes, for a first impression.")
    private boolean quick;

    @Option(names = "--json", description = "End with one line of JSON on standard output.")
    private boolean json;

    @Option(
            names = "--case",
            paramLabel = "PATTERN",
            description =
                    "Only the cases with such a name, where * stands for any text; may be given several times. The"
                            + " report says what was left out.")
    private List<String> only = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "" + LEAST_RUNS,
            description = "Runs of each side in each case (default and least: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--mongodb-uri",
            paramLabel = "URI",
            description = "A MongoDB replica set to use in place of the stand-in. Its database 'penstock_benchmark' is"
                    + " dropped.")
    private Optional<String> mongodb = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to write the report (default: docs/benchmarks/NAME.md).")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "For the virtual machines of both sides, as to record a profile; may be given several times.")
    private List<String> jvmOptions = List.of();

    private record Measured(List<CaseResult> results, Selection selection, String notes, List<Picture> pictures) {}

    private Benchmarks() {}

    /** Runs the command. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Benchmarks());
        command.getCommandSpec().usageMessage().footer(footer());
        command.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println("The benchmark failed: " + message(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Benchmark benchmark = benchmark();
        if (runs < LEAST_RUNS) {
            throw new ParameterException(
                    spec.commandLine(), "--runs is %d: fewer than %d say nothing.".formatted(runs, LEAST_RUNS));
        }
        Progress progress = new Progress(System.err, Boolean.getBoolean(TERMINAL));
        Path directory = Files.createTempDirectory("penstock-benchmark-");
        try {
            tell(benchmark, measure(benchmark, directory, progress), progress);
            return CommandLine.ExitCode.OK;
        } finally {
            remove(directory);
        }
    }

    private Benchmark benchmark() {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no benchmark '%s', but: %s."
                                .formatted(
                                        name, ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
    }

    private Measured measure(Benchmark benchmark, Path directory, Progress progress) throws Exception {
        Environment environment =
                new Environment(quick ? Scale.QUICK : Scale.FULL, directory, mongodb, jvmOptions(), progress);
        try (Session session = benchmark.open(environment)) {
            List<Case> all = session.cases();
            List<Case> chosen = chosen(all);
            List<CaseResult> results = new Runs(runs, progress).of(chosen);
            List<Case> leftOut =
                    all.stream().filter(one -> !chosen.contains(one)).toList();
            return new Measured(
                    results, new Selection(names(chosen), names(leftOut)), session.notes(), session.pictures());
        }
    }

    private List<Case> chosen(List<Case> cases) {
        List<Predicate<String>> patterns =
                only.stream().map(Benchmarks::pattern).toList();
        List<Case> chosen = cases.stream()
                .filter(one -> patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.test(one.name())))
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no case '%s', but: %s."
                            .formatted(String.join("', '", only), String.join("; ", names(cases))));
        }
        return chosen;
    }

    private static Predicate<String> pattern(String glob) {
        return Pattern.compile(
                        Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .asMatchPredicate();
    }

    private static List<String> names(List<Case> cases) {
        return cases.stream().map(Case::name).toList();
    }

    private void tell(Benchmark benchmark, Measured measured, Progress progress) throws IOException {
        Path file = report.orElseGet(() -> Path.of(System.getProperty(HOME, "."))
                .resolve("docs/benchmarks")
                .resolve(benchmark.name() + ".md"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        String command = "benchmarks/run "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
        Report results = new Report(benchmark.name(), measured.results());
        for (Picture picture : measured.pictures()) {
            Files.writeString(file.resolveSibling(Report.pictureFile(benchmark.name(), picture)), picture.svg());
        }
        Files.writeString(
                file,
                results.markdown(new Circumstances(
                        (benchmark.method().strip() + "\n\n" + measured.notes()).strip(),
                        measured.pictures(),
                        measured.selection(),
                        command,
                        Machine.here(),
                        LocalDate.now(ZoneOffset.UTC))));
        progress.keep("Report: " + file);
        System.out.print(results.table());
        if (json) {
            System.out.println(results.json());
        }
        System.out.flush();
    }

    /** Both sides have the same; what the user gives comes last and wins. */
    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of("-Xmx1g", "-XX:+UseG1GC", "-Dfile.encoding=UTF-8"));
        options.addAll(jvmOptions);
        return options;
    }

    private static String[] footer() {
        Stream<String> benchmarks =
                ALL.stream().map(benchmark -> "  %-10s %s".formatted(benchmark.name(), benchmark.summary()));
        Stream<String> examples = Stream.of(
                "",
                "Examples:",
                "  benchmarks/run inline --quick",
                "  benchmarks/run inline --json | tail -n 1 | jq '.cases[].ratio'",
                "  benchmarks/run queued --case '10 ms, zipf*' --case 'latency*'",
                "  benchmarks/run inline --jvm-option=-XX:StartFlightRecording:filename=profiles/",
                "  benchmarks/run engine --mongodb-uri 'mongodb://127.0.0.1:27017/?replicaSet=rs0'");
        return Stream.concat(benchmarks, examples).toArray(String[]::new);
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
