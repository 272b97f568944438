package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/** Who is primary, and since when. */
final class Election {
    private final ObjectId process = new ObjectId();
    private long counter = 6;
    private long term;
    private boolean primary = true;

    /** Won, in this term. */
    Election(long term) {
        this.term = term;
    }

    boolean isPrimary() {
        return primary;
    }

    long counter() {
        return counter;
    }

    long term() {
        return term;
    }

    Document topologyVersion() {
        return new Document("processId", process).append("counter", counter);
    }

    ObjectId id() {
        byte[] bytes = new byte[12];
        bytes[0] = 0x7F;
        bytes[1] = bytes[2] = bytes[3] = (byte) 0xFF;
        for (int i = 0; i < 8; i++) {
            bytes[11 - i] = (byte) (term >>> (8 * i));
        }
        return new ObjectId(bytes);
    }

    void lose() {
        primary = false;
        counter++;
    }

    void win() {
        primary = true;
        term++;
        counter++;
    }
}
