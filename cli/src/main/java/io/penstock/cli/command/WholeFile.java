package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.CommandFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that is there as soon as it is whole. Until then what it held before stays, and what comes is in a file
 * beside it, which is gone if it does not come to its end. What is no file, such as a pipe, is written as it comes. For one
 * thread.
 */
final class WholeFile implements AutoCloseable {
    private final Path file;
    private final Path beside;
    private final CopyOption[] how;
    private final BufferedWriter out;
    private boolean whole;

    private WholeFile(Path file, Path beside, BufferedWriter out, CopyOption... how) {
        this.file = file;
        this.beside = beside;
        this.out = out;
        this.how = how;
    }

    /**
     * Begins one.
     *
     * @param over whether it may take the place of one that is there
     * @throws FileAlreadyExistsException if there is one and it may not
     * @throws CommandFailure if the file beside it is there: another process writes it, or it is somebody's own
     * @throws IOException if it cannot be written
     */
    static WholeFile begin(Path file, boolean over) throws IOException {
        boolean there = Files.exists(file);
        if (there && !over) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (there && !Files.isRegularFile(file)) {
            return new WholeFile(file, file, Files.newBufferedWriter(file, UTF_8));
        }
        // Of a link the file is replaced, and not the link.
        Path real = there ? file.toRealPath() : file;
        Path beside = real.resolveSibling(real.getFileName() + ".part");
        CopyOption[] how = over ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0];
        return new WholeFile(real, beside, create(beside), how);
    }

    private static BufferedWriter create(Path beside) throws IOException {
        try {
            OpenOption[] anew = {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
            return Files.newBufferedWriter(beside, UTF_8, anew);
        } catch (FileAlreadyExistsException inTheWay) {
            throw CommandFailure.failed(
                    "The file " + beside + " is in the way: what is written is called so until it is whole. Another"
                            + " process is writing it, or one was killed, or it is a file of your own: name another"
                            + " file, or see that nobody needs it, and delete it.",
                    inTheWay);
        }
    }

    void line(String line) throws IOException {
        out.write(line);
        out.newLine();
    }

    /**
     * It is whole.
     *
     * @throws CommandFailure if it cannot get its name, as where another of that name has come meanwhile; then it stays
     *     beside it
     * @throws IOException if it cannot be written to its end
     */
    void complete() throws IOException {
        out.close();
        whole = true;
        if (!beside.equals(file)) {
            try {
                Files.move(beside, file, how);
            } catch (IOException e) {
                throw CommandFailure.failed(
                        "All is written, but it could not be called " + file + " ("
                                + e.getClass().getSimpleName()
                                + "), as where a file of that name has come meanwhile. It is in " + beside
                                + ": give that another name.",
                        e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (!whole && !beside.equals(file)) {
                Files.deleteIfExists(beside);
            }
        }
    }
}
