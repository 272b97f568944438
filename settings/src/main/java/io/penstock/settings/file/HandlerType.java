package io.penstock.settings.file;

import io.penstock.settings.JobSettings.HttpEndpoint;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The value of a job's {@code handler}: a name, or a section with an HTTP endpoint. */
final class HandlerType implements ValueType<HandlerSource> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.-]*");
    private static final Word<String> WORD = new Word<>(
            "the class name of a handler, such as com.acme.Invoice, or the built-in 'document', or a section 'http'",
            text -> Optional.of(text)
                    .filter(name -> NAME.matcher(name).matches()
                            && !name.toLowerCase(Locale.ROOT).equals(WorkKeys.HTTP)),
            text -> text.toLowerCase(Locale.ROOT).startsWith(WorkKeys.HTTP)
                    ? Optional.of("an endpoint is written {http: {url: ...}}")
                    : Optional.empty());

    /** What the request has from Penstock, and what the connection has from the HTTP client. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "idempotency-key",
            "penstock-attempt",
            "penstock-job",
            "penstock-purpose",
            "transfer-encoding",
            "upgrade");

    @Override
    public Optional<HandlerSource> read(Node node, Problems problems) {
        if (!(node instanceof Node.Mapping)) {
            return WORD.read(node, problems).map(name -> new HandlerSource(name, Optional.empty()));
        }
        Section section = Section.of(node, "'handler'", List.of(WorkKeys.HTTP), problems);
        if (section.node(WorkKeys.HTTP).isEmpty()) {
            problems.add(node, "'handler' must be " + WORD.description());
        }
        return section.findSection(WorkKeys.HTTP, httpNames())
                .flatMap(http -> endpoint(http, problems))
                .map(http -> new HandlerSource(WorkKeys.HTTP, Optional.of(http)));
    }

    private static List<String> httpNames() {
        return Stream.concat(WorkKeys.HTTP_KEYS.stream().map(Key::name), Stream.of(WorkKeys.HEADERS))
                .toList();
    }

    private static Optional<HttpEndpoint> endpoint(Section section, Problems problems) {
        Optional<URI> url = section.find(WorkKeys.URL);
        Duration timeout = section.get(WorkKeys.TIMEOUT);
        int connections = section.get(WorkKeys.CONNECTIONS_PER_HOST);
        Map<String, String> headers = RequestHeaders.read(section.node(WorkKeys.HEADERS), OWN_HEADERS, problems);
        return url.map(known -> new HttpEndpoint(known, headers, timeout, connections));
    }

    @Override
    public String description() {
        return WORD.description();
    }
}
