package io.penstock.processor.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The body of an answer as a result: JSON is taken as it is, with every digit; whatever is not JSON from its first sign to
 * its last is a text.
 */
final class AnswerBody {
    private final ObjectMapper json;

    AnswerBody(ObjectMapper json) {
        this.json = json;
    }

    /** For Jackson to write. */
    Object read(byte[] body) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            String bare = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
            return isJson(bare) ? new RawValue(bare) : text;
        } catch (CharacterCodingException notUtf8) {
            return new String(body, UTF_8);
        }
    }

    /** Whether it is one value and nothing else. */
    private boolean isJson(String text) {
        try (JsonParser parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException noJson) {
            return false;
        }
    }
}
