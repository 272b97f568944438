package io.penstock.settings.file;

/**
 * A native property of {@code kafka} or {@code streams} whose number must not be too small.
 *
 * @param name its name, without the prefix of a kind of client
 * @param least the smallest number that is taken
 * @param reason why no smaller one is
 */
record LeastNumber(String name, long least, String reason) {
    /** Whether this is such a property, and too small. What is no number goes to Kafka as it is, which says so. */
    boolean refuses(String property, String value) {
        String number = value.strip();
        return property.equals(name) && number.matches("-?\\d{1,18}") && Long.parseLong(number) < least;
    }
}
