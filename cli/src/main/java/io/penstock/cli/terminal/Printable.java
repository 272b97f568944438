package io.penstock.cli.terminal;

/** Text from outside, made fit for a terminal, which would obey the control characters in it. */
public final class Printable {
    private Printable() {}

    /** The text on one line: line breaks and tabs become blanks, other control characters question marks. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> line.appendCodePoint(printable(point)));
        return line.toString();
    }

    /** The text on one line, cut to a width in characters. */
    public static String line(String text, int width) {
        String line = line(text);
        return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
    }

    private static int printable(int point) {
        if (point == '\n' || point == '\r' || point == '\t') {
            return ' ';
        }
        int type = Character.getType(point);
        boolean obeyed = type == Character.CONTROL || type == Character.FORMAT;
        return obeyed ? '?' : point;
    }
}
