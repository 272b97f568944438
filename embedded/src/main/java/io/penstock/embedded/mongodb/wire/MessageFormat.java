package io.penstock.embedded.mongodb.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.BsonReader;
import io.penstock.embedded.mongodb.protocol.BsonWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads and writes messages: OP_MSG, and OP_QUERY for the first word of a connection.
 * https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
final class MessageFormat {
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;

    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int EXHAUST_ALLOWED = 1 << 16;

    private static final int HEADER_BYTES = 16;
    private static final int MAX_MESSAGE_BYTES = 48_000_000;

    private final AtomicInteger requestIds = new AtomicInteger();

    /** The next message; waits for it. */
    Message read(DataInputStream in) throws IOException {
        byte[] head = new byte[HEADER_BYTES];
        in.readFully(head);
        ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getInt();
        int requestId = header.getInt();
        header.getInt();
        int operation = header.getInt();
        if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
            throw new IOException("a message of " + length + " bytes: no MongoDB client sends this");
        }
        byte[] content = new byte[length - HEADER_BYTES];
        in.readFully(content);
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        return switch (operation) {
            case OP_MSG -> message(requestId, buffer);
            case OP_QUERY -> query(requestId, buffer);
            default -> throw new IOException("operation " + operation + " of the wire protocol is not known here");
        };
    }

    private static Message message(int requestId, ByteBuffer buffer) throws IOException {
        int flags = buffer.getInt();
        if ((flags & CHECKSUM_PRESENT) != 0) {
            buffer.limit(buffer.limit() - 4);
        }
        BsonReader reader = new BsonReader(buffer);
        Document body = new Document();
        Document sequences = new Document();
        while (buffer.hasRemaining()) {
            byte kind = buffer.get();
            if (kind == 0) {
                body = reader.document();
            } else if (kind == 1) {
                int end = buffer.position() + buffer.getInt();
                String field = reader.cstring();
                List<Document> documents = new ArrayList<>();
                while (buffer.position() < end) {
                    documents.add(reader.document());
                }
                sequences.append(field, documents);
            } else {
                throw new IOException("section kind " + kind + " of the wire protocol is not known here");
            }
        }
        body.putAll(sequences);
        return new Message(
                requestId,
                (String) body.getOrDefault("$db", "admin"),
                body,
                false,
                (flags & EXHAUST_ALLOWED) != 0,
                (flags & MORE_TO_COME) != 0);
    }

    private static Message query(int requestId, ByteBuffer buffer) {
        buffer.getInt();
        BsonReader reader = new BsonReader(buffer);
        Namespace namespace = Namespace.parse(reader.cstring());
        buffer.getInt();
        buffer.getInt();
        Document body = reader.document();
        return new Message(
                requestId,
                namespace.database(),
                body.get("$query") instanceof Document query ? query : body,
                true,
                false,
                false);
    }

    /**
     * Sends a reply.
     *
     * @param responseTo the request that it answers; with several replies each answers the one before
     * @param moreToCome whether another follows without being asked for
     * @return the reply's own number
     */
    int write(OutputStream out, Document reply, int responseTo, boolean legacy, boolean moreToCome) throws IOException {
        int id = requestIds.incrementAndGet();
        BsonWriter writer = new BsonWriter();
        writer.int32(0);
        writer.int32(id);
        writer.int32(responseTo);
        if (legacy) {
            writer.int32(OP_REPLY);
            writer.int32(8);
            writer.int32(0);
            writer.int32(0);
            writer.int32(0);
            writer.int32(1);
        } else {
            writer.int32(OP_MSG);
            writer.int32(moreToCome ? MORE_TO_COME : 0);
            writer.int8(0);
        }
        writer.document(reply);
        writer.int32At(0, writer.size());
        writer.writeTo(out);
        out.flush();
        return id;
    }
}
