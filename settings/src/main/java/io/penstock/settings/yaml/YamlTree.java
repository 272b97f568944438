package io.penstock.settings.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads one YAML document into {@link Node}s. For one file and one thread. */
public final class YamlTree {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final YAMLParser parser;
    private final Placeholders placeholders;
    private final Problems problems;

    private YamlTree(YAMLParser parser, Placeholders placeholders, Problems problems) {
        this.parser = parser;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /**
     * Reads a document.
     *
     * @param environment what {@code ${NAME}} stands for
     * @param problems gets all that is wrong
     * @return the root; empty if the text holds no document or is no YAML, which {@code problems} then tells
     */
    public static Optional<Node> read(String text, Map<String, String> environment, Problems problems) {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlTree(parser, new Placeholders(environment), problems).document();
        } catch (JsonProcessingException malformed) {
            if (malformed.getCause() instanceof MarkedYAMLException marked) {
                problems.add(location(marked.getProblemMark()), "", "this is not YAML: " + SyntaxAdvice.on(marked));
            } else {
                problems.add(
                        location(malformed.getLocation()),
                        "",
                        "this is not YAML for Penstock: " + SyntaxAdvice.GENERAL);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("reading text failed", impossible);
        }
        return Optional.empty();
    }

    private Optional<Node> document() throws IOException {
        if (parser.nextToken() == null) {
            problems.add(
                    Location.START, "", "the file says nothing; a configuration needs at least one job under 'jobs'");
            return Optional.empty();
        }
        Node root = node("", location(parser.currentTokenLocation()));
        if (parser.nextToken() != null) {
            problems.add(
                    location(parser.currentTokenLocation()),
                    "",
                    "a second YAML document begins here; a configuration is one document: remove the '---'");
        }
        return Optional.of(root);
    }

    private Node node(String pointer, Location location) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(pointer, location);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(pointer, location);
        }
        return scalar(pointer);
    }

    private Node mapping(String pointer, Location location) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            Location keyLocation = location(parser.currentTokenLocation());
            parser.nextToken();
            Node value = node(child(pointer, key), keyLocation);
            Node.Entry earlier = entries.putIfAbsent(key, new Node.Entry(keyLocation, value));
            if (earlier != null) {
                problems.add(
                        keyLocation,
                        value.pointer(),
                        "'" + key + "' was given before, in line "
                                + earlier.key().line() + "; keep one of the two");
            }
        }
        return new Node.Mapping(pointer, location, entries);
    }

    private Node sequence(String pointer, Location location) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(pointer + "/" + items.size(), location(parser.currentTokenLocation())));
        }
        return new Node.Sequence(pointer, location, items);
    }

    private Node scalar(String pointer) throws IOException {
        Location location = location(parser.currentTokenLocation());
        if (parser.isCurrentAlias()) {
            problems.add(
                    location,
                    pointer,
                    // Its name may be a password that wants quotes.
                    "this is an alias, which this file cannot have: write the value out; text that begins with '*' needs"
                            + " quotes");
            return new Node.Unresolved(pointer, location);
        }
        String written = parser.getText();
        boolean absent = written.isEmpty() && location.equals(location(parser.currentLocation()));
        if (absent || parser.currentToken() == JsonToken.VALUE_NULL) {
            return new Node.Nothing(pointer, location);
        }
        List<String> failures = new ArrayList<>();
        String text = placeholders.fill(written, failures::add, message -> problems.warn(location, pointer, message));
        failures.forEach(message -> problems.add(location, pointer, message));
        return failures.isEmpty()
                ? new Node.Scalar(pointer, location, text, written)
                : new Node.Unresolved(pointer, location);
    }

    private static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private static Location location(Mark mark) {
        return new Location(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** A parser that gave up because of its limits may not say where. */
    private static Location location(@Nullable JsonLocation location) {
        if (location == null) {
            return Location.START;
        }
        return new Location(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
