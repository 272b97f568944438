package io.penstock.benchmarks.installation;

import io.penstock.benchmarks.process.Contestant;
import io.penstock.processor.App;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Settings;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.util.Map;

/** Penstock's processor as a user would configure it: every default is the default but what a benchmark is about. */
public final class PenstockProcessor implements Contestant {
    private final App app;

    /**
     * @param settings what the configuration file says beyond where things are: at least its jobs
     */
    public PenstockProcessor(Installation installation, String settings) {
        this(installation, settings, TaskListener.NONE);
    }

    /** One that tells what happens to its tasks. */
    public PenstockProcessor(Installation installation, String settings, TaskListener listener) {
        this.app = new App(settings(installation, settings), installation.state(), listener);
    }

    @Override
    public void start() {
        app.start(failure -> System.exit(1));
    }

    @Override
    public void close() {
        app.close();
    }

    /** The settings of an installation with these lines, that meets no MongoDB. */
    public static Settings settings(Installation installation, String lines) {
        return settings(installation, "mongodb://127.0.0.1:1/?replicaSet=none", lines);
    }

    /** The settings of an installation with these lines. */
    public static Settings settings(Installation installation, String mongodb, String lines) {
        String file = """
                application: %s
                kafka:
                  bootstrap.servers: %s
                mongodb:
                  uri: "%s"
                source:
                  prefix: %s
                topics:
                  partitions: %d
                %s""".formatted(
                        installation.application(),
                        installation.bootstrapServers(),
                        mongodb,
                        installation.source(),
                        installation.partitions(),
                        lines);
        Reading reading = SettingsFile.parse(file, Map.of());
        return reading.settings()
                .orElseThrow(() -> new IllegalStateException("The configuration is wrong: " + reading.problems()));
    }
}
