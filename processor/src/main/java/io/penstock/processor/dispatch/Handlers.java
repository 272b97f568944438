package io.penstock.processor.dispatch;

import io.penstock.api.HandlerContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Failure;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The handlers of all jobs, from their opening to their close. Classes come from the class path and from the jars in the
 * users' folder.
 */
public final class Handlers implements AutoCloseable {
    private static final Map<String, Supplier<TaskHandler>> BUILT_IN = Map.of("document", DocumentHandler::new);

    private final URLClassLoader loader;
    private final Map<String, TaskHandler> byJob = new LinkedHashMap<>();

    private record Context(String job, Map<String, String> settings) implements HandlerContext {}

    private Handlers(URLClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Makes and opens the handler of each job.
     *
     * @param folder the folder with the users' jars; need not exist
     * @throws HandlerException if one cannot be made, or does not open; those that were opened are closed again
     */
    public static Handlers open(List<JobSettings> jobs, Path folder) {
        Handlers handlers = new Handlers(loader(folder));
        try {
            for (JobSettings job : jobs) {
                handlers.open(job);
            }
            return handlers;
        } catch (RuntimeException e) {
            handlers.close();
            throw e;
        }
    }

    /** What is wrong with the jobs' handlers: classes that are not there, or are no handlers. Opens none. */
    public static List<Problem> problems(List<JobSettings> jobs, Path folder) {
        List<Problem> problems = new ArrayList<>();
        try (Handlers handlers = new Handlers(loader(folder))) {
            for (int i = 0; i < jobs.size(); i++) {
                try {
                    handlers.make(jobs.get(i));
                } catch (HandlerException e) {
                    problems.add(new Problem("/jobs/" + i + "/handler", Failure.message(e)));
                }
            }
        }
        return problems;
    }

    /** The handlers by their jobs' names. */
    public Map<String, TaskHandler> byJob() {
        return Map.copyOf(byJob);
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        for (TaskHandler handler : byJob.values()) {
            try {
                handler.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        try {
            loader.close();
        } catch (IOException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            HandlerException failure = new HandlerException("A handler did not close", failures.get(0));
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void open(JobSettings job) {
        TaskHandler handler = make(job);
        try {
            handler.open(new Context(job.name(), job.handler().settings()));
        } catch (Exception e) {
            throw new HandlerException(
                    "Handler %s of job '%s' did not open: %s"
                            .formatted(job.handler().name(), job.name(), Failure.message(e)),
                    e);
        }
        byJob.put(job.name(), handler);
    }

    private TaskHandler make(JobSettings job) {
        String name = job.handler().name();
        Supplier<TaskHandler> builtIn = BUILT_IN.get(name);
        if (builtIn != null) {
            return builtIn.get();
        }
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (!TaskHandler.class.isAssignableFrom(type)) {
                throw new HandlerException(name + " is a class, but no " + TaskHandler.class.getName(), null);
            }
            return (TaskHandler) type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new HandlerException(
                    "There is no handler '%s': neither built in (%s), nor a class on the class path or in a jar in the handlers folder"
                            .formatted(name, String.join(", ", BUILT_IN.keySet())),
                    e);
        } catch (NoSuchMethodException e) {
            throw new HandlerException(name + " needs a public constructor without parameters", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new HandlerException(name + " cannot be made: " + e, e);
        }
    }

    private static URLClassLoader loader(Path folder) {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    jars.add(jar.toUri().toURL());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The handlers folder " + folder + " cannot be read", e);
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), Handlers.class.getClassLoader());
    }
}
