package drawbridge.mapping.check.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// One operation of a document.
///
/// @param item the path that it belongs to
public record ApiOperation(JsonNode document, JsonNode item, JsonNode operation) {

    /// What is sent.
    public Optional<Shape> request() {
        return body(References.resolved(document, operation.path("requestBody")));
    }

    /// What is answered when it went well; empty where that has no body.
    public Optional<Shape> success() {
        return Shape.anyOf(
                document, responses().filter(ApiOperation::isSuccess).flatMap(this::body).toList());
    }

    /// The headers of what is answered when it went well.
    public List<String> successHeaders() {
        List<String> headers = new ArrayList<>();
        responses()
                .filter(ApiOperation::isSuccess)
                .map(response -> References.resolved(document, response.getValue()))
                .forEach(
                        response ->
                                response.path("headers")
                                        .fieldNames()
                                        .forEachRemaining(headers::add));
        return headers;
    }

    /// What is answered when it went wrong.
    public List<Shape> errors() {
        return responses().filter(response -> !isSuccess(response)).flatMap(this::body).toList();
    }

    /// The answers that it names, such as `200, 4XX, default`.
    public List<String> statuses() {
        return responses().map(Map.Entry::getKey).toList();
    }

    /// What it says of an answer with this status, or else of all others.
    Optional<JsonNode> response(int status) {
        JsonNode all = operation.path("responses");
        return Stream.of(
                        String.valueOf(status), status / 100 + "XX", status / 100 + "xx", "default")
                .filter(all::has)
                .findFirst()
                .map(name -> References.resolved(document, all.path(name)));
    }

    private Stream<Map.Entry<String, JsonNode>> responses() {
        return operation.path("responses").properties().stream();
    }

    private static boolean isSuccess(Map.Entry<String, JsonNode> response) {
        return response.getKey().startsWith("2");
    }

    private Stream<Shape> body(Map.Entry<String, JsonNode> response) {
        return body(References.resolved(document, response.getValue())).stream();
    }

    /// The JSON of a body, else whatever it is.
    private Optional<Shape> body(JsonNode holder) {
        List<JsonNode> schemas = new ArrayList<>();
        List<JsonNode> json = new ArrayList<>();
        holder.path("content")
                .properties()
                .forEach(
                        content -> {
                            JsonNode schema = content.getValue().path("schema");
                            if (schema.isObject()) {
                                schemas.add(schema);
                                if (content.getKey().contains("json")) {
                                    json.add(schema);
                                }
                            }
                        });
        return (json.isEmpty() ? schemas : json)
                .stream().findFirst().map(schema -> new Shape(document, schema));
    }

    /// The parameters of a kind, `query` or `path`, each with the shape of its value.
    public SequencedMap<String, Shape> parameters(String in) {
        SequencedMap<String, Shape> parameters = new LinkedHashMap<>();
        for (JsonNode holder : List.of(item, operation)) {
            holder.path("parameters")
                    .forEach(
                            named -> {
                                JsonNode parameter = References.resolved(document, named);
                                if (parameter.path("in").asText().equals(in)) {
                                    parameters.put(
                                            parameter.path("name").asText(),
                                            new Shape(document, parameter.path("schema")));
                                }
                            });
        }
        return parameters;
    }
}
