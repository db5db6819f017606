package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.demo.Scene.Addresses;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PlainScreenTest {

    private final StringWriter said = new StringWriter();
    private final PlainScreen screen = new PlainScreen(new PrintWriter(said));

    private void show(long second, Optional<JsonNode> overview) {
        screen.show(
                new Scene(
                        Phase.CALM,
                        Set.of(),
                        Optional.empty(),
                        Duration.ofSeconds(second),
                        1,
                        false,
                        overview,
                        Optional.empty(),
                        List.of(),
                        new Addresses("http://127.0.0.1:1/", "http://127.0.0.1:2/", "console")));
    }

    private static Optional<JsonNode> overview() throws Exception {
        return Optional.of(Http.JSON.readTree("{\"waiting\": 34}"));
    }

    @Test
    void doesNotComplainOfAGatewayThatHasOnlyJustBeenAsked() throws Exception {
        show(21, Optional.empty());
        assertThat(said.toString()).doesNotContain("does not answer");

        show(22, overview());

        assertThat(said.toString()).contains("0:22", "waiting 34");
    }

    @Test
    void saysThatAGatewayWhichAnsweredDoesNotAnswerAnyMore() throws Exception {
        show(21, overview());

        show(30, Optional.empty());

        assertThat(said.toString()).contains("0:30  the gateway does not answer");
    }

    @Test
    void countsOneConflictInTheSingular() {
        assertThat(Operator.conflicts(1)).isEqualTo("1 conflict");
        assertThat(Operator.conflicts(2)).isEqualTo("2 conflicts");
    }
}
