package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The descriptors of vendors' systems, from which a customer may begin.
class VendorsTest {

    @TempDir Path folder;

    @Test
    void nothingIsWrongWithThemAndNothingIsLeftUnchecked() {
        Shipped.copy(folder);

        assertThat(Checked.problems(folder)).isEmpty();
        assertThat(Checked.notes(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hubspot",
                "pipedrive",
                "salesforce",
                "zoho-crm",
                "dynamics",
                "google-calendar",
                "microsoft-graph"
            })
    void eachPartNamesTheDocumentThatItRestsOnAndHowItIsKnown(String system) throws IOException {
        Shipped.copy(folder);
        List<String> lines = Files.readAllLines(folder.resolve("systems/" + system + ".yaml"));
        List<String> bare = new ArrayList<>();
        boolean resources = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            resources |= line.equals("resources:");
            boolean part =
                    line.matches("(auth|limits|errors|webhook):")
                            || (resources && line.matches("  [a-z-]+:"));
            if (part
                    && !(lines.get(i + 1).strip().startsWith("documentation: https://")
                            && lines.get(i + 2).strip().matches("verified: (mock|docs|no)"))) {
                bare.add(line);
            }
        }

        assertThat(resources).isTrue();
        assertThat(bare).isEmpty();
    }

    @Test
    void aPartThatIsKnownInAnotherWayIsRefused() {
        Shipped.copy(folder);
        Shipped.replace(folder, "systems/dynamics.yaml", "verified: docs", "verified: yes");

        assertThat(Checked.problems(folder))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("systems/dynamics.yaml:")
                                        .contains("'yes' is not known here"));
    }
}
