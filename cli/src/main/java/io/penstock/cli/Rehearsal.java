package io.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Terminal;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the demo and the commands once, unseen. A Java virtual machine that is started with {@code -XX:ArchiveClassesAtExit}
 * leaves an archive of all classes that this has needed; one that is started with that archive has them at once, and no command
 * spends most of its time on loading them.
 */
public final class Rehearsal {
    private static final String APPLICATION = "penstock-demo";
    private static final long PATIENCE_SECONDS = 90;
    private static final long MOMENT_MILLIS = 100;

    /** As they are typed. Those that ask for what is not there say so, which is what they are seen to do most often. */
    static final List<String> COMMANDS = List.of(
            "jobs list",
            "tasks list",
            "tasks show none",
            "lanes list --quarantined",
            "topics",
            "results --limit 10",
            "dead-letters list",
            "dead-letters show none",
            "dead-letters retry none --dry-run",
            "pause --job invoice",
            "resume --job invoice",
            "cancel --job invoice none",
            "status --json");

    private Rehearsal() {}

    /** Takes the folder that it may fill. Ends with an exit code other than 0 if it cannot be done. */
    public static void main(String[] arguments) throws Exception {
        // Whoever waits for this wants to get on.
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS, Runnable::run)
                .execute(() -> Runtime.getRuntime().halt(ExitCodes.FAILED));
        Path folder = Path.of(arguments[0]);
        StopSignal stop = new StopSignal();
        // Not in the common pool, which may have but one thread, and that for what the demo's libraries want of it.
        CompletableFuture<Integer> demo = CompletableFuture.supplyAsync(
                () -> run(stop, "demo", "--data", folder.toString()), task -> new Thread(task, "demo").start());
        while (!runs("status", folder)) {
            if (demo.isDone()) {
                System.exit(ExitCodes.FAILED);
            }
            TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
        }
        COMMANDS.forEach(command -> runs(command, folder));
        stop.request();
        System.exit(demo.join());
    }

    private static boolean runs(String command, Path folder) {
        Optional<String> kafka = EmbeddedBroker.lastAddress(folder.resolve("broker"));
        if (kafka.isEmpty()) {
            return false;
        }
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--bootstrap-server", kafka.get(), "--application", APPLICATION));
        return run(new StopSignal(), words.toArray(String[]::new)) == ExitCodes.DONE;
    }

    private static int run(StopSignal stop, String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        Surroundings unseen = new Surroundings(nowhere, nowhere, Terminal.NONE, stop, InstantSource.system());
        return Penstock.commandLine(unseen).execute(arguments);
    }
}
