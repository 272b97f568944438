package io.penstock.processor.intake.directory;

import io.penstock.api.Operation;
import io.penstock.processor.row.RowHistory.Codec;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.Position;
import java.util.List;

/**
 * What is known of one document for one job.
 *
 * @param placement where its tasks belong
 * @param position position of the newest change that was written down
 * @param offset offset of the record that told that one
 * @param life how far its life is
 * @param touched the stream's time then: milliseconds since 1970
 * @param generation of the job
 */
record DirectoryRow(Placement placement, Position position, long offset, Life life, long touched, int generation) {
    /** Without a generation: that of a job which was never migrated. */
    private static final int FIRST_FORMAT = 1;

    private static final int FORMAT = 2;

    /** Its binary form. */
    static final Codec<DirectoryRow> CODEC = new Codec<>() {
        @Override
        public byte[] encode(DirectoryRow row) {
            return row.encode();
        }

        @Override
        public DirectoryRow decode(byte[] bytes) {
            return DirectoryRow.decode(bytes);
        }

        @Override
        public long offset(DirectoryRow row) {
            return row.offset();
        }
    };

    /** How far a document's life is. Stored by its number, which never changes. */
    enum Life {
        /** It lives; what was seen first of it was not its insert. */
        FOUND(0),
        /** It was deleted. */
        ENDED(1),
        /** It lives, and its insert was seen. What knows only the first two takes it for the first. */
        BEGUN(2);

        private static final List<Life> ALL = List.of(values());

        private final int number;

        Life(int number) {
            this.number = number;
        }

        private static Life of(int number) {
            for (Life life : ALL) {
                if (life.number == number) {
                    return life;
                }
            }
            throw new IllegalArgumentException("No life has the number " + number);
        }

        static Life after(Operation operation) {
            return switch (operation) {
                case CREATE -> BEGUN;
                case READ, UPDATE -> FOUND;
                case DELETE -> ENDED;
            };
        }
    }

    boolean ended() {
        return life == Life.ENDED;
    }

    byte[] encode() {
        RowWriter row = RowWriter.format(generation == 0 ? FIRST_FORMAT : FORMAT)
                .text(placement.taskId())
                .text(placement.shardKey())
                .fixed64(position.time())
                .fixed8(position.phase())
                .varint(position.index())
                .text(position.tie())
                .varint(offset)
                .fixed8(life.number)
                .varint(touched);
        return generation == 0 ? row.toBytes() : row.varint(generation).toBytes();
    }

    static DirectoryRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        Placement placement = new Placement(reader.text(), reader.text());
        Position position = new Position(reader.fixed64(), reader.fixed8(), reader.varint(), reader.text());
        long offset = reader.varint();
        Life life = Life.of(reader.fixed8());
        long touched = reader.varint();
        int generation = reader.format() == FIRST_FORMAT ? 0 : (int) reader.varint();
        return new DirectoryRow(placement, position, offset, life, touched, generation);
    }
}
