package io.penstock.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.processor.task.Instruction;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Forget;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Release;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.CommandJson;
import io.penstock.records.MalformedCommandException;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.utils.Utils;

/** Makes commands of what operators write, or says what is wrong with it. Threads may share one. */
final class CommandReader {
    private final OptionalInt partitions;
    private final int maxTaskBytes;
    private final Map<String, String> collections = new HashMap<>();

    /** What there was to read. */
    sealed interface Read {
        /** A command. */
        record Understood(Command command) implements Read {}

        /** None that can be obeyed, and its sender is to be told. */
        record Refused(CommandAnswer answer) implements Read {}

        /** None, and nobody is known who could be told. */
        record Unaddressed(String message) implements Read {}
    }

    /**
     * @param jobs what is to be done
     * @param partitions how many the shard keys are divided among; empty: tasks stay where their changes were read
     * @param maxTaskBytes the largest task, see {@link io.penstock.processor.task.PendingTask#size}
     */
    CommandReader(List<JobSettings> jobs, OptionalInt partitions, int maxTaskBytes) {
        this.partitions = partitions;
        this.maxTaskBytes = maxTaskBytes;
        for (JobSettings job : jobs) {
            List<String> names = job.selection().collections();
            if (names.size() == 1 && CollectionPattern.of(names.get(0)).isLiteral()) {
                collections.put(job.name(), names.get(0));
            }
        }
    }

    /**
     * Reads what came to a partition.
     *
     * @param key the record's key: of a command that cannot be read it may be the id
     */
    Read read(Optional<byte[]> key, Instruction instruction, int partition) {
        try {
            Command command = CommandJson.read(instruction.text().bytes());
            return misfit(command, instruction.text().size(), partition)
                    .<Read>map(Read.Refused::new)
                    .orElseGet(() -> new Read.Understood(
                            new Command(command.id(), command.expires(), withCollection(command.request()))));
        } catch (MalformedCommandException e) {
            return e.id().or(() -> key.flatMap(CommandReader::id))
                    .<Read>map(id -> new Read.Refused(refusal(id, e.code(), e.explanation())))
                    .orElseGet(() -> new Read.Unaddressed(e.explanation()));
        }
    }

    private Optional<CommandAnswer> misfit(Command command, int bytes, int partition) {
        if (bytes > maxTaskBytes) {
            return Optional.of(refusal(
                    command.id(),
                    Code.TOO_LARGE,
                    "The command has %,d bytes, and no more than %,d are taken: raise topics.max-record-bytes."
                            .formatted(bytes, maxTaskBytes)));
        }
        return command.request()
                .shardKey()
                .filter(shardKey -> partitions.isPresent() && owner(shardKey) != partition)
                .map(shardKey -> refusal(
                        command.id(),
                        Code.WRONG_PARTITION,
                        "The shard key belongs to partition %d, and the command came to partition %d: it must be"
                                        .formatted(owner(shardKey), partition)
                                + " partitioned as Kafka does by default, by the bytes of the shard key, in a topic of"
                                + " %d partitions.".formatted(partitions.getAsInt())));
    }

    private int owner(String shardKey) {
        return Utils.toPositive(Utils.murmur2(shardKey.getBytes(UTF_8))) % partitions.orElse(1);
    }

    /** A job that watches one collection need not be told which. */
    private Request withCollection(Request request) {
        Optional<String> only = Optional.ofNullable(collections.get(request.job()));
        if (request instanceof Cancel cancel) {
            return new Cancel(cancel.job(), cancel.collection().or(() -> only), cancel.taskId());
        } else if (request instanceof Forget forget) {
            return new Forget(forget.job(), forget.collection().or(() -> only), forget.taskId());
        } else if (request instanceof Release release) {
            return new Release(release.job(), withCollection(release.lane(), only));
        } else if (request instanceof Pause pause) {
            return new Pause(pause.job(), pause.lane().map(lane -> withCollection(lane, only)));
        } else if (request instanceof Resume resume) {
            return new Resume(resume.job(), resume.lane().map(lane -> withCollection(lane, only)));
        }
        return request;
    }

    private static Lane withCollection(Lane lane, Optional<String> only) {
        return lane instanceof Lane.OfTask of ? new Lane.OfTask(of.collection().or(() -> only), of.taskId()) : lane;
    }

    private static Optional<String> id(byte[] key) {
        String text = new String(key, UTF_8);
        return Optional.of(text).filter(id -> !id.isBlank() && id.length() <= Command.LONGEST_ID);
    }

    private static CommandAnswer refusal(String id, Code code, String message) {
        return new CommandAnswer(id, 0, Status.REFUSED, code, message, 0, List.of());
    }
}
