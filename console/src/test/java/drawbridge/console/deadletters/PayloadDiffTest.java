package drawbridge.console.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.deadletters.PayloadDiff.Line;

import org.junit.jupiter.api.Test;

class PayloadDiffTest {

    @Test
    void showsWhatWasTakenAwayAndWhatWasPutIn() {
        assertThat(
                        PayloadDiff.between(
                                "{\n  \"a\": 1,\n  \"b\": 2\n}", "{\n  \"a\": 3,\n  \"b\": 2\n}"))
                .containsExactly(new Line(false, "\"a\": 1,"), new Line(true, "\"a\": 3,"));
    }

    @Test
    void showsNothingWhereNothingIsDifferent() {
        assertThat(PayloadDiff.between("{}", "{}")).isEmpty();
    }

    @Test
    void spreadsJsonWithoutTouchingAToken() {
        assertThat(PayloadDiff.spread("{\"a\":1.10,\"b\":[true,null],\"c\":\"x{,}\\\"y\"}"))
                .isEqualTo(
                        """
                        {
                          "a": 1.10,
                          "b": [
                            true,
                            null
                          ],
                          "c": "x{,}\\"y"
                        }\
                        """);
    }

    @Test
    void leavesWhatIsNoJsonAsItCame() {
        assertThat(PayloadDiff.spread("{\"a\":")).isEqualTo("{\"a\":");
        assertThat(PayloadDiff.spread("a;b\nc;d")).isEqualTo("a;b\nc;d");
    }
}
