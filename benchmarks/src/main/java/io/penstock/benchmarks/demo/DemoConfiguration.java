package io.penstock.benchmarks.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the demo's configuration is to be.
 *
 * @param commit how long the processor lets pass from one commit to the next, as it is written in a configuration file; empty
 *     for what the demo has
 */
record DemoConfiguration(Optional<String> commit) {
    private static final Path FILE = Path.of("io", "penstock", "cli", "demo", "shop.yaml");
    private static final String APPLICATION = "application: penstock-demo";
    private static final String COMMIT = "commit: 50ms";

    static DemoConfiguration asItComes() {
        return new DemoConfiguration(Optional.empty());
    }

    static DemoConfiguration committing(String interval) {
        return new DemoConfiguration(Optional.of(interval));
    }

    /** The name of the application, by which it can be seen which configuration a demo has. */
    String application() {
        return "penstock-demo" + commit.map(interval -> "-" + interval).orElse("");
    }

    /**
     * Writes the configuration, if it is not that of the demo.
     *
     * @param home the project's directory
     * @param folder gets it
     * @return options that have the virtual machine find it before the one in the demo's jar
     * @throws IllegalStateException if the demo's own is not what it was when this was written
     */
    List<String> jvmOptions(Path home, Path folder) throws IOException {
        if (commit.isEmpty()) {
            return List.of();
        }
        String text = Files.readString(home.resolve("cli/src/main/resources").resolve(FILE));
        Path changed = folder.resolve(FILE);
        Files.createDirectories(changed.getParent());
        Files.writeString(
                changed,
                replaced(
                        replaced(text, APPLICATION, "application: " + application()),
                        COMMIT,
                        "commit: " + commit.get()));
        // What the class loaders' root has comes before what is on the class path.
        return List.of("-Xbootclasspath/a:" + folder);
    }

    private static String replaced(String text, String line, String other) {
        if (text.lines().filter(line::equals).count() != 1) {
            throw new IllegalStateException("The demo's configuration has no line '" + line + "' any more: this case"
                    + " measures nothing until it is told what to change");
        }
        return text.replace(line + "\n", other + "\n");
    }
}
