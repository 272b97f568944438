package io.penstock.processor.lane;

import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowWriter;

/** The kinds of rows in a backlog, told apart by the first byte of their keys, which never changes. */
enum RowKind {
    /** {@code B sequence}: a task's body. */
    BODY('B'),
    /** {@code T lane sequence}: the small row of a task that stands in its lane. */
    STANDING('T'),
    /** {@code W lane sequence}: the small row of a task that stands aside. */
    ASIDE('W'),
    /** {@code L lane}: how the lane stands. */
    LANE('L'),
    /** {@code C sequence}: a checkpoint. */
    CHECKPOINT('C'),
    /** {@code S sequence}: an attempt whose start was committed and whose end was not. */
    STARTED('S'),
    /** {@code Y lane id sequence}: a task that stands aside and that later ones with its id must not pass. */
    BLOCK('Y'),
    /** {@code P job}: the job is paused. */
    PAUSE('P'),
    /** {@code M}: what holds for the partition. */
    META('M'),
    /** {@code N job}: how many are open, and since when ({@link Census}). */
    COUNT('N'),
    /** {@code Q lane}: the lane is in quarantine. */
    QUARANTINE('Q'),
    /** {@code R job place}: a lane that is ready, in the order of their turns ({@link ReadyLanes}). */
    READY('R'),
    /** {@code D due …}: when to look at a lane or a task ({@link Alarms}). */
    ALARM('D'),
    /** {@code Z job}: how far a job's removal has come ({@link JobRows}). */
    REMOVAL('Z'),
    /** {@code X sequence}: a document whose versions are taken back, from the newest ({@link WithdrawalRows}). */
    WITHDRAWAL('X');

    private final char letter;

    RowKind(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    byte[] key(String job) {
        return RowKey.of(letter, job);
    }

    byte[] key(long sequence) {
        return RowWriter.key().fixed8(letter).fixed64(sequence).toBytes();
    }

    byte[] key(LaneKey lane) {
        return RowWriter.key().fixed8(letter).raw(lane.bytes()).toBytes();
    }

    byte[] key(LaneKey lane, long sequence) {
        return RowWriter.key()
                .fixed8(letter)
                .raw(lane.bytes())
                .fixed64(sequence)
                .toBytes();
    }

    /** Where the keys of this kind begin. */
    byte[] first() {
        return new byte[] {(byte) letter};
    }

    /** Behind all keys of this kind. */
    byte[] behind() {
        return new byte[] {(byte) (letter + 1)};
    }
}
