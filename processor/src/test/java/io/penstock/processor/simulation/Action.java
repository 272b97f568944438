package io.penstock.processor.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One step of a schedule. What it does to whom is picked by its number among what is there; where there is nothing, it does
 * nothing: so a schedule stays one when steps are taken out.
 *
 * @param kind what
 * @param pick picks among what is there
 */
record Action(Kind kind, int pick) {
    /** What can happen, and how often among a hundred or so. */
    enum Kind {
        /** A change of a document comes into the topic. */
        CHANGE(16),
        /** A change that came before comes again. */
        REDELIVERY(3),
        /** A document is deleted, or does not meet the job's condition any more. */
        DELETE(3),
        /** The partition's owner takes the next record. */
        PROCESS(24),
        /** A worker begins the next attempt of a turn. */
        BEGIN(22),
        /** A handler succeeds. */
        SUCCEED(18),
        /** A handler asks for another attempt. */
        RETRY(5),
        /** A handler refuses. */
        REJECT(4),
        /** A handler saves a checkpoint. */
        CHECKPOINT(6),
        /** A handler asks for more time. */
        EXTEND(3),
        /** An attempt has to make room. */
        PREEMPT(8),
        /** A handler that was interrupted returns. */
        RETURN(4),
        /** The owner takes what workers have told. */
        DRAIN(16),
        /** A while passes, and the owner looks. */
        TICK(14),
        /** A long while passes, and the owner looks. */
        LONG_TICK(3),
        /** The owner commits. */
        COMMIT(14),
        /** The owner's process is killed. */
        CRASH(2),
        /** The owner's process is killed between the preparation of a commit and the commit. */
        CRASH_IN_COMMIT(1),
        /** A handler kills the owner's process. */
        HALT(1),
        /** The partition moves to another process. */
        MOVE(2),
        /** The partition leaves its owner and comes back to it. */
        LEAVE_AND_RETURN(2),
        /** An operator wants a lane released. */
        ASK_RELEASE(3),
        /** An operator wants a task tried again that was given up. */
        ASK_RETRY(7),
        /** An operator wants a task id cancelled. */
        ASK_CANCEL(2),
        /** An operator wants the job, or a lane, paused. */
        ASK_PAUSE(4),
        /** An operator wants the job, or a lane, to go on. */
        ASK_RESUME(6),
        /** An operator wants a task id forgotten. */
        ASK_FORGET(1),
        /** A command that was sent before comes again. */
        ASK_AGAIN(3),
        /** The owner takes the next command. */
        OBEY(16);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private static final List<Kind> WEIGHTED = Stream.of(Kind.values())
            .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight))
            .toList();

    static Action random(SplittableRandom random) {
        return new Action(WEIGHTED.get(random.nextInt(WEIGHTED.size())), random.nextInt(1 << 20));
    }
}
