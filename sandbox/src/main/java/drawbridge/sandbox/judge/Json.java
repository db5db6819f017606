package drawbridge.sandbox.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// JSON of the run's files.
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /// A missing node where the text is no JSON.
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /// Every whole line; a process that was killed may leave the last one half written.
    static List<JsonNode> lines(Path file) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(file)) {
            var node = read(line);
            if (node.isObject()) {
                lines.add(node);
            }
        }
        return lines;
    }
}
