package io.penstock.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves the simulation's checker: makes a mistake in the core, compiles it, and runs the simulation on it, which has to
 * notice.
 */
class MutationsIT {
    private static final Path SOURCES = Path.of("src/main/java/io/penstock/processor");
    private static final int SCHEDULES = 20_000;

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** One for all: opening a hundred libraries takes longer than compiling a class. */
    private static final StandardJavaFileManager LIBRARIES = COMPILER.getStandardFileManager(null, null, null);

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws IOException {
        List<Path> classPath = new ArrayList<>();
        classPath.add(Path.of("target/classes"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            classPath.add(Path.of(entry));
        }
        LIBRARIES.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
    }

    @AfterAll
    static void close() throws IOException {
        LIBRARIES.close();
    }

    static List<Mutation> mistakes() {
        return Mutation.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void shouldNoticeWhen(Mutation mutation) throws Exception {
        Path file = SOURCES.resolve(mutation.file());
        String source = Files.readString(file);
        assertThat(source).as("the place of the mistake").contains(mutation.from());
        Path mutated = Files.createDirectories(folder.resolve("source")).resolve(file.getFileName());
        Files.writeString(mutated, source.replace(mutation.from(), mutation.to()));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(mutated, classes);

        try (URLClassLoader loader = new OwnFirst(urls(classes))) {
            Method check = Class.forName(Simulations.class.getName(), true, loader)
                    .getDeclaredMethod("violation", int.class, long.class);
            check.setAccessible(true);
            // That too few schedules come to something is no proof: a mistake may as well be seen by nobody.
            String noticed = (String) check.invoke(null, SCHEDULES, mutation.first());
            System.out.println(mutation + ": " + noticed.lines().findFirst().orElse("not noticed"));
            assertThat(noticed).isNotEmpty();
        }
    }

    private static void compile(Path source, Path classes) throws IOException {
        LIBRARIES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
        boolean compiled = COMPILER.getTask(
                        null,
                        LIBRARIES,
                        null,
                        List.of("-proc:none", "-nowarn"),
                        null,
                        LIBRARIES.getJavaFileObjects(source))
                .call();
        assertThat(compiled).as("the mistake compiles").isTrue();
    }

    private static URL[] urls(Path classes) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path path : List.of(classes, Path.of("target/classes"), Path.of("target/test-classes"))) {
            urls.add(path.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Has the processor's classes of its own, and all others from where it was made. */
    private static final class OwnFirst extends URLClassLoader {
        OwnFirst(URL[] urls) {
            super(urls, MutationsIT.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.penstock.processor.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
