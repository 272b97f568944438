package io.penstock.connectors.source;

import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.OwnCollections;
import io.penstock.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The collections that all jobs together watch.
 *
 * @param selectors names ({@code shop.orders}) and patterns ({@code shop.*}, {@code *} stands for any run of
 *     characters), sorted, each once
 */
public record WatchedCollections(List<String> selectors) {
    private static final char ANY = '*';
    /** What PCRE and Java alike read as more than the character itself. */
    private static final String SPECIAL = "\\^$.|?+()[]{}";

    /** Debezium matches in any case, and {@code System.logs} is anybody's. */
    private static final String NOT_MONGODBS_OWN = "(?!(?-i:system\\.))";

    /** Names of databases, of which {@code Penstock} is anybody's as well. */
    private static final String NOBODYS = "(?:admin|config|local|(?-i:" + OwnCollections.DATABASE + "))";

    /** From the beginning on: servers look for an expression anywhere in a name, and would find {@code enstock}. */
    private static final String NOT_NOBODYS_DATABASE = "^(?!" + NOBODYS + "$)";

    private static final String NOT_IN_NOBODYS_DATABASE = "^(?!" + NOBODYS + "\\.)";

    public WatchedCollections {
        selectors = List.copyOf(new TreeSet<>(selectors));
    }

    /** What the jobs of these settings watch. */
    public static WatchedCollections of(Settings settings) {
        return new WatchedCollections(settings.jobs().stream()
                .map(JobSettings::selection)
                .map(JobSettings.Selection::collections)
                .flatMap(Collection::stream)
                .toList());
    }

    /** Whether there are names only, no patterns. */
    public boolean literal() {
        return patterns().allMatch(CollectionPattern::isLiteral);
    }

    /** The full names, without the patterns. */
    public List<String> names() {
        return patterns()
                .filter(CollectionPattern::isLiteral)
                .map(CollectionPattern::toString)
                .toList();
    }

    /** The one database that all collections are in; empty if there are several, or if that cannot be known. */
    public Optional<String> database() {
        List<String> databases =
                patterns().map(CollectionPattern::database).distinct().toList();
        return databases.size() == 1 ? anyDatabase() : Optional.empty();
    }

    /** A database that surely exists for the jobs: the first that is named. */
    public Optional<String> anyDatabase() {
        return patterns()
                .map(CollectionPattern::database)
                .filter(name -> name.indexOf(ANY) < 0)
                .findFirst();
    }

    /** For Debezium's {@code collection.include.list} with literal matching. */
    public String literals() {
        return String.join(",", selectors);
    }

    /** For Debezium's {@code collection.include.list} with regex matching, which takes expressions of PCRE and Java. */
    public String expressions() {
        return selectors.stream().map(WatchedCollections::expression).collect(Collectors.joining(","));
    }

    /** For Debezium's {@code database.include.list} with literal matching. */
    public String databaseLiterals() {
        return patterns().map(CollectionPattern::database).distinct().collect(Collectors.joining(","));
    }

    /** For Debezium's {@code database.include.list} with regex matching. */
    public String databaseExpressions() {
        return patterns()
                .map(CollectionPattern::database)
                .distinct()
                .map(name -> (name.indexOf(ANY) < 0 ? "" : NOT_NOBODYS_DATABASE) + wildcards(name, ".*"))
                .collect(Collectors.joining(","));
    }

    private Stream<CollectionPattern> patterns() {
        return selectors.stream().map(CollectionPattern::of);
    }

    /**
     * Wider than {@link CollectionPattern#regex}: what no job watches all the same, the processor passes over. But MongoDB's
     * own collections must not be among it, for a first snapshot reads what matches, and who may read a database may not
     * read those: the engine would end. Nor what Penstock copies into its database: it would be read again for nothing.
     */
    private static String expression(String selector) {
        CollectionPattern pattern = CollectionPattern.of(selector);
        return (pattern.database().indexOf(ANY) < 0 ? "" : NOT_IN_NOBODYS_DATABASE)
                + wildcards(pattern.database(), "[^.]*")
                + "\\."
                + (pattern.isLiteral() ? "" : NOT_MONGODBS_OWN)
                + wildcards(pattern.collection(), ".*");
    }

    private static String wildcards(String glob, String any) {
        StringBuilder expression = new StringBuilder();
        glob.chars().forEach(c -> {
            if (c == ANY) {
                expression.append(any);
            } else {
                expression.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append((char) c);
            }
        });
        return expression.toString();
    }
}
