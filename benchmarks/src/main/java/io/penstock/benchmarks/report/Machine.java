package io.penstock.benchmarks.report;

import io.debezium.connector.mongodb.Module;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where something was measured.
 *
 * @param hardware processors and memory
 * @param system operating system and Java
 * @param libraries what was measured with
 */
public record Machine(String hardware, String system, String libraries) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** This machine. */
    public static Machine here() {
        return new Machine(
                "%d processors%s, %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                model().map(name -> " (" + name + ")").orElse(""),
                                memory()),
                "%s %s, %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.runtime.version")),
                "Kafka %s, Debezium %s".formatted(AppInfoParser.getVersion(), Module.version()));
    }

    private static Optional<String> model() {
        if (!Files.isReadable(PROCESSORS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static String memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? String.format(Locale.ROOT, "%d GB", Math.round(system.getTotalMemorySize() / (double) (1L << 30)))
                : "memory unknown";
    }
}
