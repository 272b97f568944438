package io.penstock.processor.rate;

import java.util.Optional;

/** How often attempts of one job may begin, for one partition. For use by one thread; times are milliseconds since 1970. */
public interface Pace {
    /** Of a job that has no rate. */
    Pace FREE = new Pace() {
        @Override
        public boolean limits() {
            return false;
        }

        @Override
        public boolean permits(long now) {
            return true;
        }

        @Override
        public Optional<Token> take(long now) {
            return Optional.of(Token.FREE);
        }

        @Override
        public Token force(long now) {
            return Token.FREE;
        }

        @Override
        public void forgo() {}

        @Override
        public long next() {
            return Long.MAX_VALUE;
        }
    };

    /** Whether the job has a rate. */
    boolean limits();

    /** Whether an attempt may begin now; if not, the partition stands in line from now on, until it takes or forgoes. */
    boolean permits(long now);

    /** A token for an attempt; empty if there is none, which another partition may just have taken. */
    Optional<Token> take(long now);

    /** A token, whether or not there is one: then so much less may begin afterwards. */
    Token force(long now);

    /** There is nothing to begin: leaves the line. */
    void forgo();

    /** When to ask again; {@link Long#MAX_VALUE} if it does not stand in line. */
    long next();
}
