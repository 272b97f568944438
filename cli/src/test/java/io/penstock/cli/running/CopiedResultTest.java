package io.penstock.cli.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.connectors.results.Copy;
import io.penstock.processor.document.PlainJson;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of types in {@code docs/documents.md}: a document that is its task's result, from change to copy. */
class CopiedResultTest {
    private static final Path PAGE = Path.of("../docs/documents.md");
    private static final String HEAD =
            "| BSON type | Version 1 | Version 2 | Plain JSON | Back to MongoDB | In a condition |";

    static List<List<String>> types() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        return lines.subList(lines.indexOf(HEAD) + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> List.of(
                        line.substring(2, line.length() - 2).replace("`", "").split(" \\| ", -1)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    void should_be_in_MongoDB_what_the_page_says(List<String> row) {
        String result = PlainJson.read(value(row.get(1))).toString();

        assertThat(copied(result)).isEqualTo(BsonDocument.parse(value(row.get(4))));
    }

    private static String value(String json) {
        return "{\"v\":" + json + "}";
    }

    private static BsonDocument copied(String result) {
        ConsumerRecord<byte[], byte[]> read =
                new ConsumerRecord<>("shop-work.results", 0, 1, "o-1".getBytes(UTF_8), result.getBytes(UTF_8));
        Map.of(
                        HeaderNames.JOB, "copy",
                        HeaderNames.COLLECTION, "shop.orders",
                        HeaderNames.TASK_ID, "o-1",
                        HeaderNames.VERSION, "65ba3a4000000001.1.00000000.2")
                .forEach((name, text) -> read.headers().add(name, text.getBytes(UTF_8)));
        return Copy.results(new Topics("shop-work"), "penstock.results")
                .entries()
                .apply(read)
                .flatMap(entry -> entry.document())
                .orElseThrow()
                .getDocument("result");
    }
}
