package io.penstock.benchmarks.backlog;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.Changelog;
import io.penstock.benchmarks.kafka.TopicFiller;
import io.penstock.benchmarks.process.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A processor with little heap, and the topic from which its work comes. For use by one thread. */
final class Scene implements AutoCloseable {
    private static final String HEAP = "-Xmx256m";

    private final Site site;
    private final Installation installation;
    private final Jobs job;
    private final Errands errands;
    private Subject subject;

    Scene(Site site, Jobs job, int keys) throws IOException {
        this.site = site;
        this.job = job;
        this.installation = site.install("backlog", job.text());
        String topic = Installation.changes(job.text(), Jobs.COLLECTION);
        site.admin().create(topic, Site.PARTITIONS);
        this.errands = new Errands(topic, keys, job == Jobs.FAILING || job == Jobs.SHORT_DELETIONS);
        this.subject = start();
    }

    Subject subject() {
        return subject;
    }

    Errands errands() {
        return errands;
    }

    /** Writes so many changes. */
    void fill(int count) {
        TopicFiller.fill(site.bootstrapServers(), count, number -> errands.next());
    }

    /** Kills the process, and starts another one in its place. */
    void restart() throws IOException, InterruptedException {
        subject.kill();
        subject.close();
        subject = start();
    }

    /** What a restore of all stores, or of one of them, would read now. */
    Changelog changelog(String store) {
        String application = installation.application();
        return Changelog.read(
                site.bootstrapServers(),
                site.admin().names().stream()
                        .filter(topic -> topic.startsWith(application + "-" + store) && topic.endsWith("-changelog"))
                        .toList(),
                Site.PARTITIONS);
    }

    void progress(String what, long count) {
        site.environment().progress().now(String.format(Locale.ROOT, "%s: %,d ...", what, count));
    }

    private Subject start() throws IOException {
        List<String> jvmOptions = new ArrayList<>(site.environment().jvmOptions());
        jvmOptions.add(HEAP);
        Options options = installation.options().and(Map.of("job", job.text()));
        return new Subject(
                site.start(BacklogProcess.class, jvmOptions, options),
                site.environment().directory());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        subject.close();
        site.remove(installation);
        site.admin().deleteStartingWith(job.text() + ".");
    }
}
