package io.penstock.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.testing.TestJob;
import io.penstock.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of handlers that cannot be made. */
class HandlersTest {
    @TempDir
    private Path folder;

    private static String problem(String handler, Path folder) {
        List<Problem> problems =
                Handlers.problems(List.of(TestJob.named("job").handler(handler).settings()), folder);
        assertThat(problems).hasSize(1);
        return problems.get(0).message();
    }

    @Test
    void shouldSayWhatAConstructorThrew_andWhere() {
        assertThat(problem(Unmade.class.getName(), folder))
                .contains(
                        Unmade.class.getName(),
                        "its constructor threw java.lang.IllegalStateException: PRICE_LIST is not set",
                        "HandlersTest.java:")
                .doesNotContain("InvocationTargetException");
    }

    @Test
    void shouldSayWhatAStaticInitializerThrew() {
        assertThat(problem(Uninitialized.class.getName(), folder))
                .contains("its static initializer threw java.lang.NumberFormatException: For input string")
                .doesNotContain("ExceptionInInitializerError");
    }

    @Test
    void shouldSayWhichFolderItHasLookedInto_andWhatThatLacks() throws IOException {
        Path missing = folder.resolve("missing");

        assertThat(problem("shop.None", missing)).endsWith(missing.toAbsolutePath() + ", which does not exist");
        assertThat(problem("shop.None", folder)).endsWith(folder.toAbsolutePath() + ", which has no jars");
        new JarOutputStream(Files.newOutputStream(folder.resolve("empty.jar"))).close();
        assertThat(problem("shop.None", folder))
                .endsWith(folder.toAbsolutePath().toString());
        assertThat(problem("shop.None", Path.of("no-such-folder")))
                .contains(Path.of("no-such-folder").toAbsolutePath().toString());
    }

    /** Does nothing. */
    abstract static class Idle implements TaskHandler {
        @Override
        public Outcome handle(Task task, TaskContext context) {
            return Outcome.succeeded();
        }
    }

    /** Its constructor throws. */
    public static final class Unmade extends Idle {
        public Unmade() {
            throw new IllegalStateException("PRICE_LIST is not set");
        }
    }

    /** Its class cannot be initialized. */
    public static final class Uninitialized extends Idle {
        private static final int LIMIT = Integer.parseInt("many");

        public int limit() {
            return LIMIT;
        }
    }
}
