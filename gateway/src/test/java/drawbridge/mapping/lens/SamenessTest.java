package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

class SamenessTest {

    @ParameterizedTest
    @CsvSource({
        "Kim.UP@example.com,        kim.up@EXAMPLE.com,   true",
        "' kim@example.com ',       kim@example.com,      true",
        "kim@bücher.example,        kim@xn--bcher-kva.example, true",
        "guest+sales@example.com,   guest@example.com,    false",
        "guest.two@example.com,     guesttwo@example.com, false",
        "no address,                NO ADDRESS,           true",
    })
    void anAddressIsTheSameInAnyCaseAndAlphabet(String one, String other, boolean same) {
        check(new Sameness.Email(), one, other, same);
    }

    @ParameterizedTest
    @CsvSource({
        "+49 30 901820,     +4930901820,     true",
        "030/90 18-20,      +49 (30) 901820, true",
        "0049 30 901820,    +4930901820,     true",
        "+49 30 901820,     +49 30 901821,   false",
        "+43 1 58858,       01 58858,        false",
        "ask the front desk, ask the front desk, true",
        "extension 5,       extension 6,     false",
        "000000,            +4900000,        false",
    })
    void aNumberIsTheSameHoweverItIsSpelt(String one, String other, boolean same) {
        check(new Sameness.Phone("DE"), one, other, same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "+49000000", "+4900301820000", "+49 (0) 30 901820"})
    void aNumberThatLosesAZeroAtEachReadingHasOneNormalForm(String text) {
        Sameness phone = new Sameness.Phone("DE");

        assertThat(phone.normal(phone.normal(text))).isEqualTo(phone.normal(text));
    }

    @ParameterizedTest
    @CsvSource({
        "' Kick-off ', Kick-off,  true",
        "Caf\u00e9,    Cafe\u0301, true",
        "Kick-off,     kick-off,  false",
    })
    void textIsTheSameWithoutBlanksAroundItAndInEitherEncodingOfAccents(
            String one, String other, boolean same) {
        check(new Sameness.Text(), one, other, same);
    }

    @Test
    void whatIsUnknownEqualsOnlyWhatIsUnknown() {
        Sameness text = new Sameness.Text();

        assertThat(text.same(new Neutral.Unknown(), new Neutral.Unknown())).isTrue();
        assertThat(text.same(new Neutral.Unknown(), new Neutral.Empty())).isFalse();
        assertThat(text.same(new Neutral.Empty(), new Neutral.Unknown())).isFalse();
        assertThat(text.same(new Neutral.Words("x"), new Neutral.Unknown())).isFalse();
        assertThat(text.same(new Neutral.Empty(), new Neutral.Empty())).isTrue();
    }

    @Test
    void numbersCompareByValue() {
        assertThat(
                        new Sameness.Exact()
                                .same(
                                        new Neutral.Number(new BigDecimal("1.0")),
                                        new Neutral.Number(BigDecimal.ONE)))
                .isTrue();
    }

    private static void check(Sameness sameness, String one, String other, boolean same) {
        assertThat(sameness.same(new Neutral.Words(one), new Neutral.Words(other))).isEqualTo(same);
        assertThat(sameness.same(new Neutral.Words(other), new Neutral.Words(one))).isEqualTo(same);
    }
}
