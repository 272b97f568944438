package io.penstock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} tells, from {@code version.properties}, which the build fills in. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties versions = new Properties();
        try (InputStream file = Objects.requireNonNull(Version.class.getResourceAsStream("/version.properties"))) {
            versions.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {
            "penstock " + versions.getProperty("penstock"),
            "Kafka " + versions.getProperty("kafka") + ", Debezium " + versions.getProperty("debezium") + ", Java "
                    + Runtime.version()
        };
    }
}
