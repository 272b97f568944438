package io.penstock.connectors.engine;

/** Where a run of the engine begins to read, seen from the place that is kept of the run before. */
enum Resumption {
    /** Right behind the event that was read last: nothing is told again. */
    BEHIND_EVENT,
    /** With all that happened at the time of that event, which asks nothing of the event itself: some of it is told again. */
    FROM_ITS_TIME
}
