package io.penstock.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A contestant's process. Ended by {@link #close}, and by itself if this process is gone. */
public final class JavaProcess implements AutoCloseable {
    private static final int TAIL_LINES = 20;
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final String name;
    private final Path log;

    private JavaProcess(Process process, String name, Path log) {
        this.process = process;
        this.name = name;
        this.log = log;
    }

    /**
     * Starts one, with this process's Java and class path.
     *
     * @param contestant the class with the {@code main}
     * @param jvmOptions for the virtual machine
     * @param options handed to the contestant
     * @param log takes what it prints
     */
    public static JavaProcess start(Class<?> contestant, List<String> jvmOptions, Map<String, String> options, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(contestant.getName());
        options.forEach((option, value) -> command.add(option + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new JavaProcess(process, contestant.getSimpleName(), log);
    }

    /**
     * Does nothing if it runs.
     *
     * @throws IllegalStateException if it has ended; the message has the last lines that it printed
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /** Says something to the contestant: one line. */
    public void say(String line) throws IOException {
        Writer lines = process.outputWriter(UTF_8);
        lines.write(line + "\n");
        lines.flush();
    }

    /**
     * Asks the contestant something that it answers with a file, and waits until that is there.
     *
     * @param question its line is followed by the file's name
     * @param file where the answer goes; not there yet, and written elsewhere until it is whole
     */
    public void ask(String question, Path file) throws IOException, InterruptedException {
        say(question + " " + file);
        long began = System.nanoTime();
        while (!Files.exists(file)) {
            requireAlive();
            if (System.nanoTime() - began > TimeUnit.MINUTES.toNanos(2)) {
                throw failure("does not answer '" + question + "'");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Ends it at once, as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** For a contestant that does not do what it should: what, and the last lines that it printed. */
    public IllegalStateException failure(String what) {
        return new IllegalStateException(name + " " + what + ". It printed:\n" + tail());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            process.getOutputStream().close();
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "nothing that can be read (" + unreadable.getMessage() + ")";
        }
    }
}
