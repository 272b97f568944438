package io.penstock.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A jar with a handler that is nowhere on the class path. */
public final class HandlerJar {
    /** The handler's class; its results are the documents themselves. */
    public static final String HANDLER = "com.acme.Copying";

    private static final String SOURCE = """
            package com.acme;

            import io.penstock.api.*;

            public class Copying implements TaskHandler {
                @Override
                public Outcome handle(Task task, TaskContext context) {
                    return task.document().<Outcome>map(Outcome::succeeded).orElseGet(Outcome::succeeded);
                }
            }
            """;

    private HandlerJar() {}

    /** Makes it, in a folder that is made, too, if it is not there. */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path built = Files.createTempDirectory(folder, "built");
        Path source = Files.writeString(built.resolve("Copying.java"), SOURCE);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code =
                ToolProvider.getSystemJavaCompiler().run(null, said, said, "-d", built.toString(), source.toString());
        assertThat(code).as(said.toString(UTF_8)).isZero();
        String entry = HANDLER.replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("acme.jar")))) {
            jar.putNextEntry(new JarEntry(entry));
            Files.copy(built.resolve(entry), jar);
            jar.closeEntry();
        }
    }
}
