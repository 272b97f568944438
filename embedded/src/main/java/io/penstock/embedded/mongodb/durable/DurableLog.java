package io.penstock.embedded.mongodb.durable;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Keeper;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.protocol.BsonReader;
import io.penstock.embedded.mongodb.protocol.BsonWriter;
import io.penstock.embedded.mongodb.store.Catalog;
import io.penstock.embedded.mongodb.store.StoredCollection;
import io.penstock.embedded.mongodb.store.StoredDatabase;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A file of BSON documents, format 1: what a stand-in had when it started, then each change since, written before the
 * client is answered. Killing the process loses nothing that was answered; a power failure may. At a start the file is
 * read and written anew, so that it holds no more than the documents and the oplog. Secondary indexes are not kept.
 */
public final class DurableLog implements Keeper, AutoCloseable {
    private static final int FORMAT = 1;
    private static final int LENGTH_BYTES = 4;

    private final Path file;
    private final Catalog catalog;
    private final Oplog oplog;
    private OutputStream out = OutputStream.nullOutputStream();

    /**
     * Opens the log in a directory, which is made if it is not there, and fills the catalog and the oplog from it.
     *
     * @throws UncheckedIOException if the directory cannot be used
     */
    public DurableLog(Path directory, Catalog catalog, Oplog oplog) {
        this.file = directory.resolve("mongodb-stand-in.bson");
        this.catalog = catalog;
        this.oplog = oplog;
        try {
            Files.createDirectories(directory);
            if (Files.exists(file)) {
                load();
            }
            rewrite();
            out = Files.newOutputStream(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The stand-in for MongoDB cannot keep its data in " + directory
                            + ": check that it can be written to",
                    e);
        }
    }

    /** Writes down what was just done, and the state of the documents after it. */
    @Override
    public void append(List<OplogEntry> entries) {
        BsonWriter writer = new BsonWriter();
        for (OplogEntry entry : entries) {
            Document document = new Document("k", "change").append("entry", EntryFormat.write(entry));
            if (entry.change() instanceof Change.OfDocument ofDocument) {
                entry.collectionId()
                        .flatMap(catalog::collection)
                        .flatMap(collection -> collection.byId(ofDocument.id()))
                        .ifPresent(now -> document.append("now", now));
            }
            writer.document(document);
        }
        write(writer);
    }

    @Override
    public void forgotten(Position through) {
        BsonWriter writer = new BsonWriter();
        writer.document(forgottenRecord(through));
        write(writer);
    }

    private void write(BsonWriter writer) {
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a change could not be written to " + file + ": is the disk full?", e);
        }
    }

    private static Document forgottenRecord(Position through) {
        return new Document("k", "forgotten").append("time", through.time()).append("operation", through.operation());
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + file, e);
        }
    }

    private void load() throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                apply(next(in));
            }
        } catch (EOFException e) {
            // The end, or a last change that was cut off and never answered.
        }
    }

    private static Document next(DataInputStream in) throws IOException {
        byte[] head = new byte[LENGTH_BYTES];
        in.readFully(head);
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        ByteBuffer document = ByteBuffer.allocate(length).put(head);
        in.readFully(document.array(), LENGTH_BYTES, length - LENGTH_BYTES);
        return new BsonReader(document.rewind()).document();
    }

    private void apply(Document document) throws IOException {
        switch (EntryFormat.required(document, "k", String.class)) {
            case "format" -> {
                int format = EntryFormat.required(document, "version", Integer.class);
                if (format != FORMAT) {
                    throw new IOException(file + " has format " + format + ", this version reads " + FORMAT);
                }
            }
            case "collection" ->
                catalog.create(
                        Namespace.parse(EntryFormat.required(document, "ns", String.class)),
                        EntryFormat.required(document, "uuid", UUID.class),
                        EntryFormat.required(document, "options", Document.class));
            case "document" ->
                catalog.collection(EntryFormat.required(document, "uuid", UUID.class))
                        .orElseThrow()
                        .insert(EntryFormat.required(document, "document", Document.class));
            case "forgotten" ->
                oplog.forgetThrough(new Position(
                        EntryFormat.required(document, "time", Long.class),
                        EntryFormat.required(document, "operation", Integer.class)));
            case "history" ->
                oplog.append(List.of(EntryFormat.read(EntryFormat.required(document, "entry", Document.class))));
            default -> {
                OplogEntry entry = EntryFormat.read(EntryFormat.required(document, "entry", Document.class));
                redo(entry, EntryFormat.optional(document, "now", Document.class));
                oplog.append(List.of(entry));
            }
        }
    }

    private void redo(OplogEntry entry, Optional<Document> now) {
        Change change = entry.change();
        if (change instanceof Change.Create create) {
            catalog.create(entry.namespace(), entry.collectionId().orElseThrow(), create.options());
            return;
        }
        Optional<StoredCollection> collection = entry.collectionId().flatMap(catalog::collection);
        if (collection.isEmpty()) {
            return;
        }
        if (change instanceof Change.OfDocument ofDocument) {
            collection.get().restore(ofDocument.id(), now);
        } else if (change instanceof Change.Modify modify) {
            collection.get().describe(modify.options());
        } else if (change instanceof Change.Drop) {
            catalog.drop(collection.get());
        } else if (change instanceof Change.Rename rename) {
            catalog.rename(collection.get(), rename.to());
        }
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(fresh))) {
            stream.write(BsonWriter.bytes(new Document("k", "format").append("version", FORMAT)));
            for (StoredDatabase database : catalog.databases()) {
                for (StoredCollection collection : database.collections()) {
                    stream.write(BsonWriter.bytes(new Document("k", "collection")
                            .append("ns", collection.getFullName())
                            .append("uuid", collection.getUuid())
                            .append("options", collection.description())));
                    for (Document document : collection.after(-1).values()) {
                        stream.write(BsonWriter.bytes(new Document("k", "document")
                                .append("uuid", collection.getUuid())
                                .append("document", document)));
                    }
                }
            }
            stream.write(BsonWriter.bytes(forgottenRecord(oplog.forgottenThrough())));
            for (OplogEntry entry : oplog.after(Position.before(0))) {
                stream.write(BsonWriter.bytes(new Document("k", "history").append("entry", EntryFormat.write(entry))));
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
