package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.intake.PushDesk.Told;
import drawbridge.journal.TestDatabase;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Sends every request of `docs/push.http`, and checks the status that stands beside it.
class PushHttpIT {

    private static final Pattern TITLE = Pattern.compile("^(.*) -> (\\d{3})$");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^}]+)}}");

    @Test
    void answersAsWritten() throws Exception {
        TestDatabase.empty();
        String[] blocks = Files.readString(Path.of("../docs/push.http")).split("(?m)^### ?");
        Map<String, Told> answers = new HashMap<>();

        try (PushDesk desk = new PushDesk()) {
            for (int i = 1; i < blocks.length; i++) {
                send(desk, blocks[i], answers);
            }
        }

        assertThat(blocks).hasSize(13);
    }

    private static void send(PushDesk desk, String block, Map<String, Told> answers) {
        String[] parts = filled(block, answers).split("\n\n", 2);
        List<String> lines = new ArrayList<>(parts[0].lines().toList());
        var title = TITLE.matcher(lines.removeFirst());
        assertThat(title.matches()).as(block).isTrue();
        String name = "";
        while (lines.getFirst().startsWith("#")) {
            name = lines.removeFirst().replaceFirst("# @name ", "");
        }
        String[] request = lines.removeFirst().split(" ", 2);
        List<String> headers = new ArrayList<>();
        for (String line : lines) {
            headers.addAll(List.of(line.split(": ", 2)));
        }

        Told told =
                desk.plain(
                        request[0],
                        request[1],
                        parts.length > 1 ? parts[1].strip() : "",
                        headers.toArray(String[]::new));

        assertThat(told.status()).as(title.group(1)).isEqualTo(Integer.parseInt(title.group(2)));
        answers.put(name, told);
    }

    private static String filled(String text, Map<String, Told> answers) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        found ->
                                switch (found.group(1)) {
                                    case "gateway" -> "";
                                    case "tenant" -> "north";
                                    case "token" -> Customers.NORTH_TOKEN;
                                    default -> {
                                        String[] path =
                                                found.group(1).split("\\.response\\.body\\.", 2);
                                        yield Objects.requireNonNull(answers.get(path[0]), path[0])
                                                .text("/" + path[1].replace('.', '/'));
                                    }
                                });
    }
}
