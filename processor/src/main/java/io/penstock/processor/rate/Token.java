package io.penstock.processor.rate;

/**
 * Leave for one attempt to begin. What is done with it first counts, and whatever comes after does nothing. Safe for use by
 * several threads.
 */
public interface Token {
    /** Of a job that has no rate. */
    Token FREE = new Token() {
        @Override
        public void spend(long now) {}

        @Override
        public void giveBack() {}
    };

    /** The attempt begins now: milliseconds since 1970. */
    void spend(long now);

    /** The attempt does not begin: another one may. */
    void giveBack();
}
