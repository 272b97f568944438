package io.penstock.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What is measured, in a Java virtual machine of its own. A class that implements it has a {@code main} that calls
 * {@link #run}.
 */
public interface Contestant extends AutoCloseable {
    /**
     * Starts the work, in threads of its own.
     *
     * @throws Exception if it cannot start
     */
    void start() throws Exception;

    /** Whoever measures says something; most have nothing to listen to. Called on one thread, after {@link #start}. */
    default void hear(String line) throws Exception {}

    /** Makes one. */
    @FunctionalInterface
    interface Factory {
        /** Makes it from the options that {@link JavaProcess} was given. */
        Contestant make(Options options);
    }

    /**
     * Runs a contestant until standard input ends, which it does when whoever measures has seen enough, or is gone.
     *
     * @param arguments the options, each as {@code name=value}
     * @throws Exception what the contestant throws; it ends the process with an exit code that is not 0
     */
    static void run(String[] arguments, Factory factory) throws Exception {
        Options options = new Options(Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
        try (Contestant contestant = factory.make(options)) {
            contestant.start();
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                contestant.hear(line);
            }
        }
        // Whoever measures may have been killed, and its Kafka with it: threads that wait for that would wait for ever.
        System.exit(0);
    }
}
