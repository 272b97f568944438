package io.penstock.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** The folder that the user names, or a temporary one. */
    static DemoFolder open(Optional<Path> named) {
        try {
            return named.isPresent()
                    ? new DemoFolder(Files.createDirectories(named.get()), false)
                    : new DemoFolder(Files.createTempDirectory("penstock-demo"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for the demo's data cannot be made: " + e.getMessage(), e);
        }
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
