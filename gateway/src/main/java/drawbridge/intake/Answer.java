package drawbridge.intake;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import io.vertx.core.buffer.Buffer;

import java.util.Map;

/// What somebody is told whose request was taken.
///
/// @param type of the body
/// @param headers beside those that every answer has, or instead of them
record Answer(int status, String type, Buffer body, Map<String, String> headers) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, Value.Obj document, Map<String, String> headers) {
        return new Answer(
                status, "application/json", Buffer.buffer(JsonText.write(document)), headers);
    }

    /// It is stored.
    static Answer taken(Value.Obj document) {
        return json(202, document, Map.of());
    }
}
