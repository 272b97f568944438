package io.penstock.governor.trace;

import java.util.Locale;

/** What happens to a database in a generated trace. Times are parts of its length. */
public enum Shape {
    /** Nothing. */
    STEADY("the same load all the time"),
    /** In the middle third there is room for a quarter of the background work. */
    STEP("in the middle third, room for a quarter of it"),
    /** Room comes and goes. */
    OSCILLATING("room comes and goes, six times"),
    /** Room goes, slowly. */
    RISING("the foreground's load rises slowly"),
    /** Signals say nothing for a while in the middle. */
    SILENT("the signals say nothing in the middle sixth"),
    /** One sample in 300 is absurd. */
    LYING("one sample in 300 takes an hour"),
    /** From the middle on the database is half as fast. */
    HALVED("from the middle on, half of the room");

    private final String text;

    Shape(String text) {
        this.text = text;
    }

    /** What happens, in a few words. */
    public String text() {
        return text;
    }

    /** Its name as one writes it: {@code step}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How much room there is at a part of the time, of what there is at first. */
    double room(double part) {
        return switch (this) {
            case STEADY, SILENT, LYING -> 1;
            case STEP -> part >= 1 / 3.0 && part < 2 / 3.0 ? 0.25 : 1;
            case OSCILLATING -> 0.7 + 0.3 * Math.cos(2 * Math.PI * 6 * part);
            case RISING -> 1 - 0.8 * part;
            case HALVED -> part >= 0.5 ? 0.5 : 1;
        };
    }

    boolean speaks(double part) {
        return this != SILENT || part < 5 / 12.0 || part >= 7 / 12.0;
    }
}
