package io.penstock.settings.file;

import java.util.Optional;

/**
 * A key of the configuration file.
 *
 * @param name as it is written in its section
 * @param type what its value must be
 * @param presence whether it may be left out, and what holds then
 */
record Key<T>(String name, ValueType<T> type, Presence<T> presence) {
    /** Whether a key may be left out. */
    sealed interface Presence<T> {
        /** It may not. */
        record Required<T>() implements Presence<T> {}

        /** It may, and then nothing holds in its stead. */
        record Free<T>() implements Presence<T> {}

        /**
         * It may.
         *
         * @param text what holds then, as one would write it
         * @param value what holds then
         */
        record Default<T>(String text, T value) implements Presence<T> {}
    }

    static <T> Key<T> required(String name, ValueType<T> type) {
        return new Key<>(name, type, new Presence.Required<>());
    }

    static <T> Key<T> free(String name, ValueType<T> type) {
        return new Key<>(name, type, new Presence.Free<>());
    }

    static <T> Key<T> withDefault(String name, Word<T> type, String text) {
        return withDefault(name, type, text, type.of(text));
    }

    static <T> Key<T> withDefault(String name, ValueType<T> type, String text, T value) {
        return new Key<>(name, type, new Presence.Default<>(text, value));
    }

    boolean required() {
        return presence instanceof Presence.Required;
    }

    /** What holds if it is left out, as one would write it. */
    Optional<String> defaultText() {
        return presence instanceof Presence.Default<T> fallback ? Optional.of(fallback.text()) : Optional.empty();
    }

    /** What holds if it is left out; only for keys that have a default. */
    T fallback() {
        if (presence instanceof Presence.Default<T> fallback) {
            return fallback.value();
        }
        throw new IllegalStateException(name + " has no default");
    }
}
