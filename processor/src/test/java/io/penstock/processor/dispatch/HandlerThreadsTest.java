package io.penstock.processor.dispatch;

import static io.penstock.processor.dispatch.DispatchFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerThreadsTest {
    @ParameterizedTest
    @ValueSource(ints = {17, 18, 19, 20})
    void shouldTakePlatformThreadsAndNoMoreThanItMay_whereVirtualOnesAreNoneOrAPreview(int feature) {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        try (HandlerThreads threads = HandlerThreads.start(feature, 3)) {
            Runnable work = () -> {
                seen.add(Thread.currentThread());
                try {
                    end.await();
                } catch (InterruptedException e) {
                    return;
                }
                done.incrementAndGet();
            };
            IntStream.range(0, 50)
                    .forEach(i -> assertThat(threads.execute(work)).isTrue());
            await().until(() -> seen.size() == 6);
            // Those that wait for a callback hold it up in no way.
            CountDownLatch calledBack = new CountDownLatch(1);
            threads.callbacks().execute(calledBack::countDown);
            await().until(() -> calledBack.getCount() == 0);
            end.countDown();
            await().until(() -> done.get() == 50);
            assertThat(seen).hasSize(6).allMatch(Thread::isDaemon);
        }
    }

    @Test
    void shouldRunCallbacksButNoHandler_onceItIsClosed() {
        HandlerThreads threads = HandlerThreads.start(4);
        threads.close();
        assertThat(threads.execute(() -> {})).isFalse();
        CountDownLatch calledBack = new CountDownLatch(1);
        threads.callbacks().execute(calledBack::countDown);
        await().until(() -> calledBack.getCount() == 0);
    }
}
