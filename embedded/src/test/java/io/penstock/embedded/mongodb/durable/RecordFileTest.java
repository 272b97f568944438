package io.penstock.embedded.mongodb.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record is whole or not there, even where the disk is full. */
class RecordFileTest {
    private final Path file;

    RecordFileTest(@TempDir Path directory) throws IOException {
        file = Files.writeString(directory.resolve("records"), "old.");
    }

    @Test
    void should_leaveNothing_ofARecordThatDidNotFit() throws IOException {
        FullDisk disk = new FullDisk(Files.newByteChannel(file, StandardOpenOption.WRITE));
        try (RecordFile records = new RecordFile(disk)) {
            records.append(bytes("first."));
            disk.room = 3;
            assertThatThrownBy(() -> records.append(bytes("second."))).hasMessage("no space left");
            assertThat(file).content().isEqualTo("old.first.");
            disk.room = Integer.MAX_VALUE;
            records.append(bytes("third."));
        }
        assertThat(file).content().isEqualTo("old.first.third.");
    }

    @Test
    void should_tryAgainToCutIt_beforeTheNextRecord() throws IOException {
        FullDisk disk = new FullDisk(Files.newByteChannel(file, StandardOpenOption.WRITE));
        try (RecordFile records = new RecordFile(disk)) {
            disk.room = 3;
            disk.cuts = false;
            assertThatThrownBy(() -> records.append(bytes("first."))).hasMessage("no space left");
            disk.room = Integer.MAX_VALUE;
            assertThatThrownBy(() -> records.append(bytes("second."))).hasMessage("cannot be cut");
            disk.cuts = true;
            records.append(bytes("third."));
        }
        assertThat(file).content().isEqualTo("old.third.");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static final class FullDisk implements SeekableByteChannel {
        private final SeekableByteChannel channel;
        private int room = Integer.MAX_VALUE;
        private boolean cuts = true;

        FullDisk(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (room == 0) {
                throw new IOException("no space left");
            }
            ByteBuffer part = source.slice(source.position(), Math.min(room, source.remaining()));
            int written = channel.write(part);
            source.position(source.position() + written);
            room -= written;
            return written;
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            if (!cuts) {
                throw new IOException("cannot be cut");
            }
            channel.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            channel.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
