package io.penstock.cli.demo;

import io.penstock.cli.process.CommandFailure;
import io.penstock.processor.registry.JobsChangedException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the demo keeps its data: in a folder that the user names, or in one that is removed at the end. */
final class DemoFolder {
    private static final int ATTEMPTS = 5;

    private final Path path;
    private final boolean temporary;

    private DemoFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * The folder that the user names, or a temporary one.
     *
     * @throws CommandFailure if it cannot be made
     */
    static DemoFolder open(Optional<Path> named) {
        try {
            return named.isPresent()
                    ? new DemoFolder(Files.createDirectories(named.get()), false)
                    : new DemoFolder(Files.createTempDirectory("penstock-demo"), true);
        } catch (IOException e) {
            throw named.map(folder -> CommandFailure.wrongUsage("The demo's data cannot be in " + folder
                            + (Files.exists(folder)
                                    ? ", which is no folder"
                                    : ": no folder can be made there (" + e + ")")
                            + ". Name another one with --data, or leave that out."))
                    .orElseGet(() -> CommandFailure.failed(
                            "No temporary folder can be made for the demo's data (" + e + "). Name one with --data.",
                            e));
        }
    }

    /** What to do where the data are those of a demo with other jobs, as that of another version. */
    CommandFailure isOfOtherJobs(JobsChangedException changed) {
        return CommandFailure.failed(
                "The data in " + path + " are of a demo whose jobs were other ones, as those of another version are."
                        + " Remove that folder, or name another one with --data.",
                changed);
    }

    Path of(String name) {
        return path.resolve(name);
    }

    /** Removes the folder unless the user has named it: as far as it goes, since others may still write there. */
    void removeIfTemporary() {
        for (int attempt = 0; temporary && Files.exists(path) && attempt < ATTEMPTS; attempt++) {
            try {
                Files.walkFileTree(path, new Removal());
            } catch (IOException another) {
                // A file has come while its folder was removed.
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
