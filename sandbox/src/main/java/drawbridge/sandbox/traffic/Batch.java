package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;

/// Records that Acme takes two hundred at a time.
final class Batch {

    private static final int MOST = 200;

    private Batch() {}

    static <T> List<List<T>> split(List<T> all) {
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += MOST) {
            parts.add(all.subList(from, Math.min(all.size(), from + MOST)));
        }
        return parts;
    }

    /// The results, one a record, in the order of the records.
    static Future<JsonNode> post(Side acme, String account, String path, List<ObjectNode> records) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("records").addAll(records);
        return acme.post(account, path + "/batch", body)
                .compose(
                        told -> {
                            var results = told.body().path("results");
                            return told.well() && results.size() == records.size()
                                    ? Future.succeededFuture(results)
                                    : Future.failedFuture(
                                            "Acme answered a batch with " + told.status());
                        });
    }

    /// Why one record of a batch was refused, in words.
    static String why(JsonNode result) {
        var words = new ArrayList<String>();
        result.at("/error/fields")
                .forEach(
                        field ->
                                words.add(
                                        field.path("name").asText()
                                                + " "
                                                + field.path("reason").asText()));
        return words.isEmpty() ? result.at("/error/message").asText() : String.join("; ", words);
    }
}
