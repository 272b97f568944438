package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A Compose file, with its anchors and merges resolved.
 *
 * @param root all of it, variables as they are written
 */
record ComposeFile(JsonNode root) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

    /** One service's definition. */
    record Service(String name, JsonNode node) {
        Optional<String> image() {
            return Optional.ofNullable(node.path("image").textValue());
        }

        List<String> command() {
            return texts(node.path("command"));
        }

        /** The environment, variables filled in with their defaults. */
        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            node.path("environment")
                    .properties()
                    .forEach(variable -> environment.put(
                            variable.getKey(), filled(variable.getValue().asText())));
            return environment;
        }

        Stream<JsonNode> volumes() {
            return StreamSupport.stream(node.path("volumes").spliterator(), false);
        }

        List<String> ports() {
            return texts(node.path("ports"));
        }
    }

    static ComposeFile read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ComposeFile parse(String text) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return new ComposeFile(new ObjectMapper().valueToTree(tree));
    }

    List<Service> services() {
        return root.path("services").properties().stream()
                .map(service -> new Service(service.getKey(), service.getValue()))
                .toList();
    }

    Service service(String name) {
        return new Service(name, root.path("services").path(name));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static String filled(String text) {
        return VARIABLE.matcher(text).replaceAll(variable -> Matcher.quoteReplacement(variable.group(1)));
    }
}
