package io.penstock.processor.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How Extended JSON is parsed: with room for every document that MongoDB takes, and no more. */
final class ExtendedJsonSource {
    /** MongoDB takes documents up to 16 MiB; base64 makes four thirds of it, an escaped control character six times as much. */
    private static final int DOCUMENT_LIMIT = 16 << 20;

    private static final int LONGEST_DOCUMENT = 12 * DOCUMENT_LIMIT;

    /** MongoDB takes 100 levels, between which wrappers may stand. */
    private static final int DEEPEST = 256;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // The driver's version 1 writes NaN and the infinities bare.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            // Documents may have keys without end, ids for example: they must not fill a table of the process.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    // An envelope has a whole document in one string, and so has the description of an update.
                    .maxStringLength(LONGEST_DOCUMENT)
                    .maxNameLength(LONGEST_DOCUMENT)
                    .maxDocumentLength(LONGEST_DOCUMENT)
                    .build())
            .build();

    private static final ObjectReader NODES = new JsonMapper(FACTORY).readerFor(JsonNode.class);

    private ExtendedJsonSource() {}

    static JsonFactory factory() {
        return FACTORY;
    }

    /** Reads trees as they stand there, wrappers and all. */
    static ObjectReader nodes() {
        return NODES;
    }
}
