package io.penstock.processor.stream;

import io.penstock.processor.registry.Register;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.settings.Settings;

/**
 * How what is written holds together. The two are not each other's opposite: rows that were written without transactions are
 * there, and may be torn, when the guarantee is another one by now.
 *
 * @param transactions whether rows, outputs and offsets are written as one
 * @param readsAgain whether a record that was processed may be read again with the stores keeping what it wrote: without
 *     transactions, and wherever there were none once
 */
record Guarantee(boolean transactions, boolean readsAgain) {
    /** That of a process with these settings, in a deployment of which this is recorded. */
    static Guarantee of(Settings settings, Register register) {
        boolean transactions = !settings.connections().atLeastOnce();
        boolean torn = register.deployment().filter(Deployment::atLeastOnce).isPresent();
        return new Guarantee(transactions, torn || !transactions);
    }
}
