package io.penstock.benchmarks.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a benchmark finds around it.
 *
 * @param scale how much is measured
 * @param directory an empty directory that is removed afterwards
 * @param mongodb a MongoDB server to use in place of the stand-in
 * @param jvmOptions options for the virtual machines of both sides
 * @param progress shows what is going on
 */
public record Environment(
        Scale scale, Path directory, Optional<String> mongodb, List<String> jvmOptions, Progress progress) {
    public Environment {
        jvmOptions = List.copyOf(jvmOptions);
    }
}
