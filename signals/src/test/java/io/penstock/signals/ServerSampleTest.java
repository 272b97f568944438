package io.penstock.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.settings.SignalOrigin.Operations;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What follows from two samples of a server's counters. */
class ServerSampleTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static ServerSample sample(long at, String status) throws UnreadableException {
        return ServerSample.of(Document.parse(status), at);
    }

    private static String status(long readOps, long readMicros, long writeOps, long writeMicros, long readers) {
        return "{opLatencies: {reads: {latency: {$numberLong: '%d'}, ops: {$numberLong: '%d'}}, writes: {latency: %d, ops: %d}}, globalLock: {currentQueue: {total: %d, readers: %d, writers: 0}}}"
                .formatted(readMicros, readOps, writeMicros, writeOps, readers, readers);
    }

    @Test
    void theMeanOfWhatEndedInBetweenShouldCount() throws UnreadableException {
        ServerSample earlier = sample(0, status(100, 100_000, 10, 50_000, 0));
        ServerSample later = sample(SECOND, status(300, 700_000, 20, 150_000, 0));

        assertThat(later.since(earlier, Operations.READS)).contains(Duration.ofMillis(3));
        assertThat(later.since(earlier, Operations.WRITES)).contains(Duration.ofMillis(10));
        assertThat(later.since(earlier, Operations.SLOWER)).contains(Duration.ofMillis(10));
    }

    @Test
    void whatWaitsShouldCountWithHowLongItWillHaveTo() throws UnreadableException {
        ServerSample earlier = sample(0, status(0, 0, 0, 0, 0));
        ServerSample later = sample(SECOND, status(200, 200_000, 0, 0, 10));

        // 200 a second get through, so the tenth in the queue waits for 50 ms.
        assertThat(later.since(earlier, Operations.READS)).contains(Duration.ofMillis(50));
    }

    @Test
    void aServerInWhichNothingEndsWhileSomeWaitShouldLookAsSlowAsTheTimeSince() throws UnreadableException {
        ServerSample earlier = sample(0, status(5, 5, 0, 0, 0));
        ServerSample later = sample(SECOND, status(5, 5, 0, 0, 1));

        assertThat(later.since(earlier, Operations.READS)).contains(Duration.ofSeconds(1));
    }

    @Test
    void aServerAtRestShouldKeepNobodyWaiting() throws UnreadableException {
        ServerSample earlier = sample(0, status(5, 5, 0, 0, 0));
        ServerSample later = sample(SECOND, status(5, 5, 0, 0, 0));

        assertThat(later.since(earlier, Operations.SLOWER)).contains(Duration.ZERO);
    }

    @Test
    void countersThatBeganAnewShouldSayNothing() throws UnreadableException {
        ServerSample earlier = sample(0, status(500, 5_000, 0, 0, 0));
        ServerSample later = sample(SECOND, status(5, 50, 0, 0, 0));

        assertThat(later.since(earlier, Operations.SLOWER)).isEmpty();
    }

    @Test
    void theQueueForTicketsShouldCountWhereAServerTellsIt() throws UnreadableException {
        ServerSample later = sample(
                SECOND,
                "{opLatencies: {reads: {latency: 0, ops: 100}, writes: {latency: 0, ops: 100}},"
                        + " queues: {execution: {write: {normalPriority: {queueLength: 4}}}}}");

        assertThat(later.since(sample(0, status(0, 0, 0, 0, 0)), Operations.WRITES))
                .contains(Duration.ofMillis(40));
    }

    @Test
    void aServerThatDoesNotCountShouldBeNamed() {
        assertThatThrownBy(() -> sample(0, "{ok: 1}"))
                .isInstanceOfSatisfying(
                        UnreadableException.class,
                        wrong -> assertThat(wrong.kind()).contains("opLatencies"));
    }
}
