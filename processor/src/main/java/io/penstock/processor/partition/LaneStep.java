package io.penstock.processor.partition;

/** What the end of an attempt means to its lane. */
enum LaneStep {
    /** Its task is settled, and the next may go on. */
    GO_ON,
    /** Its task is settled or stands aside; the next needs another turn. */
    NEXT,
    /** Its task stays at the head, and waits. */
    WAIT
}
