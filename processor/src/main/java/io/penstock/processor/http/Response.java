package io.penstock.processor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * What is answered.
 *
 * @param status HTTP's status code
 * @param headers beside those that every answer has
 */
public record Response(int status, String contentType, String body, Map<String, String> headers) {
    public Response {
        headers = Map.copyOf(headers);
    }

    /** JSON. */
    public static Response json(int status, String body) {
        return new Response(status, "application/json; charset=utf-8", body + "\n", Map.of());
    }

    /** Text in another form. */
    public static Response of(String contentType, String body) {
        return new Response(200, contentType, body, Map.of());
    }

    /** Something is wrong with the request: what, and what to do. */
    public static Response problem(int status, String message) {
        StringBuilder quoted = new StringBuilder();
        message.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(' ');
            } else {
                quoted.append((char) c);
            }
        });
        return json(status, "{\"error\":\"" + quoted + "\"}");
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }
}
