package drawbridge.mapping.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The reference of all keys is what the schemas say, and cannot go stale.
class SchemaReferenceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reference.md");
    private static final Path SCHEMAS = Path.of("..", "mappings", "schema");

    /// With this property the document is written instead of compared.
    private static final boolean WRITE = Boolean.getBoolean("reference.write");

    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("system", "`systems/NAME.yaml`");
        FILES.put("flow", "`flows/NAME.yaml`");
        FILES.put("count", "`counts/NAME.yaml`");
        FILES.put("tenant", "`tenants/NAME.yaml` and `examples/NAME.yaml`");
        FILES.put("examples", "`flows/NAME.examples.yaml`");
    }

    private static final List<String> HEAD =
            List.of(
                    "# Every key of a mapping",
                    "",
                    "Made from the JSON Schemas in [`mappings/schema`](../mappings/schema), by which"
                            + " editors complete and `./drawbridge check`",
                    "refuses; `mvn -Dquick -pl gateway -am test -Dtest=SchemaReferenceTest"
                            + " -Dreference.write=true"
                            + " -Dsurefire.failIfNoSpecifiedTests=false`",
                    "writes it anew. What the keys are for, with examples, stands in the"
                            + " [guide](writing-a-mapping.md).",
                    "",
                    "A key is told by its place: `auth.oauth2` is `oauth2` under `auth`, `.*` stands for"
                            + " any name, and `[]` for each item of a",
                    "list.");

    private final List<String> undescribed = new ArrayList<>();

    @Test
    void theReferenceSaysWhatTheSchemasSay() throws IOException {
        List<String> lines = made();

        if (WRITE) {
            var _ = Files.write(DOCUMENT, lines);
        }
        assertThat(Files.readAllLines(DOCUMENT))
                .as("docs/reference.md; its head says how it is written anew")
                .isEqualTo(lines);
    }

    @Test
    void everyKeySaysWhatItIs() throws IOException {
        var _ = made();

        assertThat(undescribed).as("give each a description in its schema").isEmpty();
    }

    private List<String> made() throws IOException {
        List<String> lines = new ArrayList<>(HEAD);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            SchemaReference reference =
                    new SchemaReference(
                            file.getKey(),
                            new ObjectMapper()
                                    .readTree(
                                            SCHEMAS.resolve(file.getKey() + ".schema.json")
                                                    .toFile()));
            lines.addAll(reference.lines(file.getValue()));
            undescribed.addAll(reference.undescribed());
        }
        return lines;
    }
}
