package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.OptionalInt;

/// Cases from life about addresses and numbers, by their number in `docs/cases.md`.
class SpellingCasesTest {

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "T25a, Kim.UP@example.com, kim.up@example.com, true",
        "T25b, guest@example.com, guest.two@example.com, false",
        "T25c, guest+sales@example.com, guest@example.com, false",
        "S10,  John.Doe@BÜCHER.example, john.doe@xn--bcher-kva.example, true",
        "S10,  a+crm@ex.example, a@ex.example, false"
    })
    void anAddressIsOnePersonsHoweverItIsSpelt(
            String number, String one, String other, boolean same) {
        check(number, new Sameness.Email(), one, other, same);
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "S10, +49 30 23125-0, +4930231250, true",
        "S10, +49 30 23125-0, 0049 30 231250, true",
        "S10, +49 30 23125-0, +49 30 23125-12, false",
        "S10, +55 45 3200 0000, +55 45 93200 0000, false",
        "S10, 49 30 231250, +49 4930 231250, false"
    })
    void aNumberIsOnePersonsHoweverItIsSpelt(
            String number, String one, String other, boolean same) {
        check(number, new Sameness.Phone("DE"), one, other, same);
    }

    @Test
    void t25_aGuestInAnotherSpellingIsNoOtherGuest() {
        Sameness email = new Sameness.Email();

        assertThat(
                        email.same(
                                new Neutral.Many(
                                        List.of("Kim.UP@example.com", "guest+sales@example.com")),
                                new Neutral.Many(
                                        List.of("guest+sales@example.com", "kim.up@example.com"))))
                .isTrue();
        assertThat(
                        email.same(
                                new Neutral.Many(List.of("guest+sales@example.com")),
                                new Neutral.Many(List.of("guest@example.com"))))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}, row {index}")
    @CsvSource({
        "T30, 'a\u0003b\u001a\u007f', ab",
        "T30, 'first\tand\r\nsecond', 'first\tand\r\nsecond'",
        "T29c, 'cut \uD83D', 'cut '",
        "T29c, '\uDD8B cut', ' cut'",
        "T29a, 'pen \uD83D\uDD8B\uFE0F', 'pen \uD83D\uDD8B\uFE0F'"
    })
    void whatNoTextHoldsIsNotWrittenAndDoesNotCount(String number, String read, String written) {
        Form text = new Form.Text(OptionalInt.empty());

        assertThat(text.write(new Neutral.Words(read), Refs.NONE))
                .as(number)
                .isEqualTo(new Form.Out(Value.of(written)));
        check(number, new Sameness.Text(), read, written, true);
    }

    @Test
    void t30_aTextOfNothingElseIsEmpty() {
        assertThat(new Form.Text(OptionalInt.empty()).read(Value.of(" \u0000\u0003"), Refs.NONE))
                .isEqualTo(new Form.In(new Neutral.Empty()));
    }

    private static void check(
            String number, Sameness sameness, String one, String other, boolean same) {
        assertThat(sameness.same(new Neutral.Words(one), new Neutral.Words(other)))
                .as(number)
                .isEqualTo(same);
        assertThat(sameness.same(new Neutral.Words(other), new Neutral.Words(one)))
                .as(number)
                .isEqualTo(same);
    }
}
