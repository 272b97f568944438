package io.penstock.embedded.mongodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;

/** What a real MongoDB 4.4.6 said. */
public final class Fixtures {
    private Fixtures() {}

    /** The documents of a file, one a line. */
    public static List<BsonDocument> read(String name) {
        try (InputStream in =
                Objects.requireNonNull(Fixtures.class.getResourceAsStream("/mongodb/" + name), "no fixture " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(BsonDocument::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
