package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;

/// One sandbox, called in the name of its people through its ordinary routes.
///
/// @param words how an appointment is spelt there
record Side(String name, String base, String control, WebClient client, Words words) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// An answer; `body` is a missing node where there is none.
    record Told(int status, JsonNode body) {

        boolean well() {
            return status >= 200 && status < 300;
        }
    }

    Future<Told> get(String account, String path) {
        return call(HttpMethod.GET, account, path, Buffer.buffer());
    }

    Future<Told> post(String account, String path, ObjectNode fields) {
        return call(HttpMethod.POST, account, path, Buffer.buffer(fields.toString()));
    }

    Future<Told> patch(String account, String path, ObjectNode fields) {
        return call(HttpMethod.PATCH, account, path, Buffer.buffer(fields.toString()));
    }

    Future<Told> delete(String account, String path) {
        return call(HttpMethod.DELETE, account, path, Buffer.buffer());
    }

    private Future<Told> call(HttpMethod method, String account, String path, Buffer body) {
        var request =
                client.requestAbs(method, base + path)
                        .timeout(10_000)
                        .putHeader("X-Sandbox-Actor", "traffic")
                        .putHeader("X-Sandbox-Account", account)
                        .putHeader("Authorization", "Bearer " + control);
        var sent =
                body.length() == 0
                        ? request.send()
                        : request.putHeader("Content-Type", "application/json").sendBuffer(body);
        return sent.map(answer -> new Told(answer.statusCode(), read(answer.bodyAsString())));
    }

    private static JsonNode read(String text) {
        try {
            return text == null ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }
}
