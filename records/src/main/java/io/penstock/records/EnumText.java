package io.penstock.records;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Constants of enumerations as they are written into records and configuration: in lower case, with hyphens. */
public final class EnumText {
    private EnumText() {}

    /** How the constant is written: {@code not-json}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant that is written like this; empty if there is none. */
    public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(text))
                .findFirst();
    }
}
