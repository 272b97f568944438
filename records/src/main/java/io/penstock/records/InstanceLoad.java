package io.penstock.records;

/**
 * What an instance says of itself to the governor. A record without a value says that the instance is gone.
 *
 * @param instance its name: its address, where it has one
 * @param demand how many attempts it would run at once if it could
 * @param inUse how many it ran, on average, since it spoke last
 * @param work how much there is to do
 */
public record InstanceLoad(String instance, double demand, double inUse, Work work) implements GovernorRecord {
    private static final String KEY = "instance ";

    /**
     * How much there is to do, of the jobs that are queued.
     *
     * @param open tasks that are not settled
     * @param newPerSecond how many tasks come in a second
     * @param handlingSeconds how long an attempt takes, on average; 0: not known
     */
    public record Work(long open, double newPerSecond, double handlingSeconds) {
        /** Nothing, as far as is known. */
        public static final Work NONE = new Work(0, 0, 0);
    }

    @Override
    public String key() {
        return key(instance);
    }

    /** The key of what an instance says. */
    public static String key(String instance) {
        return KEY + instance;
    }

    /** The instance whose record has this key; empty if it is no instance's. */
    static String ofKey(String key) {
        return key.startsWith(KEY) ? key.substring(KEY.length()) : "";
    }
}
