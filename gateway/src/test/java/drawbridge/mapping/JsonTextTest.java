package drawbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class JsonTextTest {

    private static Value parse(String text) throws JsonText.Malformed {
        return JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /// As an id it was written out: ten characters became a gigabyte of zeros.
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e1001", "{\"id\":-2.5E+2000000000}"})
    void aNumberWhoseDigitsWouldFillTheMemoryIsBeyondTheLimits(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(JsonText.Malformed.class)
                .hasMessageContaining("beyond the limits: a number has an exponent beyond 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e-1000", "9007199254740993", "6.02214076e23"})
    void aNumberThatAnybodyMeansIsRead(String text) throws JsonText.Malformed {
        assertThat(parse(text)).isEqualTo(new Value.Num(new java.math.BigDecimal(text)));
    }
}
