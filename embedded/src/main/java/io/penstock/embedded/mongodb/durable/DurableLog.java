package io.penstock.embedded.mongodb.durable;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Keeper;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import io.penstock.embedded.mongodb.protocol.BsonReader;
import io.penstock.embedded.mongodb.protocol.BsonWriter;
import io.penstock.embedded.mongodb.session.SessionTable;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A file of BSON documents, format 2: what a stand-in had when it started, then one document for all that was changed in
 * one piece since, a transaction or a statement with its result, written before the client is answered. Killing the process
 * loses nothing that was answered; a power failure may. At a start the file is read, also one of format 1, which knew of no
 * sessions, and written anew, so that it holds no more than the documents, the oplog, the term and what clients may send again.
 * Secondary indexes are not kept.
 */
public final class DurableLog implements Keeper, AutoCloseable {
    private static final int FORMAT = 2;
    private static final int OLDEST_FORMAT = 1;
    private static final int LENGTH_BYTES = 4;

    private final Path file;
    private final Catalog catalog;
    private final Oplog oplog;
    private final SessionTable sessions;
    private final RecordFile out;
    private long term;

    /**
     * Opens the log in a directory, which is made if it is not there, and fills the catalog, the oplog and the sessions from it.
     *
     * @throws UncheckedIOException if the directory cannot be used
     */
    public DurableLog(Path directory, Catalog catalog, Oplog oplog, SessionTable sessions) {
        this.file = directory.resolve("mongodb-stand-in.bson");
        this.catalog = catalog;
        this.oplog = oplog;
        this.sessions = sessions;
        try {
            Files.createDirectories(directory);
            if (Files.exists(file)) {
                load();
            }
            rewrite();
            out = new RecordFile(Files.newByteChannel(file, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The stand-in for MongoDB cannot keep its data in " + directory
                            + ": check that it can be written to",
                    e);
        }
    }

    /** Writes down what was just done, and the state of the documents after it. */
    @Override
    public void append(List<OplogEntry> entries, Optional<StatementResult> statement) {
        List<Document> changes = new ArrayList<>(entries.size());
        for (OplogEntry entry : entries) {
            Document document = new Document("entry", EntryFormat.write(entry));
            if (entry.change() instanceof Change.OfDocument ofDocument) {
                entry.collectionId()
                        .flatMap(catalog::collection)
                        .flatMap(collection -> collection.byId(ofDocument.id()))
                        .ifPresent(now -> document.append("now", now));
            }
            changes.add(document);
        }
        Document record = new Document("k", "changes").append("changes", changes);
        statement.ifPresent(result -> record.append("statement", SessionFormat.write(result)));
        write(record);
    }

    @Override
    public void forgotten(Position through) {
        write(forgottenRecord(through));
    }

    @Override
    public void elected(long newTerm) {
        write(termRecord(newTerm));
        term = newTerm;
    }

    @Override
    public long lastTerm() {
        return term;
    }

    private void write(Document record) {
        BsonWriter writer = new BsonWriter();
        writer.document(record);
        try {
            out.append(writer.written());
        } catch (IOException e) {
            throw new UncheckedIOException("a change could not be written to " + file + ": is the disk full?", e);
        }
    }

    private static Document forgottenRecord(Position through) {
        return new Document("k", "forgotten").append("time", through.time()).append("operation", through.operation());
    }

    private static Document termRecord(long term) {
        return new Document("k", "term").append("term", term);
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

    private Document next(DataInputStream in) throws IOException {
        byte[] head = new byte[LENGTH_BYTES];
        in.readFully(head);
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < LENGTH_BYTES + 1) {
            throw new IOException(file + " is damaged: a document of " + length
                    + " bytes cannot be. Delete the file to begin" + " without its data, or put a copy in its place.");
        }
        ByteBuffer document = ByteBuffer.allocate(length).put(head);
        in.readFully(document.array(), LENGTH_BYTES, length - LENGTH_BYTES);
        return new BsonReader(document.rewind()).document();
    }

    private void apply(Document document) throws IOException {
        switch (EntryFormat.required(document, "k", String.class)) {
            case "format" -> {
                int format = EntryFormat.required(document, "version", Integer.class);
                if (format < OLDEST_FORMAT || format > FORMAT) {
                    throw new IOException(file + " has format " + format + ", this version reads " + OLDEST_FORMAT
                            + " to " + FORMAT + ": use the version that wrote it, or another directory");
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
            case "term" -> term = EntryFormat.required(document, "term", Long.class);
            case "session" ->
                sessions.restore(SessionFormat.readOutcome(EntryFormat.required(document, "session", Document.class)));
            case "change" -> redo(document);
            default -> redoAll(document);
        }
    }

    private void redoAll(Document record) {
        for (Object change : EntryFormat.required(record, "changes", List.class)) {
            OplogEntry entry = redo((Document) change);
            entry.transaction().ifPresent(transaction -> sessions.committed(transaction, entry.wallTime()));
        }
        EntryFormat.optional(record, "statement", Document.class)
                .ifPresent(statement -> sessions.done(SessionFormat.readStatement(statement), lastWallTime()));
    }

    private OplogEntry redo(Document change) {
        OplogEntry entry = EntryFormat.read(EntryFormat.required(change, "entry", Document.class));
        redo(entry, EntryFormat.optional(change, "now", Document.class));
        oplog.append(List.of(entry));
        return entry;
    }

    private Instant lastWallTime() {
        return oplog.at(oplog.last()).map(OplogEntry::wallTime).orElse(Instant.EPOCH);
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
            stream.write(BsonWriter.bytes(termRecord(term)));
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
            for (SessionTable.Outcome outcome : sessions.outcomes(lastWallTime())) {
                stream.write(
                        BsonWriter.bytes(new Document("k", "session").append("session", SessionFormat.write(outcome))));
            }
            stream.write(BsonWriter.bytes(forgottenRecord(oplog.forgottenThrough())));
            for (OplogEntry entry : oplog.after(Position.before(0))) {
                stream.write(BsonWriter.bytes(new Document("k", "history").append("entry", EntryFormat.write(entry))));
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
