package io.penstock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.processor.App;
import io.penstock.processor.Observation;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A processor that runs in this virtual machine, and that can be looked into by its port. */
final class LookedProcess implements AutoCloseable {
    private final Observation port;
    private final App app;

    LookedProcess(Settings settings, Path state) throws IOException {
        port = Observation.open(settings, InstantSource.system()).orElseThrow();
        port.start();
        app = new App(settings, state, port.listener(), Optional.of(port.address()));
        port.show(app);
        app.start(failure -> {
            throw new AssertionError("The processor failed", failure);
        });
    }

    JsonNode ask(String target) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(port.url() + target)).build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
    }

    /** What an answer has under a name, wherever. */
    List<String> ask(String target, String name) throws IOException, InterruptedException {
        return ask(target).findValuesAsText(name);
    }

    @Override
    public void close() throws Exception {
        app.close();
        port.close();
    }
}
