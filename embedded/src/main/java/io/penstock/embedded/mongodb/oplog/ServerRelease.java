package io.penstock.embedded.mongodb.oplog;

/** Which server the stand-in says it is, and what follows from that for the events it tells. */
public enum ServerRelease {
    /**
     * 4.4: no {@code wallTime}, resume tokens of version 1, an update by aggregation pipeline is told as a replacement,
     * paths in {@code updateDescription} are those of the update's operators.
     */
    V4_4("4.4.6", 9, 1),

    /**
     * 7.0: {@code wallTime}, resume tokens of version 2, an update by aggregation pipeline is told as an update, a path
     * that an update creates is told from its first new field on, {@code truncatedArrays}.
     */
    V7_0("7.0.14", 21, 2);

    private final String version;
    private final int maxWireVersion;
    private final int tokenVersion;

    ServerRelease(String version, int maxWireVersion, int tokenVersion) {
        this.version = version;
        this.maxWireVersion = maxWireVersion;
        this.tokenVersion = tokenVersion;
    }

    /** Major, minor and patch, with dots. */
    public String version() {
        return version;
    }

    /** As in {@code hello}. */
    public int maxWireVersion() {
        return maxWireVersion;
    }

    /** The version within resume tokens. */
    public int tokenVersion() {
        return tokenVersion;
    }

    /** Whether events are told as servers from 6.0 on tell them. */
    public boolean isModern() {
        return this != V4_4;
    }
}
