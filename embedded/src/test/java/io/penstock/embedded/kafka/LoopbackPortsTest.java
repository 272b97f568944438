package io.penstock.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
    @Test
    void shouldNotChooseThePortThatTheBrokerItselfWillListenOn() {
        int first = LoopbackPorts.choose();
        int second = LoopbackPorts.chooseOtherThan(first);
        Iterator<Integer> drawn = List.of(first, first, second).iterator();

        assertThat(LoopbackPorts.chooseOtherThan(first, drawn::next)).isEqualTo(second);
    }
}
