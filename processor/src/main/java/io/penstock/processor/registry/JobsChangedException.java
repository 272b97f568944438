package io.penstock.processor.registry;

import io.penstock.settings.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration may not run, for jobs are not what they were when their tasks were made, or are being migrated. */
public final class JobsChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final String remedy;
    private final transient List<String> migrate;

    JobsChangedException(List<Problem> problems, String remedy, List<String> migrate) {
        super(text(problems, remedy, migrate, Problem::message, "FILE"));
        this.problems = List.copyOf(problems);
        this.remedy = remedy;
        this.migrate = List.copyOf(migrate);
    }

    /**
     * What happened and what to do, a line each.
     *
     * @param located says a problem with its place in the configuration
     * @param file the configuration
     */
    public String text(Function<Problem, String> located, String file) {
        return text(problems, remedy, migrate, located, file);
    }

    private static String text(
            List<Problem> problems,
            String remedy,
            List<String> migrate,
            Function<Problem, String> located,
            String file) {
        return Stream.of(
                        problems.stream().map(located),
                        Stream.of(remedy),
                        migrate.stream().map(what -> "  penstock jobs migrate " + what + " --config " + file))
                .flatMap(lines -> lines)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
