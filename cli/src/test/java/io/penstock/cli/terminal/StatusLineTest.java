package io.penstock.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private StatusLine line(boolean terminal) {
        return new StatusLine(new PrintStream(written, true, UTF_8), terminal, 10, now::get);
    }

    private String written() {
        return written.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void onATerminal_theLineIsRefreshedInPlaceAndCutToItsWidth() {
        try (StatusLine line = line(true)) {
            line.show("one");
            line.show("two two two");
        }

        assertThat(written()).isEqualTo("\r\u001b[Kone\r\u001b[Ktwo two t\n");
    }

    @Test
    void onATerminal_whatIsSaidStaysAboveTheLine() {
        try (StatusLine line = line(true)) {
            line.show("one");
            line.say("heard");
        }

        assertThat(written()).isEqualTo("\r\u001b[Kone\r\u001b[Kheard\none\n");
    }

    @Test
    void elsewhere_thereIsALineASecond() {
        try (StatusLine line = line(false)) {
            line.show("one, in full length");
            now.set(Instant.ofEpochMilli(999));
            line.show("two");
            line.say("heard");
            now.set(Instant.ofEpochMilli(1_000));
            line.show("three");
        }

        assertThat(written()).isEqualTo("one, in full length\nheard\nthree\n");
    }

    @Test
    void elsewhere_howThingsStandAtTheEndIsTold_howeverSoon() {
        try (StatusLine line = line(false)) {
            line.show("one");
            line.showLast("two");
        }

        assertThat(written()).isEqualTo("one\ntwo\n");
    }
}
