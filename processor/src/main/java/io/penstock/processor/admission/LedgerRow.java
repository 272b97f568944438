package io.penstock.processor.admission;

import io.penstock.processor.row.RowHistory.Codec;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Position;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one document for one (job, collection, task id).
 *
 * @param position position of the newest version that was admitted
 * @param life the document's life that it belongs to
 * @param field value of the document's version field in it
 * @param content hash of what the job looks at in it; empty once the document's life has ended
 * @param outcome what became of it
 * @param admittedAt offset of its record in the topic that admission reads
 * @param touched the stream's time at its admission: milliseconds since 1970
 * @param open where the newest version that is open stands in the backlog; 0: none is
 * @param round of the newest admitted version: 1, and one more each time that an operator has it tried again
 */
record LedgerRow(
        Position position,
        Life life,
        Optional<FieldVersion> field,
        Optional<ContentHash> content,
        Outcome outcome,
        long admittedAt,
        long touched,
        long open,
        int round) {
    private static final int FORMAT = 5;

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
            return row.admittedAt();
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

    /** What became of the newest admitted version. Stored by its letter, which never changes. */
    enum Outcome {
        /** It has no outcome yet. */
        OPEN('o'),
        /** It is done. */
        SUCCEEDED('s'),
        /** It was given up. */
        LOST('l'),
        /** It is known, and was not to be run. */
        SEEDED('k'),
        /** It was given up, and an operator has said that it is not to be tried again. Since format 4. */
        DISCARDED('d'),
        /** It was taken back before it was done: by an operator, or by a change of its document. Since format 5. */
        CANCELLED('c');

        private static final List<Outcome> ALL = List.of(values());

        private final char letter;

        Outcome(char letter) {
            this.letter = letter;
        }

        private static Outcome of(char letter) {
            for (Outcome outcome : ALL) {
                if (outcome.letter == letter) {
                    return outcome;
                }
            }
            throw new IllegalArgumentException("No outcome has the letter " + letter);
        }

        /** What task events call it: nothing of what is given up is lost. */
        String word() {
            return this == LOST ? TaskEventKind.DEAD_LETTERED.text() : name().toLowerCase(Locale.ROOT);
        }

        /** Whether a version with the same content need not be run. */
        boolean spares() {
            return this != LOST && this != CANCELLED;
        }
    }

    /** Whether a task of the document is open, or one of its present life was given up or taken back. */
    boolean isUnfinished() {
        return open != 0 || (!life.ended() && (outcome == Outcome.OPEN || !outcome.spares()));
    }

    LedgerRow settled(Outcome newOutcome) {
        return new LedgerRow(position, life, field, content, newOutcome, admittedAt, touched, open, round);
    }

    LedgerRow withOpen(long sequence) {
        return new LedgerRow(position, life, field, content, outcome, admittedAt, touched, sequence, round);
    }

    LedgerRow inRound(int next) {
        return new LedgerRow(position, life, field, content, Outcome.OPEN, admittedAt, touched, open, next);
    }

    byte[] encode() {
        RowWriter writer = RowWriter.format(FORMAT)
                .fixed8(outcome.letter)
                .fixed64(position.time())
                .fixed8(position.phase())
                .varint(position.index())
                .text(position.tie())
                .varint(life.incarnation())
                .fixed8(life.ended() ? 1 : 0)
                .optionalText(field.map(FieldVersion::text))
                .varint(admittedAt)
                .varint(touched)
                .fixed8(content.isPresent() ? 1 : 0);
        content.ifPresent(hash -> writer.fixed64(hash.high()).fixed64(hash.low()));
        return writer.varint(open).varint(round).toBytes();
    }

    static LedgerRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        Outcome outcome = Outcome.of((char) reader.fixed8());
        Position position = new Position(reader.fixed64(), reader.fixed8(), reader.varint(), reader.text());
        Life life = new Life((int) reader.varint(), reader.fixed8() == 1);
        Optional<FieldVersion> field = reader.optionalText().map(FieldVersion::new);
        long admittedAt = reader.varint();
        long touched = reader.varint();
        Optional<ContentHash> content = reader.fixed8() == 1
                ? Optional.of(new ContentHash(reader.fixed64(), reader.fixed64()))
                : Optional.empty();
        // Before there was a backlog no row had a place in one.
        long open = reader.format() == 1 ? 0 : reader.varint();
        // Before there were commands nothing had a second round.
        int round = reader.format() < 3 ? 1 : (int) reader.varint();
        return new LedgerRow(position, life, field, content, outcome, admittedAt, touched, open, round);
    }
}
