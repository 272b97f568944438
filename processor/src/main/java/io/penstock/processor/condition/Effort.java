package io.penstock.processor.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many turns of a loop a function of two values is worth. Loops are counted, and so must be what walks over arrays and
 * texts within them: a million looks into an array of a million elements are a million times as many as a million turns.
 */
@FunctionalInterface
interface Effort {
    /** As many characters are looked at in the time that a turn takes, */
    int CHARACTERS_OF_A_TURN = 256;
    /** or elements of an array, */
    int ELEMENTS_OF_A_TURN = 10;
    /** or characters by one instruction of a pattern. */
    int MATCHES_OF_A_TURN = 64;

    /** Instructions that a pattern in a document may become; a count in braces repeats what stands before it. */
    int LARGEST_PATTERN = 10_000;

    /** Characters of such a pattern that its dead letter tells. */
    int SHOWN = 100;

    Pattern COUNT = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

    /** In turns of a loop. */
    long turns(@Nullable Object left, @Nullable Object right);

    /** That of a function, by its name in CEL's syntax tree. */
    static Effort of(String function) {
        return switch (function) {
            case "_[_]" -> (left, right) -> 0;
            case "@in" -> Effort::lookup;
            case "_==_", "_!=_" -> Effort::comparison;
            case "matches" -> Effort::search;
            default -> (left, right) -> (characters(left) + characters(right)) / CHARACTERS_OF_A_TURN;
        };
    }

    private static long lookup(@Nullable Object wanted, @Nullable Object container) {
        if (!Values.isList(container)) {
            return 0;
        }
        return (isContainer(wanted) ? elements(container) : length(container)) / ELEMENTS_OF_A_TURN;
    }

    private static long comparison(@Nullable Object left, @Nullable Object right) {
        return isContainer(left) && isContainer(right)
                ? Math.min(elements(left), elements(right)) / ELEMENTS_OF_A_TURN
                : Math.min(characters(left), characters(right)) / CHARACTERS_OF_A_TURN;
    }

    /** RE2 looks at each character once for each of a pattern's instructions, at worst. */
    private static long search(@Nullable Object text, @Nullable Object pattern) {
        return pattern instanceof String written ? characters(text) * instructions(written) / MATCHES_OF_A_TURN : 0;
    }

    /**
     * About how many instructions a pattern becomes, at most.
     *
     * @throws ConditionException if that is beyond all use: to make them would take all memory
     */
    private static long instructions(String pattern) {
        long instructions = pattern.length();
        Matcher count = COUNT.matcher(pattern);
        while (instructions <= LARGEST_PATTERN && count.find()) {
            String most = count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
            instructions *= Math.max(1, Integer.parseInt(most));
        }
        if (instructions > LARGEST_PATTERN) {
            throw new ConditionException("A pattern that stands in the document is too large to search with: "
                    + pattern.substring(0, Math.min(SHOWN, pattern.length())));
        }
        return instructions;
    }

    private static boolean isContainer(@Nullable Object value) {
        return value instanceof JsonNode || value instanceof List;
    }

    private static long length(@Nullable Object list) {
        return list instanceof JsonNode array ? array.size() : list instanceof List<?> values ? values.size() : 0;
    }

    private static long characters(@Nullable Object value) {
        return value instanceof String text ? text.length() : 0;
    }

    /** Of all levels. */
    private static long elements(@Nullable Object value) {
        long elements = 1;
        if (value instanceof JsonNode container) {
            for (JsonNode element : container) {
                elements += element.isContainerNode() ? elements(element) : 1;
            }
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                elements += elements(element);
            }
        }
        return elements;
    }
}
