package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Dockerfile's instructions.
 *
 * @param lines an instruction each, continued lines joined, comments left out
 */
record Dockerfile(List<String> lines) {
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    static Dockerfile read(Path file) {
        try {
            String text = Files.readString(file).replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
            return new Dockerfile(text.lines().filter(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands behind an instruction's name, wherever it is given. */
    List<String> all(String instruction) {
        return lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1).strip())
                .toList();
    }

    /** The same of the last one, which is the one that counts. */
    String last(String instruction) {
        List<String> all = all(instruction);
        return all.get(all.size() - 1);
    }

    Path workingDirectory() {
        return Path.of(last("WORKDIR"));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        all("ENV").stream()
                .flatMap(line -> ASSIGNMENT.matcher(line).results())
                .forEach(assignment -> environment.put(assignment.group(1), assignment.group(2)));
        return environment;
    }

    List<String> entryPoint() {
        try {
            return Stream.of(new ObjectMapper().readValue(last("ENTRYPOINT"), String[].class))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
