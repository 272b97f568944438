package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Optional;
import java.util.regex.Pattern;

/** MongoDB's connection string. What is wrong with one is told without showing it: it may hold a password. */
final class ConnectionString implements ValueType<String> {
    private static final Pattern FORM = Pattern.compile("mongodb(\\+srv)?://\\S+");
    private static final String DESCRIPTION =
            "MongoDB's connection string, such as mongodb://host:27017/?replicaSet=rs0";
    private static final Word<String> TEXT = new Word<>(DESCRIPTION, Optional::of);

    @Override
    public Optional<String> read(Node node, Problems problems) {
        Optional<String> text = TEXT.read(node, problems);
        Optional<String> uri = text.filter(given -> FORM.matcher(given).matches());
        if (text.isPresent() && uri.isEmpty()) {
            problems.add(
                    node,
                    "'" + node.name() + "' must be " + DESCRIPTION
                            + ", without blanks (its value is not shown here, since it may hold a password)");
        }
        return uri;
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }
}
