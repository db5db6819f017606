package drawbridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A plan as a terminal of 80 columns shows it.
class PlanTextTest {

    /// The reason was cut at the edge of the terminal: "known are 10,…".
    @Test
    void whyARecordCannotCrossIsReadToItsEnd() {
        List<String> lines =
                text(
                        Step.Kind.REFUSE,
                        "/STAT_CD: '30' is no word that is known here; known are 10, 20, 90");

        assertThat(lines)
                .contains(
                        "          crm.activity 9004  /STAT_CD: '30' is no word that is known here; known",
                        "            are 10, 20, 90")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void ofWhatIsMadeAGlimpseIsShown() {
        assertThat(text(Step.Kind.CREATE, "at calendar.booking: " + "x".repeat(100)))
                .anySatisfy(line -> assertThat(line).hasSize(80).endsWith("x…"));
    }

    private static List<String> text(Step.Kind kind, String detail) {
        Step step =
                new Step(
                        new FlowName("visits"),
                        kind,
                        new RecordRef(new ResourceName("crm", "activity"), "9004"),
                        Optional.empty(),
                        detail,
                        "mark");
        return new PlanText(false, 80, 3)
                .of(
                        new Plan(
                                "west",
                                "version",
                                List.of(step),
                                Map.of("crm.activity", 1),
                                Map.of("crm", 1L),
                                Duration.ofSeconds(1)));
    }
}
