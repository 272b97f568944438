package io.penstock.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Operation;
import io.penstock.cli.check.JournalReader.Journalled;
import io.penstock.cli.check.Write.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final Path folder;

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isReadBackAsItWasWritten() {
        Path file = folder.resolve("journal");
        Write first = write(1, OptionalLong.of(7_300_000_000_000_000_000L), "invoice", "search-index");
        Write second = write(2, OptionalLong.empty());
        try (Journal journal = Journal.create(file)) {
            journal.intend(first);
            journal.intend(second);
            journal.ended(2, Fate.REFUSED, OptionalLong.empty());
            journal.ended(1, Fate.ACKNOWLEDGED, OptionalLong.of(7_300_000_000_000_000_001L));
        }
        assertThat(read(file))
                .containsExactly(
                        new Journalled(second, Fate.REFUSED, OptionalLong.empty()),
                        new Journalled(first, Fate.ACKNOWLEDGED, OptionalLong.of(7_300_000_000_000_000_001L)));
    }

    @Test
    void aWriteWithoutAFateIsInDoubt_beforeTheJournalIsClosed() {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.create(file)) {
            journal.intend(write(1, OptionalLong.empty()));
            assertThat(read(file)).singleElement().extracting(Journalled::fate).isEqualTo(Fate.MAYBE);
        }
    }

    @Test
    void aLastLineThatWasCutShortIsPassedOver() throws IOException {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.create(file)) {
            journal.intend(write(1, OptionalLong.empty()));
        }
        Files.writeString(file, "{\"write\":2,\"inten", StandardOpenOption.APPEND);
        assertThat(read(file)).hasSize(1);
    }

    @Test
    void isFollowedWhileItIsWritten() throws IOException {
        Path file = folder.resolve("journal");
        List<Journalled> writes = new ArrayList<>();
        JournalReader reader = new JournalReader(file);
        try (Journal journal = Journal.create(file)) {
            journal.intend(write(1, OptionalLong.empty()));
            reader.readOn(writes::add);
            assertThat(writes).isEmpty();
            assertThat(reader.open()).hasSize(1);

            journal.ended(1, Fate.ACKNOWLEDGED, OptionalLong.empty());
            journal.intend(write(2, OptionalLong.empty()));
            reader.readOn(writes::add);
            assertThat(writes).extracting(Journalled::fate).containsExactly(Fate.ACKNOWLEDGED);
            assertThat(reader.open()).extracting(Write::number).containsExactly(2L);
        }
    }

    @Test
    void whatIsNoJournalIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("journal"), "one\ntwo\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("byte 0");
    }

    private static List<Journalled> read(Path file) {
        List<Journalled> writes = new ArrayList<>();
        JournalReader reader = new JournalReader(file);
        reader.readOn(writes::add);
        reader.open().forEach(write -> writes.add(new Journalled(write, Fate.MAYBE, OptionalLong.empty())));
        return writes;
    }

    private static Write write(long number, OptionalLong after, String... holds) {
        return new Write(
                number,
                Instant.ofEpochMilli(number),
                new DocumentName("shop.orders", "{\"$oid\":\"507f1f77bcf86cd799439011\"}"),
                new Change(Operation.UPDATE, 3, Set.of(holds)),
                number == 1 ? OptionalLong.of(5) : OptionalLong.empty(),
                after);
    }
}
