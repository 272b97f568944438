package io.penstock.settings.file;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many within how much time: {@code 10 per 1m}. */
record Rate(int count, Duration per) {
    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+per\\s+(.+)");
    private static final Word<Integer> COUNT = Words.wholeNumber(1, 1_000_000);
    private static final Word<Duration> PER = Words.duration("1s", "30d");

    static Word<Rate> word() {
        return new Word<>(
                "a whole number from 1 to 1000000 per a duration from 1s to 30d, such as 10 per 1m", Rate::parse);
    }

    private static Optional<Rate> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? COUNT.parser()
                        .apply(matcher.group(1))
                        .flatMap(count -> PER.parser().apply(matcher.group(2)).map(per -> new Rate(count, per)))
                : Optional.empty();
    }
}
