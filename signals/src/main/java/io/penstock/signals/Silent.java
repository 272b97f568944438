package io.penstock.signals;

/** For sources that have not been started. */
final class Silent {
    static final Readings READINGS = new Readings() {
        @Override
        public void latency(String signal, long nanos) {}

        @Override
        public void reading(String signal, long nanos) {}
    };

    private Silent() {}
}
