package io.penstock.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.terminal.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_areAsWideAsTheyMustBe() {
        Table table = new Table(List.of(Column.text("NAME"), Column.number("SIZE"), Column.text("WHAT FOR")));
        table.add(List.of("a", "10,000", "-"));
        table.add(List.of("longer", "1", "much"));
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        table.print(new PrintStream(written, true, UTF_8));

        assertThat(written.toString(UTF_8).lines())
                .containsExactly("NAME      SIZE  WHAT FOR", "a       10,000  -", "longer       1  much");
    }
}
