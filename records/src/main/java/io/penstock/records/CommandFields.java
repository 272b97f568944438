package io.penstock.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The fields of a command in the making; what is missing or wrong is told by its name. */
final class CommandFields {
    private final JsonNode node;
    private final Optional<String> id;
    private final String where;

    CommandFields(JsonNode node, Optional<String> id, String where) {
        this.node = node;
        this.id = id;
        this.where = where;
    }

    Optional<String> id() {
        return id;
    }

    String text(String name) throws MalformedCommandException {
        return find(name).orElseThrow(() -> wrong("'%s%s' is missing", name));
    }

    Optional<String> find(String name) throws MalformedCommandException {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong("'%s%s' must be text", name);
        }
        return Optional.of(value.textValue());
    }

    long number(String name, long least, long most) throws MalformedCommandException {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong("'%s%s' must be a whole number", name);
        }
        if (value.longValue() < least || value.longValue() > most) {
            throw wrong("'%s%s' must be from " + least + " to " + most, name);
        }
        return value.longValue();
    }

    Optional<Long> findTime(String name) throws MalformedCommandException {
        Optional<String> text = find(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(time(name, text.get()));
    }

    long time(String name) throws MalformedCommandException {
        return time(name, text(name));
    }

    boolean flag(String name) throws MalformedCommandException {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong("'%s%s' must be true or false", name);
        }
        return value.booleanValue();
    }

    CommandFields section(String name) throws MalformedCommandException {
        if (!node.path(name).isObject()) {
            throw wrong("'%s%s' must be an object", name);
        }
        return new CommandFields(node.path(name), id, where + name + ".");
    }

    MalformedCommandException wrong(String what, String name) {
        return new MalformedCommandException(
                id,
                CommandAnswer.Code.MALFORMED,
                "The command cannot be understood: " + what.formatted(where, name) + ".");
    }

    private long time(String name, String text) throws MalformedCommandException {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong("'%s%s' must be a time like 2026-01-31T12:00:00Z", name);
        }
    }
}
