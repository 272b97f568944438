package io.penstock.cli.check;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** The accounts of the documents. It can forget those that nobody has asked for lately. For use by one thread. */
final class Accounts {
    private final int jobs;
    /** In the order in which they were asked for last. */
    private final Map<DocumentName, Account> recent = new LinkedHashMap<>(16, 0.75f, true);
    /** Asked for long ago, and not to be forgotten. */
    private final Map<DocumentName, Account> unfinished = new HashMap<>();

    private final Map<String, String> collections = new HashMap<>();
    private boolean complete = true;

    /** @param jobs how many jobs there are */
    Accounts(int jobs) {
        this.jobs = jobs;
    }

    /** The account of a document, which is opened if there is none. */
    Account of(DocumentName document) {
        Account known = recent.get(document);
        return known == null ? broughtBack(document) : known;
    }

    private Account broughtBack(DocumentName document) {
        // Each record brings a name of its own. Documents are many, collections few.
        String collection = collections.computeIfAbsent(document.collection(), name -> name);
        Account account = Optional.ofNullable(unfinished.remove(document)).orElseGet(() -> new Account(jobs));
        recent.put(new DocumentName(collection, document.id()), account);
        return account;
    }

    /** The accounts may not be asked for meanwhile. */
    void forEach(BiConsumer<DocumentName, Account> sink) {
        unfinished.forEach(sink);
        recent.forEach(sink);
    }

    int size() {
        return unfinished.size() + recent.size();
    }

    /** Whether none was ever forgotten. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Forgets all but those that were asked for last.
     *
     * @param most so many stay
     * @param over whether nothing more is to be expected of a document; the others stay, however many they are. An account
     *     does not become so unless it is asked for
     */
    void forget(int most, BiPredicate<DocumentName, Account> over) {
        Iterator<Map.Entry<DocumentName, Account>> eldest = recent.entrySet().iterator();
        while (recent.size() > most) {
            Map.Entry<DocumentName, Account> next = eldest.next();
            if (over.test(next.getKey(), next.getValue())) {
                complete = false;
            } else {
                unfinished.put(next.getKey(), next.getValue());
            }
            eldest.remove();
        }
    }
}
