package io.penstock.processor.stream;

import io.penstock.processor.dispatch.QueuedDispatch;
import io.penstock.processor.governing.Workforce;
import io.penstock.processor.rate.Rates;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/**
 * What runs the attempts of queued jobs, for the governor. Threads may share one.
 *
 * @param wanted how many would run at once if they could
 * @param dispatch runs them
 * @param rates say how often they may begin
 */
record QueuedWorkforce(IntSupplier wanted, QueuedDispatch dispatch, Rates rates) implements Workforce {
    @Override
    public double demand() {
        return wanted.getAsInt();
    }

    @Override
    public double running() {
        return dispatch.running();
    }

    @Override
    public void limit(double share) {
        dispatch.limit(share);
    }

    @Override
    public void part(OptionalDouble part) {
        rates.governed(part);
    }
}
