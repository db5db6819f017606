package drawbridge.sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Calls with JSON that wait for their answer.
final class Http implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    /// @param body empty: none
    ///
    /// @throws IOException if there is no answer in time, or one that is not 2xx
    JsonNode call(String method, String url, Map<String, String> headers, String body)
            throws IOException {
        var answer = send(method, url, headers, body);
        if (answer.status() / 100 != 2) {
            throw new IOException(
                    "%s %s was answered by %d: %s"
                            .formatted(method, url, answer.status(), answer.body()));
        }
        return answer.body();
    }

    /// @param body a missing node where the answer is no JSON
    record Answer(int status, JsonNode body) {}

    /// @throws IOException if there is no answer in time
    Answer send(String method, String url, Map<String, String> headers, String body)
            throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(LIMIT)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            var _ = request.header("Content-Type", "application/json");
        }
        headers.forEach((name, value) -> request.header(name, value));
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), read(answer.body()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException(method + " " + url + " was interrupted");
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
