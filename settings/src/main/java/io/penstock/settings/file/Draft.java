package io.penstock.settings.file;

import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import java.util.List;
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
