package io.penstock.cli.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.TaskHandler;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock classpath}. */
@Command(
        name = "classpath",
        header = "Prints the class path that handlers are compiled with.",
        description = {"", "The API, which knows no Kafka, and the JSON library that it hands documents over in."},
        footer = {
            "",
            "Examples:",
            "  To see it:",
            "    penstock classpath",
            "  To make a handler's jar:",
            "    javac -cp \"$(penstock classpath)\" -d classes Invoice.java",
            "    jar --create --file handlers/invoice.jar -C classes .",
            "  To try MongoDB's driver and Kafka's clients out:",
            "    jshell --class-path \"$(penstock classpath --all)\""
        })
public final class ClasspathCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--all",
            description = "All that Penstock itself runs on, MongoDB's driver and Kafka's clients among it. No handler"
                    + " should be compiled with that: it would know more than it is promised.")
    private boolean all;

    public ClasspathCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println(all ? System.getProperty("java.class.path") : api());
        return ExitCodes.DONE;
    }

    private static String api() {
        return Stream.of(TaskHandler.class, JsonNode.class, JsonParser.class, JsonProperty.class, NullMarked.class)
                .map(ClasspathCommand::origin)
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Where " + type + " was loaded from is no place", e);
        }
    }
}
