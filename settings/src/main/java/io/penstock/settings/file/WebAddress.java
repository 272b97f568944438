package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The address of an HTTP endpoint. What is wrong with one is told without showing it: it may hold a password. */
final class WebAddress implements ValueType<URI> {
    private static final String DESCRIPTION =
            "an address such as https://invoices.example.com/tasks, with http or https";
    private static final Word<String> TEXT = new Word<>(DESCRIPTION, Optional::of);

    @Override
    public Optional<URI> read(Node node, Problems problems) {
        Optional<String> text = TEXT.read(node, problems);
        Optional<URI> address = text.flatMap(WebAddress::parse);
        if (text.isPresent() && address.isEmpty()) {
            problems.add(
                    node,
                    "'" + node.name() + "' must be " + description() + "; a user and password go into a header,"
                            + " 'authorization' (the value is not shown here, since it may hold a secret)");
        }
        return address;
    }

    private static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return web && plain && uri.getPort() <= 65_535 ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }
}
