package io.penstock.processor.dispatch;

import io.penstock.api.DatabaseCost;
import io.penstock.api.DatabaseException;
import io.penstock.documents.Account;
import io.penstock.processor.turn.RunningAttempt;

/** Lets an attempt use the database while it may settle, and writes down what that cost. */
record AttemptAccount(RunningAttempt attempt) implements Account {
    @Override
    public void admit() {
        if (attempt.isRevoked()) {
            throw new DatabaseException(
                    "The attempt may not settle any more, and so it may not use the database: its time limit is over,"
                            + " or its task was cancelled, replaced or has moved",
                    true);
        }
        attempt.work().limits().allowance().reached(attempt.cost()).ifPresent(reached -> {
            throw new DatabaseException("The task's budget is used up (" + reached + ")", true);
        });
    }

    @Override
    public void charge(DatabaseCost cost) {
        attempt.charge(cost);
    }
}
