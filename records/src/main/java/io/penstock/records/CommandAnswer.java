package io.penstock.records;

import java.util.List;

/**
 * What one partition says of a command. On its topic it is JSON, see {@link CommandJson}; the record's key is the command's
 * id.
 *
 * @param commandId the command's id
 * @param partition who answers
 * @param status what became of the command there
 * @param code why, in one word of a fixed list
 * @param message the same for people
 * @param tasks how many tasks it has touched
 * @param documents the ids of the documents that it was about, as JSON, where that is of use
 */
public record CommandAnswer(
        String commandId, int partition, Status status, Code code, String message, long tasks, List<String> documents) {
    /** A message may quote what was sent; an answer is no place for all of it. */
    private static final int LONGEST_MESSAGE = 2_000;

    public CommandAnswer {
        documents = List.copyOf(documents);
        message = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** What became of a command. */
    public enum Status {
        /** Something was done. */
        DONE,
        /** There was nothing to do: it is as it should be, or it is not here. */
        UNCHANGED,
        /** It was not done, and would not be if it were sent again. */
        REFUSED;

        /** As it is written into answers. */
        public String text() {
            return EnumText.of(this);
        }
    }

    /** Why. */
    public enum Code {
        /** It was done. */
        DONE,
        /** It was so already. */
        ALREADY,
        /** This partition has nothing of the kind. */
        NOT_HERE,
        /** The end of an attempt is on its way: to be sent again in a moment. */
        ENDING,
        /** There was more than is done at once: to be sent again. */
        MORE,
        /** A later version of the document is known. */
        STALE,
        /** The task has its result. */
        SUCCEEDED,
        /** An operator has discarded it. */
        DISCARDED,
        /** The job is being retired, or is retired. */
        RETIRED,
        /** It came too late. */
        EXPIRED,
        /** No job has this name. */
        UNKNOWN_JOB,
        /** The job is inline: nothing of it waits. */
        INLINE_JOB,
        /** The lane, or the collection, is not named as the job needs it. */
        WRONG_ADDRESS,
        /** It was sent to a partition that does not own its shard key. */
        WRONG_PARTITION,
        /** It is no JSON, or a field is missing or wrong. */
        MALFORMED,
        /** It is of a format that this version does not know. */
        UNKNOWN_FORMAT,
        /** It is of a kind that this version does not know. */
        UNKNOWN_KIND,
        /** What it carries is larger than a task may be. */
        TOO_LARGE;

        /** As it is written into answers: {@code not-here}. */
        public String text() {
            return EnumText.of(this);
        }
    }

    /** The same from another partition. */
    public CommandAnswer from(int number) {
        return new CommandAnswer(commandId, number, status, code, message, tasks, documents);
    }
}
