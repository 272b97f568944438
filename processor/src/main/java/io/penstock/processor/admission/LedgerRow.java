package io.penstock.processor.admission;

import io.penstock.processor.admission.Fate.Outcome;
import io.penstock.processor.row.RowHistory.Codec;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Position.Relation;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of one document for one (job, collection, task id).
 *
 * @param position position of the newest version that was admitted
 * @param life the document's life that it belongs to
 * @param field value of the document's version field in it
 * @param content hash of what the job looks at in it; empty once the document's life has ended
 * @param offset of its record in the topic that admission reads
 * @param admittedAt the stream's time at its admission: milliseconds since 1970
 * @param fate what became of it
 */
record LedgerRow(
        Position position,
        Life life,
        Optional<FieldVersion> field,
        Optional<ContentHash> content,
        long offset,
        long admittedAt,
        Fate fate) {
    private static final int FORMAT = 6;
    /** Rows without a joined version keep format 5, which is shorter. */
    private static final int FORMAT_OF_OWN_TASKS = 5;

    /** Its binary form. */
    static final Codec<LedgerRow> CODEC = new Codec<>() {
        @Override
        public byte[] encode(LedgerRow row) {
            return row.encode();
        }

        @Override
        public LedgerRow decode(byte[] bytes) {
            return LedgerRow.decode(bytes);
        }

        @Override
        public long offset(LedgerRow row) {
            return row.offset();
        }
    };

    /**
     * One life of a document: a delete ends it, an insert after it begins the next.
     *
     * @param incarnation counts the lives, from 1
     * @param ended whether a delete has ended it
     */
    record Life(int incarnation, boolean ended) {
        static final Life FIRST = new Life(1, false);

        Life end() {
            return new Life(incarnation, true);
        }

        Life next() {
            return new Life(incarnation + 1, false);
        }
    }

    Outcome outcome() {
        return fate.outcome();
    }

    long open() {
        return fate.open();
    }

    int round() {
        return fate.round();
    }

    /** Whether a task of the document is open, or one of its present life was given up or taken back. */
    boolean isUnfinished() {
        return open() != 0
                || (!life.ended() && (outcome() == Outcome.OPEN || !outcome().spares()));
    }

    /** Whether this says what became of the version that stands there: the newest, or the one whose task it has joined. */
    boolean isOf(Position version) {
        return Stream.concat(Stream.of(position), fate.joined().stream())
                .anyMatch(known -> version.to(known) == Relation.SAME);
    }

    /** The row of a newer version that brings nothing new. */
    LedgerRow joinedBy(LedgerRow newer) {
        return newer.with(fate.passedOn(position));
    }

    LedgerRow settled(Outcome newOutcome) {
        return with(fate.settled(newOutcome));
    }

    LedgerRow withOpen(long sequence) {
        return with(fate.withOpen(sequence));
    }

    LedgerRow inRound(int next) {
        return with(fate.inRound(next));
    }

    private LedgerRow with(Fate other) {
        return new LedgerRow(position, life, field, content, offset, admittedAt, other);
    }

    byte[] encode() {
        RowWriter writer = RowWriter.format(fate.joined().isPresent() ? FORMAT : FORMAT_OF_OWN_TASKS)
                .fixed8(outcome().letter());
        write(position, writer)
                .varint(life.incarnation())
                .fixed8(life.ended() ? 1 : 0)
                .optionalText(field.map(FieldVersion::stored))
                .varint(offset)
                .varint(admittedAt)
                .fixed8(content.isPresent() ? 1 : 0);
        content.ifPresent(hash -> writer.fixed64(hash.high()).fixed64(hash.low()));
        writer.varint(open()).varint(round());
        fate.joined().ifPresent(joined -> write(joined, writer));
        return writer.toBytes();
    }

    static LedgerRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        Outcome outcome = Outcome.of((char) reader.fixed8());
        Position position = position(reader);
        Life life = new Life((int) reader.varint(), reader.fixed8() == 1);
        Optional<FieldVersion> field = reader.optionalText().map(FieldVersion::new);
        long offset = reader.varint();
        long admittedAt = reader.varint();
        Optional<ContentHash> content = reader.fixed8() == 1
                ? Optional.of(new ContentHash(reader.fixed64(), reader.fixed64()))
                : Optional.empty();
        // Before there was a backlog no row had a place in one.
        long open = reader.format() == 1 ? 0 : reader.varint();
        // Before there were commands nothing had a second round.
        int round = reader.format() < 3 ? 1 : (int) reader.varint();
        // Before format 6 the joined version was not recorded.
        Optional<Position> joined = reader.format() < FORMAT ? Optional.empty() : Optional.of(position(reader));
        Fate fate = new Fate(outcome, open, round, joined);
        return new LedgerRow(position, life, field, content, offset, admittedAt, fate);
    }

    private static RowWriter write(Position position, RowWriter writer) {
        return writer.fixed64(position.time())
                .fixed8(position.phase())
                .varint(position.index())
                .text(position.tie());
    }

    private static Position position(RowReader reader) {
        return new Position(reader.fixed64(), reader.fixed8(), reader.varint(), reader.text());
    }
}
