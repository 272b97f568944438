package io.penstock.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Discard;
import io.penstock.records.Command.Forget;
import io.penstock.records.Command.GivenUp;
import io.penstock.records.Command.Kind;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Release;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.Command.Retire;
import io.penstock.records.Command.Retry;
import io.penstock.records.CommandAnswer.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commands and answers as JSON. Format 1:
 *
 * <pre>
 * {"format":1, "id":"…", "command":"release", "expires":"2026-01-31T12:00:00Z", "job":"invoice", "shard_key":"c17"}
 * {"format":1, "command_id":"…", "partition":3, "status":"done", "code":"done", "message":"…", "tasks":12}
 * </pre>
 *
 * Threads may share what is here.
 */
public final class CommandJson {
    private static final int FORMAT = 1;
    // What a document may have, a command may carry: the topic bounds its size.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CommandJson() {}

    /** The bytes of a command. */
    public static byte[] write(Command command) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("id", command.id());
        json.put("command", command.request().kind().text());
        command.expires().ifPresent(time -> json.put("expires", instant(time)));
        json.put("job", command.request().job());
        Request request = command.request();
        if (request instanceof Release release) {
            lane(json, release.lane());
        } else if (request instanceof Pause pause) {
            pause.lane().ifPresent(lane -> lane(json, lane));
        } else if (request instanceof Resume resume) {
            resume.lane().ifPresent(lane -> lane(json, lane));
        } else if (request instanceof Cancel cancel) {
            cancel.collection().ifPresent(collection -> json.put("collection", collection));
            json.put("task_id", cancel.taskId());
        } else if (request instanceof Forget forget) {
            forget.collection().ifPresent(collection -> json.put("collection", collection));
            json.put("task_id", forget.taskId());
        } else if (request instanceof Retry retry) {
            givenUp(json, retry.task());
        } else if (request instanceof Discard discard) {
            givenUp(json, discard.task());
        } else if (request instanceof Retire retire) {
            json.put("open", retire.open().text());
        }
        return bytes(json);
    }

    /**
     * The command in these bytes.
     *
     * @throws MalformedCommandException if there is none
     */
    public static Command read(byte[] bytes) throws MalformedCommandException {
        JsonNode json = parse(bytes);
        Optional<String> id = Optional.ofNullable(json.path("id").textValue())
                .filter(text -> !text.isEmpty() && text.length() <= Command.LONGEST_ID);
        CommandFields fields = new CommandFields(json, id, "");
        if (json.path("format").asInt(0) != FORMAT) {
            throw new MalformedCommandException(
                    id,
                    Code.UNKNOWN_FORMAT,
                    "The command must have \"format\": 1; this version of Penstock knows no other.");
        }
        if (id.isEmpty()) {
            throw fields.wrong(
                    "'%s%s' must be a text of at most " + Command.LONGEST_ID + " characters by which its sender finds"
                            + " the answers",
                    "id");
        }
        return new Command(id.get(), fields.findTime("expires"), request(kind(fields), fields));
    }

    /** The bytes of an answer. */
    public static byte[] write(CommandAnswer answer) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("command_id", answer.commandId());
        json.put("partition", answer.partition());
        json.put("status", answer.status().text());
        json.put("code", answer.code().text());
        json.put("message", answer.message());
        json.put("tasks", answer.tasks());
        if (!answer.documents().isEmpty()) {
            answer.documents().forEach(json.putArray("documents")::add);
        }
        return bytes(json);
    }

    /** The answer in these bytes; empty if there is none, or of a later version. */
    public static Optional<CommandAnswer> readAnswer(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            Optional<CommandAnswer.Status> status = EnumText.parse(
                    CommandAnswer.Status.class, json.path("status").asText());
            Optional<Code> code = EnumText.parse(Code.class, json.path("code").asText());
            if (json.path("format").asInt() != FORMAT || status.isEmpty() || code.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new CommandAnswer(
                    json.path("command_id").asText(),
                    json.path("partition").asInt(),
                    status.get(),
                    code.get(),
                    json.path("message").asText(),
                    json.path("tasks").asLong(),
                    Stream.iterate(0, i -> i < json.path("documents").size(), i -> i + 1)
                            .map(i -> json.path("documents").path(i).asText())
                            .toList()));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static JsonNode parse(byte[] bytes) throws MalformedCommandException {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw notJson(": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory", e);
        }
        throw notJson("");
    }

    private static MalformedCommandException notJson(String why) {
        return new MalformedCommandException(
                Optional.empty(), Code.MALFORMED, "A command must be a JSON object, and this is none" + why + ".");
    }

    private static Kind kind(CommandFields fields) throws MalformedCommandException {
        String name = fields.text("command");
        return EnumText.parse(Kind.class, name)
                .orElseThrow(() -> new MalformedCommandException(
                        fields.id(),
                        Code.UNKNOWN_KIND,
                        "'%s' is no command that this version of Penstock knows. It knows %s."
                                .formatted(
                                        name.substring(0, Math.min(100, name.length())),
                                        Arrays.stream(Kind.values())
                                                .map(Kind::text)
                                                .collect(Collectors.joining(", ")))));
    }

    private static Request request(Kind kind, CommandFields fields) throws MalformedCommandException {
        String job = fields.text("job");
        return switch (kind) {
            case RELEASE ->
                new Release(
                        job,
                        findLane(fields)
                                .orElseThrow(() -> fields.wrong(
                                        "'%s%s' must say which lane, or 'task_id' where the job keeps no order",
                                        "shard_key")));
            case PAUSE -> new Pause(job, findLane(fields));
            case RESUME -> new Resume(job, findLane(fields));
            case CANCEL -> new Cancel(job, fields.find("collection"), fields.text("task_id"));
            case FORGET -> new Forget(job, fields.find("collection"), fields.text("task_id"));
            case RETRY -> new Retry(givenUp(job, fields));
            case DISCARD -> new Discard(givenUp(job, fields));
            case RETIRE -> new Retire(job, openTasks(fields));
        };
    }

    private static OpenTasks openTasks(CommandFields fields) throws MalformedCommandException {
        return EnumText.parse(OpenTasks.class, fields.text("open"))
                .orElseThrow(() -> fields.wrong("'%s%s' must be 'finish' or 'cancel'", "open"));
    }

    private static Optional<Lane> findLane(CommandFields fields) throws MalformedCommandException {
        Optional<String> shardKey = fields.find("shard_key");
        Optional<String> taskId = fields.find("task_id");
        if (shardKey.isPresent() && taskId.isPresent()) {
            throw fields.wrong("a lane has '%s%s' or 'task_id', not both", "shard_key");
        }
        if (shardKey.isPresent()) {
            return Optional.of(new Lane.OfShardKey(shardKey.get()));
        }
        return taskId.isPresent()
                ? Optional.of(new Lane.OfTask(fields.find("collection"), taskId.get()))
                : Optional.empty();
    }

    private static void lane(ObjectNode json, Lane lane) {
        if (lane instanceof Lane.OfShardKey of) {
            json.put("shard_key", of.shardKey());
        } else if (lane instanceof Lane.OfTask of) {
            of.collection().ifPresent(collection -> json.put("collection", collection));
            json.put("task_id", of.taskId());
        }
    }

    private static void givenUp(ObjectNode json, GivenUp task) {
        json.put("collection", task.collection());
        json.put("task_id", task.taskId());
        json.put("document_id", task.version().documentId());
        json.put("version", task.version().position());
        json.put("operation", task.version().operation());
        json.put("changed_at", instant(task.version().changedAt()));
        json.put("shard_key", task.shardKey());
        json.put("round", task.tries().round());
        json.put("attempts", task.tries().attempts());
        json.put("compensates", task.tries().compensates());
        task.contents().after().ifPresent(text -> json.put("after", text));
        task.contents().before().ifPresent(text -> json.put("before", text));
        task.contents().updateDescription().ifPresent(text -> json.put("update_description", text));
        json.putObject("source")
                .put("topic", task.source().topic())
                .put("partition", task.source().partition())
                .put("offset", task.source().offset())
                .put("first_seen", instant(task.source().firstSeen()));
    }

    private static GivenUp givenUp(String job, CommandFields fields) throws MalformedCommandException {
        CommandFields source = fields.section("source");
        return new GivenUp(
                job,
                fields.text("collection"),
                fields.text("task_id"),
                new Command.Version(
                        fields.text("document_id"),
                        fields.text("version"),
                        fields.text("operation"),
                        fields.time("changed_at")),
                fields.text("shard_key"),
                new Command.Tries(
                        (int) fields.number("round", 1, 1_000_000),
                        (int) fields.number("attempts", 0, 1_000_000_000),
                        fields.flag("compensates")),
                new Command.Contents(fields.find("after"), fields.find("before"), fields.find("update_description")),
                new Command.Source(
                        source.text("topic"),
                        (int) source.number("partition", 0, Integer.MAX_VALUE),
                        source.number("offset", 0, Long.MAX_VALUE),
                        source.time("first_seen")));
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was made as JSON can be written", e);
        }
    }
}
