package io.penstock.cli.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command line of a Java virtual machine of its own, with the class path of this one.
 *
 * <p>Tests start some forty of them, each of which would spend most of its first seconds on loading the same classes: as
 * for users, there is an archive of them, made once for each build by {@link io.penstock.cli.Rehearsal}. Where it cannot be made
 * everything runs without: an empty file says so.
 */
public final class JavaCommand {
    /**
     * Who ends in order is to be seen, and not whether this machine does so within the time that users are promised.
     */
    static final String TIME_TO_END = "-Dpenstock.shutdown.seconds=60";

    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
    private static final List<String> SHORT_LIVED = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            // It lives for seconds: the optimizing compiler would cost more than it brings.
            "-XX:TieredStopAtLevel=1");

    private JavaCommand() {}

    /**
     * What to start.
     *
     * @param heap the most that it may take: {@code 512m}
     */
    public static List<String> of(String heap, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(SHORT_LIVED);
        command.addAll(asLaunched());
        command.add("-Xmx" + heap);
        command.add(TIME_TO_END);
        Path archive = archive();
        if (archive.toFile().length() > 0) {
            // Where it does not fit after all, the virtual machine goes on without, and has nothing to say about that.
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        }
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** What the launcher says of libraries that come with native code, and look into memory. */
    private static List<String> asLaunched() {
        int version = Runtime.version().feature();
        List<String> options = new ArrayList<>();
        if (version >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (version >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /** An archive is good for class paths that begin with its own, and knows of jars alone. */
    private static String classPath() {
        Map<Boolean, List<String>> entries = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .collect(Collectors.partitioningBy(JavaCommand::jar));
        List<String> ordered = new ArrayList<>(entries.get(true));
        ordered.addAll(entries.get(false));
        return String.join(File.pathSeparator, ordered);
    }

    private static boolean jar(String entry) {
        return entry.endsWith(".jar");
    }

    private static synchronized Path archive() {
        Path archive = FOLDER.resolve(Runtime.version() + ".jsa");
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.exists(archive)) {
                    make(archive);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive;
    }

    private static void make(Path archive) throws IOException {
        String jars = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(JavaCommand::jar)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(SHORT_LIVED);
        Path stage = Files.createTempDirectory(FOLDER, "rehearsal");
        Path made = stage.resolve("classes");
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made, "-cp", jars, "io.penstock.cli.Rehearsal"));
        command.add(stage.resolve("data").toString());
        Process rehearsal = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("rehearsal.log").toFile())
                .start();
        if (rehearsal.onExit().join().exitValue() != 0 || !Files.exists(made)) {
            Files.write(made, new byte[0]);
        }
        Files.move(made, archive);
    }
}
