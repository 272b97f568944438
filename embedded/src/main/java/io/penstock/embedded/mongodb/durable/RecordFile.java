package io.penstock.embedded.mongodb.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The end of a file, to which records are appended: each whole, or not at all where the disk is full. */
final class RecordFile implements Closeable {
    private final SeekableByteChannel channel;
    private long whole;
    private boolean torn;

    /** Goes on behind what is in the file. */
    RecordFile(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.whole = channel.size();
        channel.position(whole);
    }

    void append(ByteBuffer record) throws IOException {
        if (torn) {
            cut();
        }
        int length = record.remaining();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            tryToCut(e);
            throw e;
        }
        whole += length;
    }

    /** What comes behind a part of a record would be taken for the rest of it. */
    private void cut() throws IOException {
        channel.truncate(whole);
        channel.position(whole);
        torn = false;
    }

    private void tryToCut(IOException cause) {
        torn = true;
        try {
            cut();
        } catch (IOException again) {
            cause.addSuppressed(again);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
