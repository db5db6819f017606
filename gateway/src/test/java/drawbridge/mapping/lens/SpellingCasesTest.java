package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

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

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "T25b, guest@example.com, Guest.Two@example.com, true",
        "T25b, other@example.com, guest.two@example.com, false",
        "T25c, guest+sales@example.com, guest@example.com, true",
        "S10,  a+crm@ex.example, A@EX.example, true",
        "S10,  +a@ex.example, @ex.example, false"
    })
    void whatAFlowDeclaresIsOnePersonToo(String number, String one, String other, boolean same) {
        check(
                number,
                new Sameness.Email(false, Map.of("guest.two@example.com", "guest@example.com")),
                one,
                other,
                same);
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "S10, +52 55 1234 5678, +52 1 55 1234 5678, true",
        "S10, +55 45 9200 0000, +55 45 99200 0000, true",
        "S10, +55 45 3200 0000, +55 45 93200 0000, false",
        "S10, +52 55 1234 5678, +52 55 1234 5679, false"
    })
    void aFormerWayOfWritingANumberIsTheSameWhereAFlowSaysSo(
            String number, String one, String other, boolean same) {
        check(
                number,
                new Sameness.Phone("DE", Set.of(Sameness.Phone.Former.values())),
                one,
                other,
                same);
    }

    /// Each trip is a note that is written as HTML, served in another way, and read.
    @Test
    void s19_escapesReachAFixedPointAfterOneTripAndBlankLinesStay() {
        Form html = new Form.Markup(OptionalInt.empty());
        Neutral note = new Neutral.Words("L1\n\n\nL2 & <b>");

        for (int i = 0; i < 10; i++) {
            Form.Write written = html.write(note, Refs.NONE);
            assertThat(written)
                    .isEqualTo(new Form.Out(Value.of("L1<br><br><br>L2 &amp; &lt;b&gt;")));
            note = ((Form.In) html.read(((Form.Out) written).value(), Refs.NONE)).value();
            assertThat(note).isEqualTo(new Neutral.Words("L1\n\n\nL2 & <b>"));
        }
        check(
                "S19",
                new Sameness.Prose(),
                "L1\n\n\nL2 & <b>",
                Html.text("<p>L1</p>\n <p>L2&nbsp;&#38; &lt;b></p>"),
                true);
        check("S19", new Sameness.Prose(), "L1 L2", "L1 L3", false);
    }

    @Test
    void s19_anAddressThatBecameALinkIsStillThatAddress() {
        assertThat(
                        new Form.Markup(OptionalInt.empty())
                                .read(
                                        Value.of(
                                                "<a href=\"mailto:user3@example.com\">user3@example.com</a>"),
                                        Refs.NONE))
                .isEqualTo(new Form.In(new Neutral.Words("user3@example.com")));
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
