package io.penstock.settings.file;

import io.penstock.settings.JobSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What could be made of a file: with defaults in place of what is wrong, and without the jobs that are incomplete.
 *
 * @param settings the settings
 * @param jobs for each job of the settings, its pointer in the file
 */
record Draft(Settings settings, List<String> jobs) {
    private static final Pattern JOB = Pattern.compile("/jobs/(\\d{1,9})(/.*)?");

    Draft {
        jobs = List.copyOf(jobs);
    }

    /** The same without the jobs whose pointer does not pass. */
    Draft onlyJobs(Predicate<String> passes) {
        List<JobSettings> kept = new ArrayList<>();
        List<String> pointers = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            if (passes.test(jobs.get(i))) {
                kept.add(settings.jobs().get(i));
                pointers.add(jobs.get(i));
            }
        }
        Settings fewer = new Settings(
                settings.application(),
                settings.connections(),
                settings.source(),
                settings.topics(),
                settings.broker(),
                settings.processing(),
                kept);
        return new Draft(fewer, pointers);
    }

    /** A problem with these settings, with its pointer into the file, whose jobs may be counted otherwise. */
    Problem inFile(Problem problem) {
        Matcher job = JOB.matcher(problem.pointer());
        if (!job.matches() || Integer.parseInt(job.group(1)) >= jobs.size()) {
            return problem;
        }
        String rest = job.group(2) == null ? "" : job.group(2);
        return new Problem(jobs.get(Integer.parseInt(job.group(1))) + rest, problem.message());
    }
}
