package io.penstock.cli.check;

import io.penstock.cli.check.JournalReader.Journalled;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a journal lets expect of each document. Follows a journal that is being written. For use by one thread. */
final class Expectations {
    private final Path journal;
    private final List<JobRule> jobs;
    private final boolean[] conditional;
    private final Optional<Long> snapshot;
    private final Accounts accounts;
    private final JournalReader reader;
    private final Map<DocumentName, Expected> undecided = new HashMap<>();
    private long acknowledged;
    private long maybe;
    private long newest;

    /**
     * @param snapshot cluster time of the first snapshot; empty if there was none
     * @param accounts where it is noted; what was noted of another journal, or with another snapshot, is gone
     */
    Expectations(Path journal, List<JobRule> jobs, Optional<Long> snapshot, Accounts accounts) {
        this.journal = journal;
        this.jobs = jobs;
        this.snapshot = snapshot;
        this.accounts = accounts;
        this.reader = new JournalReader(journal);
        this.conditional = new boolean[jobs.size()];
        for (int job = 0; job < conditional.length; job++) {
            conditional[job] = jobs.get(job).conditional();
        }
        accounts.forEach((document, account) -> account.expectNothing());
    }

    boolean isOf(Path otherJournal) {
        return journal.equals(otherJournal);
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
                            name -> accounts.of(name)
                                    .expected()
                                    .map(Expected::copy)
                                    .orElseGet(() -> new Expected(conditional)))
                    .add(new Journalled(write, Fate.MAYBE, OptionalLong.empty()), jobs, snapshot);
        }
    }

    private void add(Journalled journalled) {
        switch (journalled.fate()) {
            case ACKNOWLEDGED -> {
                acknowledged++;
                long position = journalled.by().orElse(newest);
                newest = Long.compareUnsigned(position, newest) > 0 ? position : newest;
            }
            case MAYBE -> maybe++;
            case REFUSED -> {}
        }
        expected(accounts.of(journalled.write().document())).add(journalled, jobs, snapshot);
    }

    private Expected expected(Account account) {
        return account.expected().orElseGet(() -> {
            Expected nothing = new Expected(conditional);
            account.expect(nothing);
            return nothing;
        });
    }

    void forEach(Sink sink) {
        accounts.forEach((document, account) -> Optional.ofNullable(undecided.get(document))
                .or(account::expected)
                .ifPresent(expected -> sink.accept(document, expected, account)));
    }

    /** Whether nothing more is to be expected of a document, if anything ever was. */
    boolean isOver(DocumentName document, Account account) {
        return !undecided.containsKey(document)
                && account.expected()
                        .map(expected -> Comparison.isOver(jobs, snapshot, document, expected, account))
                        .orElse(true);
    }

    long acknowledged() {
        return acknowledged;
    }

    /** How many writes nobody knows the fate of. */
    long maybe() {
        return maybe + reader.open().size();
    }

    /** A position that is not before any acknowledged write's; unsigned. */
    long newest() {
        return newest;
    }

    /** Gets what is known of a document. */
    @FunctionalInterface
    interface Sink {
        void accept(DocumentName document, Expected expected, Account account);
    }
}
