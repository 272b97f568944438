package io.penstock.benchmarks.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code penstock demo}, started as users start it. For use by one thread. */
final class DemoProcess implements AutoCloseable {
    private static final String JAVA_OPTIONS = "PENSTOCK_JAVA_OPTS";
    private static final int RATE = 1_000;
    private static final int PATIENCE_MINUTES = 15;
    private static final int STOPPING_SECONDS = 20;
    private static final int TAIL_LINES = 20;

    private final Process process;
    private final Path told;
    private final Path lines;
    private final DemoConfiguration configuration;
    private final long changes;

    private DemoProcess(Process process, Path told, Path lines, DemoConfiguration configuration, long changes) {
        this.process = process;
        this.told = told;
        this.lines = lines;
        this.configuration = configuration;
        this.changes = changes;
    }

    /** Has the launcher build what it starts, so that no run has to wait for that. */
    static void build(Path home, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("version");
        Process version = new ProcessBuilder(launcher(home), "--version")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (version.waitFor() != 0) {
            throw new IllegalStateException("The launcher does not build: " + Files.readString(output));
        }
    }

    /**
     * Starts one.
     *
     * @param home the project's directory
     * @param folder an empty one for what it writes
     * @param mongodb a server in place of the stand-in
     * @param changes how many to write
     */
    static DemoProcess start(
            Path home, Path folder, DemoConfiguration configuration, Optional<String> mongodb, long changes)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher(home), "demo", "--json"));
        command.addAll(List.of("--rate", Integer.toString(RATE), "--changes", Long.toString(changes)));
        mongodb.ifPresent(uri -> command.addAll(List.of("--mongodb-uri", uri)));
        Path told = folder.resolve("told");
        Path lines = folder.resolve("lines");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(told.toFile()).redirectOutput(lines.toFile());
        List<String> options = configuration.jvmOptions(home, folder);
        if (!options.isEmpty()) {
            builder.environment().merge(JAVA_OPTIONS, String.join(" ", options), (users, more) -> users + " " + more);
        }
        return new DemoProcess(builder.start(), told, lines, configuration, changes);
    }

    /**
     * Waits until it has ended.
     *
     * @throws IllegalStateException if it is not what was asked for; the message says why
     */
    DemoFigures awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw failure("has not ended within " + PATIENCE_MINUTES + " minutes");
        }
        String text = Files.readString(told);
        DemoFigures figures;
        try {
            figures = DemoFigures.of(changes, text, Files.readAllLines(lines));
        } catch (IllegalStateException refused) {
            throw failure(String.valueOf(refused.getMessage()));
        }
        if (process.exitValue() != 0) {
            throw failure("ended with exit code " + process.exitValue());
        }
        if (!text.contains("(" + configuration.application() + ".results, ")) {
            throw failure("does not have the configuration of " + configuration.application());
        }
        return figures;
    }

    private IllegalStateException failure(String what) throws IOException {
        List<String> all = Files.readAllLines(told);
        return new IllegalStateException("penstock demo " + what + ". It printed:\n"
                + String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size())));
    }

    private static String launcher(Path home) {
        return home.resolve("penstock").toString();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
