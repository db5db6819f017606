package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The values by which partners are found, and two creates of the same are kept apart.
class MatchKeysTest {

    @TempDir private Path folder;

    @BeforeEach
    void aCopyOfTheShippedFolder() {
        Shipped.copy(folder);
    }

    @Test
    void aFlowMayNameOneKey() {
        assertThat(flow("match: { fields: [title], strong: false }").matchKeys())
                .containsExactly(key(false, "title"));
    }

    @Test
    void aFlowMayNameSeveralKeysTheSurestFirst() {
        assertThat(
                        flow("""
                             match:
                               - { fields: [email], strong: true }
                               - { fields: [title, when], strong: false }
                             """)
                                .matchKeys())
                .containsExactly(key(true, "email"), key(false, "title", "when"));
    }

    @Test
    void recordsThatMatchHaveTheSameKeyHoweverTheirSystemsSpellIt() {
        Flow flow = flow("match: { fields: [title, email], strong: true }");
        Flow.MatchKey key = flow.matchKeys().getFirst();

        assertThat(flow.keyText(key, values(" A|b ", "Contact17@Example.com")))
                .isPresent()
                .isEqualTo(flow.keyText(key, values("A|b", "contact17@example.com")))
                .isNotEqualTo(flow.keyText(key, values("A", "b|contact17@example.com")));
    }

    @Test
    void nothingMatchesNothing() {
        Flow flow = flow("match: { fields: [title, email], strong: true }");
        Flow.MatchKey key = flow.matchKeys().getFirst();

        assertThat(flow.keyText(key, values("A", " "))).isEmpty();
        assertThat(flow.keyText(key, Map.of(new FieldName("title"), new Neutral.Words("A"))))
                .isEmpty();
    }

    private static Map<FieldName, Neutral> values(String title, String email) {
        return Map.of(
                new FieldName("title"),
                new Neutral.Words(title),
                new FieldName("email"),
                new Neutral.Words(email));
    }

    private static Flow.MatchKey key(boolean strong, String... fields) {
        return new Flow.MatchKey(
                List.of(fields).stream().map(FieldName::new).toList(),
                strong,
                Map.<Side, String>of());
    }

    private Flow flow(String match) {
        Shipped.replace(
                folder,
                "flows/appointments.yaml",
                "\nsituations:",
                "\n" + match.strip() + "\nsituations:");
        return Shipped.flow(Shipped.load(folder), "north", "appointments");
    }
}
