package io.penstock.cli.demo;

import io.penstock.cli.check.Journal;
import io.penstock.cli.process.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that the user names for the journal. It is looked at before anything starts, and written long after. */
final class JournalFile {
    private JournalFile() {}

    /**
     * The file, if a journal can begin there. Nothing is lost by that but the journal of an earlier demo.
     *
     * @throws CommandFailure if none can
     */
    static Path checked(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw refused(file, "is a folder");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw refused(file, "is in a folder that is not there");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw refused(file, "cannot be written");
        }
        if (Files.isRegularFile(file) && !(Files.isReadable(file) && Journal.isOne(file))) {
            throw refused(file, "holds something else than a journal, which would be gone");
        }
        return file;
    }

    private static CommandFailure refused(Path file, String why) {
        return CommandFailure.wrongUsage(file + " " + why + ". Name another file with --journal, or leave that out.");
    }
}
