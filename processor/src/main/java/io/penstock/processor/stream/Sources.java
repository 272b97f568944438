package io.penstock.processor.stream;

import io.penstock.records.Topics;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The topics with the changes that the jobs watch.
 *
 * @param topics their names, as far as the jobs name collections
 * @param pattern matches them all, where a job names collections by a pattern
 * @param commands name of the topic with the commands
 * @param intake name of the topic that keeps intake as wide as it ever was
 */
record Sources(Set<String> topics, Optional<Pattern> pattern, String commands, String intake) {
    static Sources of(Settings settings) {
        String prefix = settings.source().prefix();
        List<CollectionPattern> collections = settings.jobs().stream()
                .map(JobSettings::selection)
                .flatMap(selection -> selection.collections().stream())
                .map(CollectionPattern::of)
                .toList();
        Set<String> topics = new TreeSet<>();
        collections.stream()
                .filter(CollectionPattern::isLiteral)
                .forEach(collection -> topics.add(Topics.changes(prefix, collection.toString())));
        boolean literal = collections.stream().allMatch(CollectionPattern::isLiteral);
        return new Sources(
                topics,
                literal ? Optional.empty() : Optional.of(pattern(prefix, collections)),
                new Topics(settings.application()).commands(),
                new Topics(settings.application()).intake());
    }

    /** The same, with the topic that keeps intake wide among them. */
    Sources withIntake() {
        Set<String> all = new TreeSet<>(topics);
        all.add(intake);
        Optional<Pattern> any = pattern.map(some -> Pattern.compile(some.pattern() + "|" + Pattern.quote(intake)));
        return new Sources(all, any, commands, intake);
    }

    /** Whether a topic has changes that are read. */
    boolean match(String topic) {
        return pattern.map(it -> it.matcher(topic).matches()).orElseGet(() -> topics.contains(topic));
    }

    /**
     * Topics that match a pattern of collections. Where a collection's name has characters that Kafka does not take, its
     * topic has underscores: a topic may then match that no job watches, whose changes concern none.
     */
    private static Pattern pattern(String prefix, List<CollectionPattern> collections) {
        List<String> alternatives = collections.stream()
                .map(collection -> Stream.of(collection.toString().split("\\*", -1))
                        .map(part -> Topics.changes(prefix, part).substring(prefix.length() + 1))
                        .collect(Collectors.joining("*")))
                .map(CollectionPattern::of)
                .map(CollectionPattern::regex)
                .toList();
        return Pattern.compile(Pattern.quote(prefix) + "\\.(" + String.join("|", alternatives) + ")");
    }
}
