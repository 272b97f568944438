package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The database with its users, who come from the beginning to the end; and Kafka. For use by one thread. */
final class Ground implements AutoCloseable {
    private static final int SEED = 20_261_125;
    /** The users' own virtual machine, and the server's, become faster at first. */
    private static final int WARM_UP_SECONDS = 4;

    private static final int MOST_WARM_UPS = 6;
    private static final double WARM = 0.95;
    private static final int SERVER_SECONDS = 60;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Site site;
    private final String mongodb;
    /** Without the model: for what is not measured. */
    private final String direct;

    private final double capacity;
    private final JavaProcess users;
    private final Shop shop;
    private boolean archived;

    private Ground(Environment environment) throws IOException, InterruptedException {
        try {
            site = opened(Site.open(environment));
            if (environment.mongodb().isPresent()) {
                mongodb = environment.mongodb().get();
                direct = mongodb;
            } else {
                int port = freePort();
                int serverPort = freePort();
                Options options = new Options(ServerProcess.options(port, serverPort, Extent.TIMES, SEED));
                opened(site.start(ServerProcess.class, withoutPauses("-Xmx4g"), options));
                mongodb = uri(port);
                direct = uri(serverPort);
            }
            shop = opened(new Shop(direct));
            if (environment.mongodb().isPresent()) {
                environment.progress().now("measuring what the server can do ...");
                capacity = Capacity.perSecond(mongodb);
            } else {
                capacity = Extent.TIMES.capacity();
            }
            users = opened(site.start(
                    UsersProcess.class,
                    withoutPauses("-Xmx512m"),
                    new Options(UsersProcess.options(mongodb, foregroundPerSecond(), SEED + 1))));
            environment.progress().keep(String.format(Locale.ROOT, "penstock.seed=%d", SEED));
            environment.progress().now("the users come ...");
            warmUp();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void warmUp() throws IOException, InterruptedException {
        double before = Double.POSITIVE_INFINITY;
        for (int time = 0; time < MOST_WARM_UPS; time++) {
            double now = measure(WARM_UP_SECONDS).p99();
            if (now > WARM * before) {
                return;
            }
            before = now;
        }
    }

    static Ground open(Environment environment) throws IOException, InterruptedException {
        return new Ground(environment);
    }

    Site site() {
        return site;
    }

    /** Where clients find the database. */
    String mongodb() {
        return mongodb;
    }

    /** Operations a second that the database can do. */
    double capacity() {
        return capacity;
    }

    double foregroundPerSecond() {
        return Extent.FOREGROUND * capacity;
    }

    int seed() {
        return SEED;
    }

    /** Sees to it that there is a collection of so many documents for snapshots, and that its writing is over and done with. */
    void archive(int documents) throws IOException, InterruptedException {
        if (!archived) {
            site.environment().progress().now(String.format(Locale.ROOT, "writing %,d documents ...", documents));
            shop.archive(documents);
            warmUp();
            archived = true;
        }
    }

    /** A run begins. */
    void begin() throws IOException {
        users.requireAlive();
        users.say("begin");
    }

    /** The users stay away while something is measured that does not concern them. */
    <T> T withoutUsers(Attempt<T> attempt) throws IOException, InterruptedException {
        users.requireAlive();
        users.say("leave");
        try {
            return attempt.make();
        } finally {
            users.say("come");
        }
    }

    /** Something to be measured. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws IOException, InterruptedException;
    }

    /** What the users see for so many seconds from now on, and each second since the run began. */
    Latencies measure(int seconds) throws IOException, InterruptedException {
        measureFromNow();
        TimeUnit.SECONDS.sleep(seconds);
        return sum();
    }

    /** What the users see from now on counts. */
    void measureFromNow() throws IOException {
        users.requireAlive();
        users.say("measure");
    }

    /** What the users have seen since it counts, and each second since the run began. */
    Latencies sum() throws IOException, InterruptedException {
        return Answers.ask(users, "sum", site.environment().directory(), Latencies.class);
    }

    /**
     * The user's options for virtual machines, with another bound of the heap. Without the optimizing compiler: five virtual
     * machines that all get warm would be what is measured for the first minutes.
     */
    List<String> withHeap(String heap) {
        List<String> options = new ArrayList<>(site.environment().jvmOptions());
        options.add(heap);
        options.add("-XX:TieredStopAtLevel=1");
        return options;
    }

    /** For those who are measured: a collector that stops them for a tenth of a second now and then would be their p99. */
    private List<String> withoutPauses(String heap) {
        List<String> options = withHeap(heap);
        options.add("-XX:-UseG1GC");
        options.add("-XX:+UseZGC");
        return options;
    }

    private static String uri(int port) {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true&replicaSet=rs0&serverSelectionTimeoutMS="
                + TimeUnit.SECONDS.toMillis(SERVER_SECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("Something did not end: " + e.getMessage(), e);
            }
        }
    }
}
