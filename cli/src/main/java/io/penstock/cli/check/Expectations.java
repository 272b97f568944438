package io.penstock.cli.check;

import io.penstock.cli.check.JournalReader.Journalled;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** What a journal lets expect of each document. Follows a journal that is being written. For use by one thread. */
final class Expectations {
    private final Path journal;
    private final List<JobRule> jobs;
    private final Optional<Long> snapshot;
    private final JournalReader reader;
    private final Map<DocumentName, Expected> documents = new HashMap<>();
    private final Map<DocumentName, Expected> undecided = new HashMap<>();
    private long acknowledged;
    private long maybe;

    /** @param snapshot cluster time of the first snapshot; empty if there was none */
    Expectations(Path journal, List<JobRule> jobs, Optional<Long> snapshot) {
        this.journal = journal;
        this.jobs = jobs;
        this.snapshot = snapshot;
        this.reader = new JournalReader(journal);
    }

    boolean isOf(Path otherJournal, Optional<Long> otherSnapshot) {
        return journal.equals(otherJournal) && snapshot.equals(otherSnapshot);
    }

    Optional<Long> snapshot() {
        return snapshot;
    }

    /** Reads what has been written to the journal since the last time. */
    void readOn() {
        reader.readOn(this::add);
        undecided.clear();
        for (Write write : reader.open()) {
            DocumentName document = write.document();
            undecided
                    .computeIfAbsent(
                            document,
                            name -> documents
                                    .getOrDefault(name, new Expected(jobs))
                                    .copy())
                    .add(new Journalled(write, Fate.MAYBE, OptionalLong.empty()), jobs, snapshot);
        }
    }

    private void add(Journalled journalled) {
        switch (journalled.fate()) {
            case ACKNOWLEDGED -> acknowledged++;
            case MAYBE -> maybe++;
            case REFUSED -> {}
        }
        documents
                .computeIfAbsent(journalled.write().document(), document -> new Expected(jobs))
                .add(journalled, jobs, snapshot);
    }

    void forEach(BiConsumer<DocumentName, Expected> sink) {
        documents.forEach((document, expected) -> sink.accept(document, undecided.getOrDefault(document, expected)));
        undecided.forEach((document, expected) -> {
            if (!documents.containsKey(document)) {
                sink.accept(document, expected);
            }
        });
    }

    long acknowledged() {
        return acknowledged;
    }

    /** How many writes nobody knows the fate of. */
    long maybe() {
        return maybe + reader.open().size();
    }
}
