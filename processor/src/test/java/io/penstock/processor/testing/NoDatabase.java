package io.penstock.processor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.documents.AccessOptions;
import io.penstock.documents.DocumentAccess;
import io.penstock.documents.DocumentForms;
import java.time.Duration;
import java.util.Optional;

/** For tests whose handlers ask for no document. */
public final class NoDatabase {
    private NoDatabase() {}

    /** One that fails when it is asked. */
    public static DocumentAccess access() {
        return new DocumentAccess(
                new AccessOptions(
                        () -> {
                            throw new AssertionError("This test has no database");
                        },
                        new AccessOptions.Batch(1, Duration.ZERO),
                        new AccessOptions.Cache(0, Duration.ZERO),
                        collection -> Optional.empty()),
                new DocumentForms() {
                    @Override
                    public String canonicalId(String idJson) {
                        return idJson;
                    }

                    @Override
                    public JsonNode plain(byte[] extendedJson) {
                        throw new AssertionError("This test has no database");
                    }
                },
                JsonMapper.builder().build());
    }
}
