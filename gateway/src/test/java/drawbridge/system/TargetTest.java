package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "apt_1Aa, apt_1Aa",
        "9007199254740993, 9007199254740993",
        "a/b, a%2Fb",
        "../x, ..%2Fx",
        "%2f, %252f",
        "a?b#c, a%3Fb%23c",
        "'a b', a%20b",
        "a+b, a%2Bb",
        "ü, %C3%BC",
        "😀, %F0%9F%98%80",
        "'a;b', a%3Bb",
        "{id}, %7Bid%7D"
    })
    void keepsAnIdOneSegment(String id, String segment) throws Target.BadId {
        assertThat(Target.ofRecord("/things/{id}/notes", id).uri("/api"))
                .isEqualTo("/api/things/" + segment + "/notes");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "\uD83D"})
    void refusesAnIdThatIsNoName(String id) {
        assertThatThrownBy(() -> Target.ofRecord("/things/{id}", id))
                .isInstanceOf(Target.BadId.class);
    }

    @Test
    void keepsAnArgumentOneValue() {
        assertThat(
                        Target.of("/things")
                                .filled(
                                        Map.of("ref", "{reference}", "exact", "1"),
                                        Map.of("reference", "a&limit=0 $1"))
                                .orElseThrow()
                                .uri(""))
                .isEqualTo("/things?exact=1&ref=a%26limit%3D0%20%241");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void asksNothingWithAnEmptyArgument(String reference) {
        assertThat(
                        Target.of("/things")
                                .filled(
                                        Map.of("ref", "{reference}"),
                                        Map.of("reference", reference)))
                .isEmpty();
    }

    @Test
    void asksNothingWithoutTheArgument() {
        assertThat(Target.of("/things").filled(Map.of("ref", "{reference}"), Map.of())).isEmpty();
    }
}
