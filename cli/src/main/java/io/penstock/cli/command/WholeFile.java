package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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

    private WholeFile(Path file, Path beside, CopyOption... how) throws IOException {
        this.file = file;
        this.beside = beside;
        this.how = how;
        this.out = Files.newBufferedWriter(beside, UTF_8);
    }

    /**
     * Begins one.
     *
     * @param over whether it may take the place of one that is there
     * @throws FileAlreadyExistsException if there is one and it may not
     * @throws IOException if it cannot be written
     */
    static WholeFile begin(Path file, boolean over) throws IOException {
        boolean there = Files.exists(file);
        if (there && !over) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (there && !Files.isRegularFile(file)) {
            return new WholeFile(file, file);
        }
        // Of a link the file is replaced, and not the link.
        Path real = there ? file.toRealPath() : file;
        Path beside = real.resolveSibling(real.getFileName() + ".part");
        return over ? new WholeFile(real, beside, StandardCopyOption.REPLACE_EXISTING) : new WholeFile(real, beside);
    }

    void line(String line) throws IOException {
        out.write(line);
        out.newLine();
    }

    /** It is whole. */
    void complete() throws IOException {
        out.close();
        if (!beside.equals(file)) {
            Files.move(beside, file, how);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (!beside.equals(file)) {
                Files.deleteIfExists(beside);
            }
        }
    }
}
