package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.junit.jupiter.api.Test;

class TaskProcessorTest {
    @Test
    void shouldNotRunWhereItCannotWaitForWhatWasSent() {
        ProcessorContext<?, ?> context = (ProcessorContext<?, ?>) Proxy.newProxyInstance(
                ProcessorContext.class.getClassLoader(),
                new Class<?>[] {ProcessorContext.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        assertThatThrownBy(() -> TaskProcessor.flushing(context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at_least_once");
    }
}
