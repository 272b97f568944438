package io.penstock.processor.dispatch;

import io.penstock.settings.JobSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lines before the hosts that HTTP jobs call: one for each host, whichever jobs call it, since it is the host that is to be
 * spared. Where they name different numbers the smallest counts. Threads may share one.
 */
final class Connections {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Map<String, Places> byHost = new HashMap<>();

    Connections(List<JobSettings> jobs, Timer time) {
        Map<String, Integer> most = new HashMap<>();
        jobs.forEach(job -> job.handler()
                .http()
                .ifPresent(endpoint -> most.merge(host(endpoint.url()), endpoint.connectionsPerHost(), Math::min)));
        most.forEach((host, connections) -> byHost.put(host, new Places(connections, time)));
    }

    /** Where a job's turns wait for a connection; empty if it calls no host. */
    Optional<Places> of(JobSettings job) {
        return job.handler().http().map(endpoint -> byHost.get(host(endpoint.url())));
    }

    /** Turns that wait for a connection. */
    int waiting() {
        return byHost.values().stream().mapToInt(Places::waiting).sum();
    }

    void close() {
        byHost.values().forEach(Places::close);
    }

    private static String host(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? HTTPS : HTTP;
        int port = url.getPort() < 0 ? usual : url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
