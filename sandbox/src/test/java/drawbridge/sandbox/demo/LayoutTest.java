package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.demo.Scene.Addresses;
import drawbridge.sandbox.demo.Scene.Event;

import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

class LayoutTest {

    private static final String OVERVIEW =
            """
            {"waiting": 34, "oldestWaitingSeconds": 3, "conflicts": 2, "deadLetters": 1,
             "counts": {"acknowledged": 1200, "applied": 1000, "pending": 200, "duplicates": 7},
             "tenants": [{"tenant": "north", "name": "North", "breakers": [
               {"system": "acme", "state": "open"}, {"system": "app", "state": "closed"}]}]}
            """;

    private static Scene scene(Phase phase, Optional<JsonNode> overview) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < 40; i++) {
            events.add(new Event(Duration.ofSeconds(i), "event " + i));
        }
        events.set(38, new Event(Duration.ofSeconds(38), "a long event " + "and on ".repeat(40)));
        return new Scene(
                phase,
                EnumSet.range(Phase.START, phase),
                Optional.of(0.5),
                Duration.ofSeconds(75),
                42,
                false,
                overview,
                Optional.empty(),
                events,
                new Addresses(
                        "http://127.0.0.1:1/",
                        "http://127.0.0.1:2/",
                        "./drawbridge console --gateway http://127.0.0.1:3"
                                + " --token-file .drawbridge/demo/20260301-100000/ops-token"));
    }

    private static Optional<JsonNode> overview() throws Exception {
        return Optional.of(Http.JSON.readTree(OVERVIEW));
    }

    private static String text(Scene scene, int columns, int rows) {
        var lines = new Layout().lines(scene, columns, rows);
        return String.join("\n", lines.stream().map(AttributedString::toString).toList());
    }

    @Test
    void ticksNoPhaseThatWasLeftOutInHaste() throws Exception {
        var all = scene(Phase.CRASH, overview());
        var hasty =
                new Scene(
                        all.phase(),
                        EnumSet.of(Phase.START, Phase.WARM_UP, Phase.CRASH),
                        all.into(),
                        all.elapsed(),
                        all.seed(),
                        all.open(),
                        all.overview(),
                        all.throughput(),
                        all.events(),
                        all.addresses());

        assertThat(text(all, 100, 30)).contains("✓" + Phase.OUTAGE.word);
        assertThat(text(hasty, 100, 30))
                .contains("✓" + Phase.WARM_UP.word)
                .contains("–" + Phase.OUTAGE.word);
    }

    @Test
    void saysWhatIsWaitingParkedAndOpen() throws Exception {
        var text = text(scene(Phase.OUTAGE, overview()), 100, 30);

        assertThat(text)
                .contains("waiting 34", "conflicts 2", "dead letters 1", "north/acme open")
                .contains("1,200 acknowledged = 1,000 applied")
                .doesNotContain("app closed");
    }

    @Test
    void saysWhereToLookAndWhatHappenedLast() throws Exception {
        var text = text(scene(Phase.OUTAGE, overview()), 100, 30);

        assertThat(text).contains("http://127.0.0.1:1/", "./drawbridge console", "event 39");
    }

    @Test
    void ticksOffThePhasesThatAreOver() throws Exception {
        var text = text(scene(Phase.OUTAGE, overview()), 120, 30);

        assertThat(text).contains("✓traffic", "●outage", "○kill -9");
    }

    @Test
    void saysThatTheGatewayDoesNotAnswer() {
        assertThat(text(scene(Phase.CRASH, Optional.empty()), 100, 30))
                .contains("The gateway does not answer");
    }

    @Test
    void doesNotComplainAboutAGatewayThatIsStillToStart() {
        assertThat(text(scene(Phase.START, Optional.empty()), 100, 30))
                .contains("The gateway is not up yet")
                .doesNotContain("does not answer", "0 acknowledged");
    }

    @Test
    void cutsNothingOffInATerminalOf80By24() throws Exception {
        var text = text(scene(Phase.OUTAGE, overview()), 80, 24);

        assertThat(text)
                .contains("○verdict", "200 pending", "event 39")
                .contains("./drawbridge console --gateway http://127.0.0.1:3 \\\n")
                .contains("  --token-file .drawbridge/demo/20260301-100000/ops-token");
    }

    @Test
    void neverLeavesTheTerminal() throws Exception {
        for (int columns : List.of(60, 80, 200)) {
            for (int rows : List.of(12, 24, 60)) {
                var lines = new Layout().lines(scene(Phase.CALM, overview()), columns, rows);

                assertThat(lines).hasSizeLessThanOrEqualTo(rows);
                assertThat(lines)
                        .allSatisfy(line -> assertThat(line.columnLength()).isLessThan(columns));
            }
        }
    }

    @Test
    void tellsWhereALineIsCutOff() throws Exception {
        var lines = new Layout().lines(scene(Phase.CALM, overview()), 80, 30);

        assertThat(lines)
                .filteredOn(line -> line.toString().contains("a long event"))
                .singleElement()
                .satisfies(line -> assertThat(line.toString()).endsWith("…"));
    }

    @Test
    void drawsTheNewestSecondsOnTheRight() {
        assertThat(Layout.spark(List.of(99L, 0L, 4L, 8L), 3)).isEqualTo(" ▅█");
    }
}
