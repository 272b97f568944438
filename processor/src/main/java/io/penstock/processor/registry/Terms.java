package io.penstock.processor.registry;

import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.Layout;
import io.penstock.settings.Settings;

/**
 * The terms under which a process takes part in a deployment.
 *
 * @param register what is recorded
 * @param layout how tasks are spread
 * @param generation of the layout: stores of another one are somebody else's
 * @param takesIn whether it takes changes in; else it does what is open, and no more
 */
public record Terms(Register register, Layout layout, int generation, boolean takesIn) {
    /** Those of a deployment that works as configured. */
    public static Terms working(Settings settings, Register register) {
        return new Terms(register, Identities.layout(settings), generation(register), true);
    }

    /** Those of one that is drained: tasks are where they were, whatever the configuration says. */
    public static Terms draining(Settings settings, Register register) {
        Layout layout = register.deployment().map(Deployment::layout).orElseGet(() -> Identities.layout(settings));
        return new Terms(register, layout, generation(register), false);
    }

    private static int generation(Register register) {
        return register.deployment().map(Deployment::generation).orElse(0);
    }
}
