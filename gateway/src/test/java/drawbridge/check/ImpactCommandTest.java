package drawbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// `drawbridge impact` as the person sees it whose API changes.
class ImpactCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copies() {
        Shipped.copy(folder.resolve("ours"));
    }

    /// Acme's document otherwise.
    private void next(Consumer<ObjectNode> change) throws IOException {
        ObjectNode document =
                (ObjectNode)
                        JSON.readTree(folder.resolve("ours/systems/openapi/acme.json").toFile());
        change.accept(document);
        Files.writeString(folder.resolve("next.json"), document.toString());
    }

    private static ObjectNode schema(ObjectNode document, String name) {
        return (ObjectNode) document.at("/components/schemas/" + name);
    }

    private static ObjectNode property(ObjectNode document, String schema, String name) {
        return (ObjectNode) schema(document, schema).path("properties").path(name);
    }

    private int impact(String... more) {
        CommandLine line = ImpactCommand.commandLine(folder, folder, false);
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = new String[3 + more.length];
        arguments[0] = "ours/systems/openapi/acme.json";
        arguments[1] = "next.json";
        arguments[2] = "ours";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return line.execute(arguments);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void theSameDocumentTouchesNothing() throws IOException {
        next(_ -> {});

        assertThat(impact()).isZero();
        assertThat(lines()).containsExactly("Nothing that the mappings name of acme is touched.");
    }

    @Test
    void aRenamedMemberBreaksTheFieldsThatNameItAndTellsWhose() throws IOException {
        next(
                document -> {
                    for (String name : List.of("AppointmentWrite", "Appointment")) {
                        ObjectNode schema = schema(document, name);
                        rename(schema, "location", "locations");
                    }
                });

        assertThat(impact()).as(err.toString()).isEqualTo(1);
        assertThat(lines().getFirst())
                .startsWith("ours/flows/appointments.yaml:77:")
                .contains("/location; did you mean /locations?");
        assertThat(lines().getLast())
                .contains("Flows: appointments.")
                .contains("Tenants: north, south, west.");
    }

    /// Wherever in the schema the member is.
    private static void rename(JsonNode schema, String from, String to) {
        if (schema.path("properties").has(from)) {
            ObjectNode properties = (ObjectNode) schema.path("properties");
            JsonNode moved = properties.remove(from);
            properties.set(to, moved);
        }
        schema.forEach(below -> rename(below, from, to));
    }

    @Test
    void aWordThatIsGoneBreaksTheEnumeration() throws IOException {
        next(
                document -> {
                    ArrayNode words = (ArrayNode) schema(document, "Status").path("enum");
                    words.remove(0);
                });

        assertThat(impact()).isEqualTo(1);
        assertThat(out.toString())
                .contains("flows/appointments.yaml:")
                .contains("is never 'Planned'");
    }

    @Test
    void aShorterTextBreaksWhatWritesMore() throws IOException {
        next(document -> property(document, "AppointmentWrite", "subject").put("maxLength", 40));

        assertThat(impact()).isEqualTo(1);
        assertThat(out.toString()).contains("takes 40 characters at most, and not 120");
    }

    @Test
    void aLongerTextIsANote() throws IOException {
        next(
                document -> {
                    property(document, "AppointmentWrite", "subject").put("maxLength", 200);
                });

        assertThat(impact()).as(out.toString()).isZero();
    }

    @Test
    void aMemberThatACreateNeedsFromNowOnBreaksIt() throws IOException {
        next(
                document -> {
                    ObjectNode write = schema(document, "AppointmentWrite");
                    write.withArray("required").add("branch");
                    ((ObjectNode) write.path("properties"))
                            .putObject("branch")
                            .put("type", "string");
                });

        assertThat(impact()).isEqualTo(1);
        assertThat(out.toString())
                .contains("ours/flows/appointments.yaml:")
                .contains("POST /appointments needs /branch, which no field writes");
    }

    @Test
    void aPathThatIsGoneBreaksTheSystem() throws IOException {
        next(document -> ((ObjectNode) document.path("paths")).remove("/contacts/{id}"));

        assertThat(impact("--json")).isEqualTo(1);
        assertThat(out.toString())
                .contains("\"problem\":\"the document has no GET /contacts/{id}")
                .contains("\"severity\":\"problem\"")
                .contains("\"flows\":[\"appointments\"]")
                .contains("\"tenants\":[\"north\",\"south\",\"west\"]");
    }

    @Test
    void aDocumentOfNobodyIsToldInWords() throws IOException {
        Files.writeString(
                folder.resolve("next.json"),
                "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Other\"},\"paths\":{}}");
        CommandLine line = ImpactCommand.commandLine(folder, folder, false);
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        assertThat(line.execute("next.json", "next.json", "ours")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "No system of 'ours' rests on 'next.json' or on a document of its title.");
    }

    @Test
    void aDocumentThatCannotBeReadIsToldInWords() throws IOException {
        Files.writeString(folder.resolve("next.json"), "{");

        assertThat(impact()).isEqualTo(2);
        assertThat(err.toString()).contains("'next.json' is not JSON: ", "(line 1, column 2)");
    }
}
