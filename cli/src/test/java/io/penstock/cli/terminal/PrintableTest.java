package io.penstock.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlCharacters_cannotReachTheTerminal() {
        assertThat(Printable.line("a\u001b[31mb\u0000\u202ec\u009b")).isEqualTo("a?[31mb??c?");
    }

    @Test
    void lines_becomeOne() {
        assertThat(Printable.line("a\nb\tc\r\n")).isEqualTo("a b c  ");
    }

    @Test
    void textsOfAllScripts_stay() {
        assertThat(Printable.line("Grüße, 世界 🌊")).isEqualTo("Grüße, 世界 🌊");
    }

    @Test
    void longText_isCutToTheWidth() {
        assertThat(Printable.line("abcdef", 4)).isEqualTo("abc…");
        assertThat(Printable.line("abcd", 4)).isEqualTo("abcd");
    }
}
