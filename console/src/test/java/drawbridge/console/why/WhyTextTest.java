package drawbridge.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.RecordId;

import org.junit.jupiter.api.Test;

import java.time.ZoneOffset;
import java.util.List;

class WhyTextTest {

    private final ScriptedGateway gateway = new ScriptedGateway();

    private List<String> told(int width) {
        var timeline = gateway.timeline("north", new RecordId("acme.appointment", "A-c1"));
        return WhyText.of(timeline, ZoneOffset.UTC, width);
    }

    @Test
    void aNarrowTerminalBreaksSentencesBetweenWordsAndInLineWithTheirBeginning() {
        var wide = told(Integer.MAX_VALUE);
        var narrow = told(60);

        assertThat(wide).anyMatch(line -> line.length() > 60);
        assertThat(narrow).allMatch(line -> line.length() <= 60);
        assertThat(words(narrow)).isEqualTo(words(wide));
        assertThat(narrow).anyMatch(line -> line.matches(" {29}\\S.*"));
    }

    private static List<String> words(List<String> lines) {
        return List.of(String.join(" ", lines).strip().split("\\s+"));
    }
}
