package io.penstock.cli.migrate;

import io.penstock.processor.registry.Identities;
import io.penstock.processor.registry.Register;
import io.penstock.records.JobIdentity;
import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a migration has to do, by what is recorded, and what it says at each step. Whoever stops anywhere among what is said
 * and begins anew is led on by it. Immutable.
 */
final class Steps {
    private final Settings settings;
    private final Register register;
    private final Optional<String> only;
    private final boolean moved;

    /**
     * @param register what is recorded; of the deployment, too
     * @param only the job that is asked for; empty: all
     */
    Steps(Settings settings, Register register, Optional<String> only) {
        this(settings, register, only, false);
    }

    /** @param moved whether topics with changes have another number of partitions than was recorded */
    Steps(Settings settings, Register register, Optional<String> only, boolean moved) {
        this.settings = settings;
        this.register = register;
        this.only = only;
        this.moved = moved;
    }

    /** Whether tasks are spread otherwise from now on, or that was begun. */
    boolean spreadsAnew() {
        return moved || deployment().to().isPresent() || !deployment().layout().equals(Identities.layout(settings));
    }

    /** Whether all tasks are to be spread anew now. */
    boolean spreads() {
        return only.isEmpty() && spreadsAnew();
    }

    /** Whether something has to be drained. */
    boolean mustDrain() {
        return spreads() || !toDrain().isEmpty();
    }

    /** Names of the jobs that have to be. What a job that is new comes from is nothing. */
    List<String> toDrain() {
        return wanted().stream()
                .filter(job -> register.job(job.name())
                        .filter(known -> spreads()
                                || known.is(Stage.DRAINING)
                                || !known.identity().agreesWith(Identities.of(job)))
                        .isPresent())
                .map(JobSettings::name)
                .toList();
    }

    /** Names of those whose migration has not begun yet. */
    List<String> toBegin() {
        return toDrain().stream()
                .filter(name ->
                        register.job(name).filter(job -> job.is(Stage.DRAINING)).isEmpty())
                .toList();
    }

    /** Names of recorded jobs that the configuration does not have. */
    List<String> left() {
        return register.jobs().values().stream()
                .map(Job::name)
                .filter(name -> configured(name).isEmpty())
                .sorted()
                .toList();
    }

    /** Names of those whose migration was begun, and cannot go on without their configuration. */
    List<String> stranded() {
        return left().stream()
                .filter(name ->
                        register.job(name).filter(job -> job.is(Stage.DRAINING)).isPresent())
                .toList();
    }

    /** What makes every processor refuse to start. */
    List<JobsRecord> begin() {
        List<JobsRecord> said = new ArrayList<>();
        for (String name : toDrain()) {
            Job known = register.job(name).orElseThrow();
            Move move = new Move(Stage.DRAINING, identity(name));
            said.add(new Job(name, known.identity(), known.generation(), Map.of(), Optional.of(move)));
        }
        if (spreads()) {
            Layout to = Identities.layout(settings);
            said.add(deployment().becoming(to));
        }
        return said;
    }

    /**
     * What lets them start again. How tasks are spread comes last: until then everything before is done again.
     *
     * @param since the position of the last change before the cut, for each partition
     */
    List<JobsRecord> drained(Map<String, String> since) {
        List<JobsRecord> said = new ArrayList<>();
        for (String name : toDrain()) {
            int generation = register.job(name).orElseThrow().generation();
            Move move = new Move(Stage.SEEDING, identity(name));
            said.add(new Job(name, identity(name), generation + 1, since, Optional.of(move)));
        }
        if (spreads()) {
            said.add(new Deployment(Identities.layout(settings), deployment().generation() + 1, Optional.empty()));
        }
        return said;
    }

    /** The jobs that are to be seeded. */
    List<Job> seeding() {
        return wanted().stream()
                .flatMap(job -> register.job(job.name()).stream())
                .filter(job -> job.is(Stage.SEEDING))
                .toList();
    }

    /**
     * What ends the seeding of a job.
     *
     * @param begun what was recorded when it began
     */
    SeedingEnd seeded(Job begun) {
        Job now = register.job(begun.name()).orElse(begun);
        if (now.generation() != begun.generation() || now.is(Stage.DRAINING)) {
            return new SeedingEnd.Overtaken(begun.name());
        }
        return now.is(Stage.SEEDING)
                ? new SeedingEnd.Says(new Job(now.name(), now.identity(), now.generation(), Map.of(), Optional.empty()))
                : new SeedingEnd.Over();
    }

    /** The configurations of jobs by these names. */
    List<JobSettings> configurations(List<String> names) {
        return settings.jobs().stream()
                .filter(job -> names.contains(job.name()))
                .toList();
    }

    private List<JobSettings> wanted() {
        return settings.jobs().stream()
                .filter(job -> only.isEmpty() || only.get().equals(job.name()))
                .toList();
    }

    private JobIdentity identity(String name) {
        return Identities.of(configured(name).orElseThrow());
    }

    private Optional<JobSettings> configured(String name) {
        return settings.jobs().stream().filter(job -> job.name().equals(name)).findFirst();
    }

    private Deployment deployment() {
        return register.deployment().orElseThrow();
    }
}
