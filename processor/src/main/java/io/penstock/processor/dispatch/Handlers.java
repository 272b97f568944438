package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Handler;
import io.penstock.api.HandlerContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Failure;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.Problem;
import io.penstock.settings.WorkSettings.OnUnmatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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
    private static final Map<String, Supplier<Handler>> BUILT_IN = Map.of("document", DocumentHandler::new);

    private final Path folder;
    private final URLClassLoader loader;
    private final int maxResultBytes;
    private final Map<String, Handler> byJob = new LinkedHashMap<>();

    private record Context(String job, Map<String, String> settings) implements HandlerContext {}

    private Handlers(Path folder, int maxResultBytes) {
        this.folder = folder.toAbsolutePath().normalize();
        this.loader = loader(folder);
        this.maxResultBytes = maxResultBytes;
    }

    /**
     * Makes and opens the handler of each job.
     *
     * @param folder the folder with the users' jars; need not exist
     * @param maxResultBytes the largest result that the topic takes
     * @throws HandlerException if one cannot be made, or does not open; those that were opened are closed again
     */
    public static Handlers open(List<JobSettings> jobs, Path folder, int maxResultBytes) {
        Handlers handlers = new Handlers(folder, maxResultBytes);
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
        try (Handlers handlers = new Handlers(folder, 0)) {
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
    public Map<String, Handler> byJob() {
        return Map.copyOf(byJob);
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        for (Handler handler : byJob.values()) {
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
        Handler handler = make(job);
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

    private Handler make(JobSettings job) {
        Handler handler = job.handler()
                .http()
                .<Handler>map(endpoint -> new HttpHandler(
                        endpoint,
                        JsonMapper.builder().findAndAddModules().build(),
                        maxResultBytes,
                        InstantSource.system()))
                .orElseGet(() -> make(job.handler().name()));
        boolean batches = handler instanceof BatchTaskHandler;
        if (job.handler().execution() == Execution.INLINE && !(handler instanceof TaskHandler)) {
            throw new HandlerException(
                    job.handler().name()
                            + " does not return before its work is done, or takes many tasks at once: write"
                            + " 'execution: queued'",
                    null);
        }
        if (batches && job.work().late().onUnmatch() == OnUnmatch.COMPENSATE) {
            throw new HandlerException(
                    job.handler().name()
                            + " takes many tasks at once and cannot compensate: write 'on-unmatch: ignore' or"
                            + " 'cancel-open', or let it be a " + TaskHandler.class.getSimpleName(),
                    null);
        }
        if (!batches && job.handler().batch().isPresent()) {
            throw new HandlerException(
                    job.handler().name() + " takes one task at a time: leave 'batch' out, or let it be a "
                            + BatchTaskHandler.class.getSimpleName(),
                    null);
        }
        return handler;
    }

    private Handler make(String name) {
        Supplier<Handler> builtIn = BUILT_IN.get(name);
        if (builtIn != null) {
            return builtIn.get();
        }
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (!Handler.class.isAssignableFrom(type)) {
                throw new HandlerException(
                        "%s is a class, but none of %s, %s and %s"
                                .formatted(
                                        name,
                                        TaskHandler.class.getName(),
                                        AsyncTaskHandler.class.getSimpleName(),
                                        BatchTaskHandler.class.getSimpleName()),
                        null);
            }
            return (Handler) type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new HandlerException(
                    "There is no handler '%s': neither built in (%s), nor a class on the class path or in a jar in the handlers folder %s%s"
                            .formatted(name, String.join(", ", BUILT_IN.keySet()), folder, lack()),
                    e);
        } catch (NoSuchMethodException e) {
            throw new HandlerException(name + " needs a public constructor without parameters", e);
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String where = e instanceof ExceptionInInitializerError ? "static initializer" : "constructor";
            throw new HandlerException("%s cannot be made: its %s threw %s".formatted(name, where, said(cause)), cause);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new HandlerException(name + " cannot be made: " + e, e);
        }
    }

    private static String said(Throwable thrown) {
        String type = thrown.getClass().getName();
        String message = Failure.message(thrown);
        String said = message.equals(type) ? type : type + ": " + message;
        // Which line it was tells more than most messages; it is the first that the handler's author looks for.
        return HandlerStack.place(thrown)
                .map(place -> said + " (at " + place + ")")
                .orElse(said);
    }

    /** Why the users' folder has nothing, if so. */
    private String lack() {
        if (!Files.isDirectory(folder)) {
            return ", which does not exist";
        }
        return loader.getURLs().length == 0 ? ", which has no jars" : "";
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
