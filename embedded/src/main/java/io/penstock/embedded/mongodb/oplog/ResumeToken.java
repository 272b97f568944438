package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.KeyStringWriter;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place in a change stream, as a client is given it: {@code {_data: <KeyString in hexadecimal>}} of cluster time,
 * version, kind, index of the operation in its transaction, whether it is an invalidate event, the collection's UUID
 * and what the event is about (src/mongo/db/pipeline/resume_token).
 *
 * @param position the event's place; for a high-water mark the place before everything of its time
 * @param invalidate whether it is the token of an invalidate event
 * @param hasCollection whether a collection's UUID is in it
 * @param parts how many parts of the event were told; 0 if it was told as a whole
 */
public record ResumeToken(Position position, boolean invalidate, boolean hasCollection, int parts) {
    private static final String DATA = "_data";
    private static final int EVENT = 128;
    private static final int HIGH_WATER_MARK = 0;
    private static final byte END = 0x04;
    private static final byte ZERO = 0x29;
    private static final byte UUID = 0x5A;

    /** The token of an event. */
    public static Document of(OplogEntry entry, boolean invalidate, ServerRelease release) {
        int version = release.tokenVersion();
        KeyStringWriter key = new KeyStringWriter()
                .value(new BsonTimestamp(entry.position().time()))
                .value(version)
                .value(EVENT)
                .value(entry.position().operation())
                .value(invalidate);
        Change change = entry.change();
        if (entry.collectionId().isPresent()) {
            key.value(entry.collectionId().get());
        } else if (version >= 2) {
            key.value(null);
        }
        if (version >= 2) {
            // An invalidate event has the identifier of what it follows.
            Document identifier = new Document("operationType", change.operationType());
            if (change instanceof Change.OfDocument ofDocument) {
                identifier.append("documentKey", documentKey(ofDocument.id()));
            } else if (change instanceof Change.Rename rename) {
                Document description = new Document("to", rename.to().toDocument());
                rename.dropped().ifPresent(collection -> description.append("dropTarget", collection));
                identifier.append("operationDescription", description);
            }
            key.value(identifier);
        } else if (change instanceof Change.OfDocument ofDocument) {
            key.value(documentKey(ofDocument.id()));
        }
        return document(key);
    }

    /** The token that says: everything before this time was seen. */
    public static Document highWaterMark(long time, ServerRelease release) {
        KeyStringWriter key = new KeyStringWriter()
                .value(new BsonTimestamp(time))
                .value(release.tokenVersion())
                .value(HIGH_WATER_MARK)
                .value(0)
                .value(false);
        return document(release.tokenVersion() >= 2 ? key.value(null) : key);
    }

    /** The token of a part of a large event, of which this is the token. */
    public static Document fragment(Document event, int number) {
        String data = String.valueOf(event.get(DATA));
        String key = number == 0 ? "29" : String.format(Locale.ROOT, "2B%02X", number * 2);
        Document token = new Document(event);
        token.put(DATA, data.substring(0, data.length() - 2) + key + "04");
        return token;
    }

    /**
     * Reads a token of any version.
     *
     * @throws ServerError 9 or 40647 if it is none
     */
    public static ResumeToken parse(Document token) {
        if (!(token.get(DATA) instanceof String data)) {
            throw new ServerError(
                    40647,
                    "Location40647",
                    "Bad resume token: _data of missing or of wrong type. Expected string, got " + token);
        }
        try {
            ByteBuffer key = ByteBuffer.wrap(HexFormat.of().parseHex(data));
            if ((key.get() & 0xFF) != 0x82) {
                throw new ServerError(40649, "Location40649", "invalid resume token: it does not begin with a time");
            }
            long time = key.getLong();
            int version = number(key);
            int kind = version >= 1 ? number(key) : EVENT;
            int operation = number(key);
            boolean invalidate = version >= 1 && key.get() == 0x6F;
            byte collection = key.get();
            if (version >= 2 && collection == END) {
                throw new ServerError(6189500, "Location6189500", "Expected UUID or null");
            }
            int parts = version >= 2 && kind == EVENT ? parts(key.array()) : 0;
            return new ResumeToken(
                    new Position(time, kind == HIGH_WATER_MARK ? -1 : operation),
                    invalidate,
                    collection == UUID,
                    parts);
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw ServerError.failedToParse("resume token string was not a valid hex string");
        }
    }

    /** Whether it is an event's that concerns no single collection. */
    public boolean isOfNoCollection() {
        return position.operation() >= 0 && !hasCollection;
    }

    /** {@code {_id: id}}. */
    public static Document documentKey(@Nullable Object id) {
        return new Document("_id", id);
    }

    /** A part has its number at the end, behind what names the event, which ends with a zero byte. */
    private static int parts(byte[] key) {
        int last = key[key.length - 2];
        if (last == 0) {
            return 0;
        }
        return last == ZERO ? 1 : last / 2 + 1;
    }

    private static int number(ByteBuffer key) {
        int type = key.get();
        if (type == ZERO) {
            return 0;
        }
        int bytes = type - 0x2A;
        if (bytes < 1 || bytes > 8) {
            throw new IllegalArgumentException("no number");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (key.get() & 0xFF);
        }
        return (int) (value >>> 1);
    }

    private static Document document(KeyStringWriter key) {
        key.end();
        Document token = new Document(DATA, key.toKeyString().toHex());
        key.typeBits().ifPresent(bits -> token.append("_typeBits", new BinData(bits)));
        return token;
    }
}
