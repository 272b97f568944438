package io.penstock.signals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.settings.SignalOrigin;

/** Asks an HTTP endpoint of the foreground. For one thread. */
final class HttpQuestion implements PeriodicSource.Question {
    private static final int OK = 200;

    private final SignalOrigin.Http origin;
    private final WebClient client;
    private final FigureReader figures;

    HttpQuestion(SignalOrigin.Http origin) {
        this.origin = origin;
        this.client = new WebClient(origin.request(), FigureReader.MOST_BYTES);
        this.figures = new FigureReader(origin.figure());
    }

    @Override
    public void ask(PeriodicSource.Telling to) throws UnreadableException, InterruptedException {
        WebClient.Answer answer = client.get(origin.request().url(), "the endpoint");
        if (answer.status() != OK) {
            throw new UnreadableException(
                    "the endpoint answers with status " + answer.status(),
                    "It is to answer with 200 and JSON; redirections are not followed");
        }
        figures.tell(answer.body().getBytes(UTF_8), "the endpoint's answer", to);
    }

    @Override
    public void close() {}
}
