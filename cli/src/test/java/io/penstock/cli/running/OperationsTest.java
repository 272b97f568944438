package io.penstock.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.http.Request;
import io.penstock.processor.http.Response;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is told before anybody is asked. */
class OperationsTest {
    private static final Settings SETTINGS =
            SettingsFile.parse("""
                    mongodb: {uri: "mongodb://localhost"}
                    jobs: [{name: invoice, collection: shop.orders, handler: document}]
                    """, Map.of()).settings().orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"/release", "/retry"})
    void jobThatIsNotNamed_isAWrongRequest_andOneThatThereIsNot_isNotFound(String path) {
        assertThat(post(path, Map.of("lane", "c1")).status()).isEqualTo(400);
        Response unnamed = post(path, Map.of());
        assertThat(unnamed.status()).isEqualTo(400);
        assertThat(unnamed.body()).contains("there are invoice");
        assertThat(post(path, Map.of("job", "nobodys")).status()).isEqualTo(404);
    }

    private static Response post(String path, Map<String, String> query) {
        return new Operations(SETTINGS, InstantSource.system())
                .routes().stream()
                        .filter(route -> route.path().equals(path))
                        .findFirst()
                        .orElseThrow()
                        .answer()
                        .to(new Request(List.of(), query));
    }
}
