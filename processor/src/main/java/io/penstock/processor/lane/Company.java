package io.penstock.processor.lane;

/**
 * What an attempt begins beside. After the process has ended, what had not ended is tried again in less company each time: so
 * what ends processes is found, and who merely was there has to have been there again and again to be taken for it.
 */
public enum Company {
    /** Everything else. */
    MANY(0, Integer.MAX_VALUE),
    /** Others that may have ended the process, and nothing else that has begun of late. */
    FEW(2, 8),
    /** Nothing else that has begun of late. */
    ALONE(1, 1);

    private final int code;
    private final int most;

    /**
     * @param code as rows have it: 0 and 1 are the original codes; releases that do not know 2 read it as 0
     */
    Company(int code, int most) {
        this.code = code;
        this.most = most;
    }

    /** How many such attempts a process may run, this one included. */
    public int most() {
        return most;
    }

    /** That of the next attempt, if the process ends during one in this company. */
    public Company fewer() {
        return this == MANY ? FEW : ALONE;
    }

    int code() {
        return code;
    }

    /** Unknown codes, of a later release, count as {@link #MANY}, which blames nobody. */
    static Company of(int code) {
        for (Company company : values()) {
            if (company.code == code) {
                return company;
            }
        }
        return MANY;
    }
}
