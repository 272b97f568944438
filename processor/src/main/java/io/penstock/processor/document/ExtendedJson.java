package io.penstock.processor.document;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Writes plain JSON as Extended JSON version 2, for MongoDB.
 *
 * <ul>
 *   <li>Numbers get the smallest type that holds them: int32, int64, double where a double is written with the very same
 *       digits ({@code 12.5}), decimal128 for all else ({@code 12.50}, {@code 12345678901234567890}).
 *   <li>Text stays text, a date's too: nothing is guessed from what it looks like.
 *   <li>Where another type is wanted, the plain document may hold the wrapper itself, {@code {"$oid": "…"}} or
 *       {@code {"$date": "…"}}: it is written as it stands. So are those that {@link PlainJson} leaves in place.
 * </ul>
 *
 * <p>What is written and read again by {@link PlainJson} is the same plain document.
 *
 * <p>Threading: may be used by any number of threads.
 */
public final class ExtendedJson {
    /** The two forms of version 2. */
    public enum Form {
        /** Easy to read: int32, int64 and double are bare numbers. */
        RELAXED,
        /** Every number tells its type. */
        CANONICAL
    }

    private ExtendedJson() {}

    /**
     * Writes a value in the relaxed form.
     *
     * @throws IllegalArgumentException if MongoDB has nothing to hold it; the message says where and what to do
     */
    public static String write(JsonNode plain) {
        return write(plain, Form.RELAXED);
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if MongoDB has nothing to hold it; the message says where and what to do
     */
    public static String write(JsonNode plain, Form form) {
        return new ExtendedForm(form).of(plain).toString();
    }
}
