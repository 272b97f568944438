package io.penstock.processor.intake.directory;

import io.penstock.processor.row.RowHistory.Codec;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.Position;

/**
 * What is known of one document for one job.
 *
 * @param placement where its tasks belong
 * @param position position of its newest change
 * @param offset offset of the record that told it
 * @param ended whether it was deleted
 * @param touched the stream's time then: milliseconds since 1970
 * @param generation of the job
 */
record DirectoryRow(Placement placement, Position position, long offset, boolean ended, long touched, int generation) {
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

    byte[] encode() {
        RowWriter row = RowWriter.format(generation == 0 ? FIRST_FORMAT : FORMAT)
                .text(placement.taskId())
                .text(placement.shardKey())
                .fixed64(position.time())
                .fixed8(position.phase())
                .varint(position.index())
                .text(position.tie())
                .varint(offset)
                .fixed8(ended ? 1 : 0)
                .varint(touched);
        return generation == 0 ? row.toBytes() : row.varint(generation).toBytes();
    }

    static DirectoryRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        Placement placement = new Placement(reader.text(), reader.text());
        Position position = new Position(reader.fixed64(), reader.fixed8(), reader.varint(), reader.text());
        long offset = reader.varint();
        boolean ended = reader.fixed8() == 1;
        long touched = reader.varint();
        int generation = reader.format() == FIRST_FORMAT ? 0 : (int) reader.varint();
        return new DirectoryRow(placement, position, offset, ended, touched, generation);
    }
}
