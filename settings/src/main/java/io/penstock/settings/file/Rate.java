package io.penstock.settings.file;

import io.penstock.settings.DurationText;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many within how much time: {@code 10 per 1m}, or, for one unit of time, {@code 10/m}. */
record Rate(int count, Duration per) {
    private static final Pattern FORM =
            Pattern.compile("([^\\s/]+)(?:\\s*/\\s*(?<unit>[smhdSMHD])|\\s+per\\s+(?<per>.+))");
    private static final Word<Integer> COUNT = Words.wholeNumber(1, 1_000_000);

    /**
     * @param longest the longest time, as text
     * @param example one that fits the key
     */
    static Word<Rate> word(String longest, String example) {
        Word<Duration> times = Words.duration("1s", longest);
        return new Word<>(
                "a whole number from 1 to 1000000 per a duration from 1s to " + longest + ", such as "
                        + example(example, times),
                text -> parse(text, times),
                text -> COUNT.parser().apply(text).map(count -> "did you mean '" + count + "/s'?"));
    }

    private static String example(String example, Word<Duration> times) {
        Rate rate = parse(example, times).orElseThrow();
        return example + " or " + rate.count() + " per " + DurationText.format(rate.per());
    }

    private static Optional<Rate> parse(String text, Word<Duration> times) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String per = Optional.ofNullable(matcher.group("unit"))
                .map(unit -> "1" + unit)
                .orElseGet(() -> matcher.group("per"));
        return COUNT.parser()
                .apply(matcher.group(1))
                .flatMap(count -> times.parser().apply(per).map(time -> new Rate(count, time)));
    }
}
