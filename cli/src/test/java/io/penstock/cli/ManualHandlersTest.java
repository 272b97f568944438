package io.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.TaskHandler;
import io.penstock.settings.JobSettings;
import io.penstock.settings.file.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handlers that the manual shows are what the compiler takes. Those of the walk-through run in its own test. */
class ManualHandlersTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path folder;

    @Test
    void theFirstJobOfTheReadme_compiles_andItsConfigurationNamesIt() throws Exception {
        compile("com/acme/Invoice.java", block("README.md", "java"));

        List<JobSettings> jobs = SettingsFile.parse(block("README.md", "yaml"), Map.of())
                .settings()
                .orElseThrow()
                .jobs();

        assertThat(jobs).singleElement().satisfies(job -> {
            try (URLClassLoader loader =
                    new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
                Class<?> named = loader.loadClass("com.acme.Invoice");
                assertThat(job.handler().toString()).contains(named.getName());
                assertThat(named.getDeclaredConstructor().newInstance()).isInstanceOf(TaskHandler.class);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    docs/database-access.md |
                    docs/guarantees.md | interface Payments { void charge(String key, long cents); } Payments payments; \
                    long amount(Task task) { return 1; }
                    """)
    void handlersOfTheManual_compile(String file, String around) throws IOException {
        String method = block(file, "java");

        compile(
                "Shown.java",
                "import io.penstock.api.*;\nimport java.util.*;\nabstract class Shown implements TaskHandler {\n"
                        + (around == null ? "" : around) + "\n" + method + "\n}\n");
    }

    /** The first block of a kind, without what it is indented by. */
    private static String block(String file, String kind) throws IOException {
        Matcher block = Pattern.compile("( *)```" + kind + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(file)));
        assertThat(block.find()).as("%s shows %s", file, kind).isTrue();
        return block.group(2).replaceAll("(?m)^" + block.group(1), "");
    }

    private void compile(String name, String text) throws IOException {
        Path source = folder.resolve("src").resolve(name);
        Files.createDirectories(source.getParent());
        Files.writeString(source, text);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code =
                ToolProvider.getSystemJavaCompiler().run(null, said, said, "-d", folder.toString(), source.toString());
        assertThat(code).as(said.toString(UTF_8)).isZero();
    }
}
