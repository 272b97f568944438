package io.penstock.settings.file;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.EnumText;
import io.penstock.settings.ByteSize;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.DurationText;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of {@link Word} that a configuration file knows. */
final class Words {
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Words() {}

    /** Any text that is not blank. */
    static Word<String> text() {
        return new Word<>("text", text -> Optional.of(text).filter(t -> !t.isBlank()));
    }

    /** Text of one form. */
    static Word<String> name(String description, String form) {
        Pattern pattern = Pattern.compile(form);
        return new Word<>(
                description,
                text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()));
    }

    static Word<Integer> wholeNumber(int least, int most) {
        return new Word<>("a whole number from " + least + " to " + most, text -> {
            try {
                return Optional.of(Integer.valueOf(text)).filter(n -> n >= least && n <= most);
            } catch (NumberFormatException noNumber) {
                return Optional.empty();
            }
        });
    }

    /** A whole number that bounds something. */
    static Word<Long> count() {
        return new Word<>("a whole number from 1 to 1000000000000", text -> {
            try {
                return Optional.of(Long.valueOf(text)).filter(n -> n >= 1 && n <= 1_000_000_000_000L);
            } catch (NumberFormatException noNumber) {
                return Optional.empty();
            }
        });
    }

    /** A number with or without decimals. */
    static Word<Double> number(String least, String most) {
        BigDecimal smallest = new BigDecimal(least);
        BigDecimal largest = new BigDecimal(most);
        return new Word<>(
                "a number from " + least + " to " + most,
                text -> decimal(text)
                        .filter(number -> number.compareTo(smallest) >= 0 && number.compareTo(largest) <= 0)
                        .map(BigDecimal::doubleValue));
    }

    /** A part of a whole; 1 is the whole. */
    static Word<Double> percentage() {
        return new Word<>(
                "a percentage from 1% to 100%, such as 50%",
                text -> Optional.of(text.strip())
                        .filter(percentage -> percentage.endsWith("%"))
                        .flatMap(percentage -> decimal(
                                percentage.substring(0, percentage.length() - 1).strip()))
                        .filter(number -> number.compareTo(BigDecimal.ONE) >= 0 && number.compareTo(HUNDRED) <= 0)
                        .map(number -> number.divide(HUNDRED).doubleValue()));
    }

    private static Optional<BigDecimal> decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** One of two words. */
    static Word<Boolean> either(String no, String yes) {
        return new Word<>(
                "'" + no + "' or '" + yes + "'",
                text -> Stream.of(no, yes).filter(text::equals).findFirst().map(yes::equals),
                text -> Suggestion.of(text, List.of(no, yes)).map(meant -> "did you mean '" + meant + "'?"));
    }

    static Word<Duration> duration(String least, String most) {
        Duration shortest = DurationText.parse(least).orElseThrow();
        Duration longest = DurationText.parse(most).orElseThrow();
        return new Word<>(
                "a duration from " + least + " to " + most + ", such as 250ms, 30s, 12h, 7d or PT1H30M",
                text -> DurationText.parse(text).filter(d -> d.compareTo(shortest) >= 0 && d.compareTo(longest) <= 0));
    }

    static Word<Long> size(String least, String most) {
        long smallest = ByteSize.parse(least).orElseThrow();
        long largest = ByteSize.parse(most).orElseThrow();
        return new Word<>(
                "a size from " + least + " to " + most + ", such as 512KB, 64MB or 1GB",
                text -> ByteSize.parse(text).filter(bytes -> bytes >= smallest && bytes <= largest));
    }

    static Word<Path> path() {
        return new Word<>("a path", text -> {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException noPath) {
                return Optional.empty();
            }
        });
    }

    /** A constant of an enumeration, written in lower case with hyphens. */
    static <E extends Enum<E>> Word<E> oneOf(Class<E> type) {
        Map<String, E> constants = new TreeMap<>(
                Arrays.stream(type.getEnumConstants()).collect(Collectors.toMap(EnumText::of, Function.identity())));
        return new Word<>(
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> "'" + EnumText.of(constant) + "'")
                        .collect(Collectors.joining(" or ")),
                text -> Optional.ofNullable(constants.get(text)),
                text -> Suggestion.of(text, constants.keySet()).map(meant -> "did you mean '" + meant + "'?"));
    }

    /** A pointer to a field of a document; not to the document itself. */
    static Word<JsonPointer> pointer() {
        return new Word<>(
                "a JSON pointer to a field, such as /customerId or /address/city", Words::pointer, Words::meantPointer);
    }

    private static Optional<JsonPointer> pointer(String text) {
        boolean wellFormed = text.startsWith("/")
                && !text.endsWith("/")
                && !text.contains("//")
                && !Pattern.compile("~(?![01])").matcher(text).find();
        return wellFormed ? Optional.of(JsonPointer.compile(text)) : Optional.empty();
    }

    private static Optional<String> meantPointer(String text) {
        if (text.indexOf('~') >= 0) {
            return Optional.of("in a pointer '~' itself is written '~0', and '/' within a name '~1'");
        }
        String path = text.replaceFirst("^\\$?\\.?", "")
                .replaceAll("\\[(\\d+)]", ".$1")
                .replaceAll("[./]+", "/");
        String meant = "/" + path.replaceAll("^/+|/+$", "");
        return pointer(meant).map(p -> "did you mean '" + meant + "'?");
    }

    /** A collection's name with its database, or a pattern of such. */
    static Word<CollectionPattern> collection() {
        return new Word<>(
                "a collection with its database, such as shop.orders, or a pattern, such as shop.orders_*",
                Words::collection,
                Words::meantCollection);
    }

    private static final Pattern COLLECTION = Pattern.compile("[^./\\\\\\s\"$<>:|?]+\\.[^$\\\\\\x00]+");

    private static Optional<CollectionPattern> collection(String text) {
        boolean wellFormed = COLLECTION.matcher(text).matches()
                && !text.endsWith(".")
                && text.indexOf(',') < 0
                && text.equals(text.strip());
        return wellFormed ? Optional.of(CollectionPattern.of(text)) : Optional.empty();
    }

    private static Optional<String> meantCollection(String text) {
        if (text.indexOf('\\') >= 0 || text.indexOf('$') >= 0 || text.indexOf('|') >= 0) {
            return Optional.of("a pattern is no regular expression: '*' stands for any number of characters, and"
                    + " several collections are written as a list");
        }
        if (text.indexOf(',') >= 0) {
            return Optional.of("several collections are written as a list; for a name with a comma in it, write '*' in"
                    + " the comma's place");
        }
        return text.indexOf('.') < 0 ? Optional.of("put the database's name and a dot before it") : Optional.empty();
    }
}
