package io.penstock.connectors.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The engine's state: changed by several threads, told to the listener in order, final once it has ended. */
final class EngineStates {
    private final EngineListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private EngineState current = new EngineState.Stopped();
    private boolean begun;

    EngineStates(EngineListener listener) {
        this.listener = listener;
    }

    EngineState current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Changes the state, unless the engine has ended. */
    void become(EngineState next) {
        lock.lock();
        try {
            if ((begun && current.ended()) || next.equals(current)) {
                return;
            }
            begun = true;
            current = next;
            listener.stateChanged(next);
            if (next.ended()) {
                ended.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Changes the state if a condition holds, which whoever ends it ends before another change of the state. */
    void becomeIf(BooleanSupplier condition, EngineState next) {
        lock.lock();
        try {
            if (condition.getAsBoolean()) {
                become(next);
            }
        } finally {
            lock.unlock();
        }
    }

    EngineState awaitEnd() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!begun || !current.ended()) {
                ended.await();
            }
            return current;
        } finally {
            lock.unlock();
        }
    }
}
