package io.penstock.processor.intake;

import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.Raw;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes content. */
final class ContentDigest {
    private ContentDigest() {}

    /** The hash of the bytes. */
    static ContentHash of(Raw content) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(content.bytes()));
        return new ContentHash(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
