package io.penstock.settings;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names one collection ({@code shop.orders}) or several ({@code shop.orders_*}). {@code *} stands for any number of
 * characters: in the database's name for any but the dot, in the collection's, which may hold dots, for any at all. A
 * pattern never matches MongoDB's own collections ({@code system.*}) and databases, nor {@link #SIGNALS} and Penstock's
 * database: a job that watched what it makes would feed itself for ever. There are no other wildcards.
 */
public final class CollectionPattern {
    /** The collection that incremental snapshots are steered by; one in each database that has any. */
    public static final String SIGNALS = "penstock_signals";

    private static final List<String> NOBODYS_DATABASES = List.of("admin", "config", "local", OwnCollections.DATABASE);

    private static final String NOBODYS_DATA =
            "(?!(" + String.join("|", NOBODYS_DATABASES) + ")\\.)(?![^.]*\\.system\\.)(?![^.]*\\." + SIGNALS + "$)";

    private final String text;
    private final int dot;
    private final Pattern pattern;

    private CollectionPattern(String text, int dot) {
        this.text = text;
        this.dot = dot;
        this.pattern = Pattern.compile(regex(), Pattern.DOTALL);
    }

    /**
     * Reads a name or a pattern.
     *
     * @param text database, a dot, collection
     * @throws IllegalArgumentException if the text is of another form
     */
    public static CollectionPattern of(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || dot == text.length() - 1) {
            throw new IllegalArgumentException("not of the form database.collection: " + text);
        }
        return new CollectionPattern(text, dot);
    }

    /** The part before the first dot, possibly with wildcards. */
    public String database() {
        return text.substring(0, dot);
    }

    /** The part behind the first dot, possibly with wildcards. */
    public String collection() {
        return text.substring(dot + 1);
    }

    /** Whether it names one collection: there is no {@code *} in it. */
    public boolean isLiteral() {
        return text.indexOf('*') < 0;
    }

    /**
     * Whether it covers this collection.
     *
     * @param namespace database, a dot, collection: {@code shop.orders}
     */
    public boolean matches(String namespace) {
        return isLiteral() ? text.equals(namespace) : pattern.matcher(namespace).matches();
    }

    /** Whether what is written covers this collection, though a pattern may never match it. */
    boolean speaksOf(String namespace) {
        return namespace.matches(expression());
    }

    /** Whether there can be collections that it covers in the database of this name. */
    public boolean reachesInto(String database) {
        return isLiteral()
                ? database().equals(database)
                : !NOBODYS_DATABASES.contains(database) && database.matches(wildcards(database(), "[^.]*"));
    }

    /** The same as a regular expression of {@link Pattern}, for a whole namespace. */
    public String regex() {
        return isLiteral() ? expression() : NOBODYS_DATA + expression();
    }

    private String expression() {
        return wildcards(database(), "[^.]*") + "\\." + wildcards(collection(), ".*");
    }

    private static String wildcards(String glob, String any) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*') {
                regex.append(any);
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                regex.append(c);
            } else {
                regex.append('\\').append(c);
            }
        }
        return regex.toString();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
