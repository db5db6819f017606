package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Sends every request of the documentation's `.http` files, and checks the status that stands
/// beside it.
class HttpFilesIT {

    private static final Pattern TITLE = Pattern.compile("^(.*) -> (\\d{3})$");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^}]+)}}");

    private Town town;

    @BeforeEach
    void start(@TempDir Path folder) {
        town = new Town(folder);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void acmesRequestsAnswerAsWritten() throws Exception {
        var client = Base64.getEncoder().encodeToString("client-north:shh".getBytes(UTF_8));

        send("acme.http", Map.of("acme", town.acme, "key", "acme-north", "client", client), 22);
    }

    @Test
    void theAppsRequestsAnswerAsWritten() throws Exception {
        send("app.http", Map.of("app", town.app, "token", "app-north"), 15);
    }

    private void send(String file, Map<String, String> variables, int requests) throws Exception {
        var blocks = List.of(Files.readString(docs().resolve(file)).split("(?m)^### ?"));
        var head = blocks.getFirst();
        variables.keySet().forEach(name -> assertThat(head).contains("@" + name + " = "));
        var answers = new HashMap<String, JsonNode>();
        for (var block : blocks.subList(1, blocks.size())) {
            send(block, variables, answers);
        }
        assertThat(blocks).hasSize(requests + 1);
    }

    private void send(String block, Map<String, String> variables, Map<String, JsonNode> answers)
            throws Exception {
        var parts = filled(block, variables, answers).split("\n\n", 2);
        var lines = new ArrayList<>(parts[0].lines().toList());
        var title = TITLE.matcher(lines.removeFirst());
        assertThat(title.matches()).as(block).isTrue();
        var name = "";
        while (lines.getFirst().startsWith("#")) {
            name = lines.removeFirst().replaceFirst("# @name ", "");
        }
        var request = lines.removeFirst().split(" ", 2);
        var headers = lines.stream().flatMap(line -> List.of(line.split(": ", 2)).stream());

        var told =
                town.call(
                        request[0],
                        request[1],
                        parts.length > 1 ? parts[1].strip() : "",
                        headers.toArray(String[]::new));

        assertThat(told.status()).as(title.group(1)).isEqualTo(Integer.parseInt(title.group(2)));
        answers.put(name, told.body());
    }

    private static String filled(
            String text, Map<String, String> variables, Map<String, JsonNode> answers) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        found -> {
                            var name = found.group(1);
                            if (variables.containsKey(name)) {
                                return variables.get(name);
                            }
                            var path = name.split("\\.response\\.body\\.", 2);
                            var answer = Objects.requireNonNull(answers.get(path[0]), name);
                            return answer.at("/" + path[1].replace('.', '/')).asText();
                        });
    }

    private static Path docs() {
        return Stream.of("docs", "../docs")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }
}
