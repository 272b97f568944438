package io.penstock.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.cli.Penstock;
import io.penstock.cli.process.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Every command that there is, with arguments that are wrong. One that is new has to be added here. */
final class HostileCommands {
    /** They work for longer than a moment; the broken configuration below keeps them from beginning. */
    private static final Set<String> STARTING = Set.of("broker", "connect", "demo", "mongodb", "run", "up");
    /** They ask nobody, and have no arguments that could be wrong beside options that do not exist. */
    private static final Set<String> SIMPLE = Set.of("classpath", "completion");

    private static final List<String[]> WRONG = List.of(
            words("tasks", "list", "--limit", "-1"),
            words("tasks", "list", "--limit", "1e9"),
            words("tasks", "list", "--state", "<b>"),
            words("tasks", "list", "--older-than", "yesterday"),
            words("lanes", "list", "--hot", "--limit", "0"),
            words("dead-letters", "list", "--limit", "-1"),
            words("dead-letters", "list", "--reason", "because"),
            words("dead-letters", "list", "--severity", "grave"),
            words("dead-letters", "list", "--since", "yesterday"),
            words("dead-letters", "discard"),
            words("dead-letters", "discard", "1", "--rate", "0"),
            words("dead-letters", "export", "/nowhere/at/all"),
            words("dead-letters", "retry"),
            words("dead-letters", "retry", "--job", "invoice", "--rate", "0"),
            words("dead-letters", "retry", "--reason", "because"),
            words("retry"),
            words("retry", "--reason", "because"),
            words("retry", "2", "--rate", "1000000"),
            words("release", "--job", "invoice"),
            words("jobs", "retire", "invoice"),
            words("jobs", "retire", "invoice", "--open", "explode"),
            words("jobs", "pause"),
            words("jobs", "pause", "invoice", "--timeout", "-1s"),
            words("jobs", "resume"),
            words("jobs", "resume", "invoice", "--timeout", "soon"),
            words("jobs", "migrate"),
            words("jobs", "migrate", "invoice", "--all"),
            words("jobs", "migrate", "../../etc/passwd"),
            words("jobs", "list", "--output", "../x"),
            words("pause"),
            words("resume"),
            words("resume", "--job", "invoice", "c2", "--timeout", "soon"),
            words("cancel", "--job", "invoice"),
            words("forget"),
            words("forget", "--job", "invoice"),
            words("forget", "2", "--job", "invoice", "--timeout", "0x10"),
            words("drain"),
            words("drain", "127.0.0.1:1"),
            words("drain", "evil.example/../../x?"),
            words("drain", "x".repeat(20_000)),
            words("snapshot"),
            words("snapshot", "shop.nobodys"),
            words("snapshot", "../../etc/passwd"),
            words("snapshot", "shop.orders", "--filter", "{\"$where\": "),
            words("snapshot", "shop.orders", "--timeout", "yesterday"),
            words("results", "--limit", "-1"),
            words("results", "--application", "../x"),
            words("simulate", "--generate", "explosions"),
            words("simulate", "--trace", "/etc/passwd"),
            words("simulate", "--trace", "../../nowhere"),
            words("config", "check", "/etc/passwd"),
            words("config", "check", "../../../nowhere.yaml"),
            words("config", "alerts", "/etc/passwd"),
            words("explode"),
            words("topics", "--bootstrap-server", "not an address"),
            words("status", "--config", "/etc/passwd"),
            words("status", "--config", "../../../nowhere.yaml"),
            words("status", "--application", "../x"));

    private final String kafka;
    private final Path configuration;
    private final Path broken;
    private final BiConsumer<String, String> harmless;
    private final List<CommandLine> commands;

    /** @param harmless holds against what a command says that it is */
    HostileCommands(String kafka, Path folder, BiConsumer<String, String> harmless) throws IOException {
        this.kafka = kafka;
        this.harmless = harmless;
        CommandLine root = Penstock.commandLine(
                CommandRun.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal()));
        this.commands = below(root).toList();
        this.configuration = folder.resolve("hostile.yaml");
        Files.writeString(
                configuration,
                Files.readString(folder.resolve("penstock.yaml"))
                                // It is read from here, and not from that folder.
                                .replace("token-file: token", "token-file: " + folder.resolve("token"))
                        + "kafka: {bootstrap.servers: \"" + kafka + "\"}\n");
        this.broken = folder.resolve("binary.yaml");
        Files.write(broken, new byte[] {0, 1, (byte) 0xff, '{', '\n'});
    }

    void run(List<String> ids) {
        List<String[]> wrong = new ArrayList<>(WRONG);
        for (String id : ids) {
            wrong.add(words("tasks", "show", id));
            wrong.add(words("tasks", "show", id, "--job", id));
            wrong.add(words("dead-letters", "show", id));
        }
        Set<String> left = new TreeSet<>();
        for (CommandLine command : commands) {
            String name = name(command);
            refused(Stream.concat(words(command), Stream.of("--config", broken.toString())));
            refused(Stream.concat(words(command), Stream.of(ids.get(0), "--config", broken.toString())));
            if (command.getSubcommands().isEmpty() && !STARTING.contains(name) && !SIMPLE.contains(name)) {
                left.add(name);
            }
        }
        for (String[] arguments : wrong) {
            Optional<CommandLine> command = command(arguments);
            command.map(HostileCommands::name).ifPresent(left::remove);
            List<String> all = new ArrayList<>(List.of(arguments));
            command.ifPresent(it -> {
                add(all, it, "--config", configuration.toString());
                add(all, it, "--bootstrap-server", kafka);
            });
            refused(all.stream());
        }
        assertThat(left).as("commands that were not tried").isEmpty();
    }

    private static void add(List<String> arguments, CommandLine command, String option, String value) {
        if (command.getCommandSpec().findOption(option) != null && !arguments.contains(option)) {
            arguments.addAll(List.of(option, value));
        }
    }

    private void refused(Stream<String> arguments) {
        String[] all = arguments.toArray(String[]::new);
        String joined = String.join(" ", all);
        String what = joined.substring(0, Math.min(200, joined.length()));
        CommandRun run = CommandRun.of(all);
        assertThat(run.exitCode()).as(what).isIn(1, 2);
        assertThat(run.out() + run.err()).as(what).isNotBlank();
        harmless.accept(what, run.out() + run.err());
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream().flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    /** Of which command these are the arguments; empty if of none. */
    private Optional<CommandLine> command(String... arguments) {
        return commands.stream()
                .filter(command -> {
                    List<String> words = words(command).toList();
                    return words.size() <= arguments.length
                            && words.equals(Arrays.asList(arguments).subList(0, words.size()));
                })
                .reduce((shorter, longer) -> longer);
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replaceFirst("^penstock ", "");
    }

    private static Stream<String> words(CommandLine command) {
        return Stream.of(name(command).split(" ", -1));
    }

    private static String[] words(String... words) {
        return words;
    }
}
