package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.mapping.Operation;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;

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
    void keepsAnArgumentOneValue() throws Places.Unfit {
        Operation call = query(Map.of("ref", "{reference}", "exact", "1"));

        assertThat(Target.of("/things").with(places("a&limit=0 $1").query(call)).uri(""))
                .isEqualTo("/things?exact=1&ref=a%26limit%3D0%20%241");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void asksNothingWithAnEmptyArgument(String reference) {
        assertThat(places(reference).fill(query(Map.of("ref", "{reference}")))).isFalse();
    }

    @Test
    void asksNothingWithoutTheArgument() {
        assertThat(places("r").fill(query(Map.of("ref", "{other}")))).isFalse();
    }

    @Test
    void asksNothingWithHalfACharacter() {
        assertThatThrownBy(() -> places("\uD83D").query(query(Map.of("ref", "{reference}"))))
                .isInstanceOf(Places.Unfit.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "DOUBLED, O'Brien, name = 'O''Brien'",
                "BACKSLASH, O'Brien, name = 'O\\'Brien'",
                "BACKSLASH, a\\, name = 'a\\\\'",
                "DOUBLED, x' or '1'='1, name = 'x'' or ''1''=''1'"
            })
    void keepsAnArgumentWithinItsQuotationMarks(
            Operation.Quotes quotes, String argument, String filter) throws Places.Unfit {
        Places places = new Places(Map.of("reference", Value.of(argument)), Optional.of(quotes));

        assertThat(places.query(query(Map.of("q", "name = '{reference}'"))))
                .containsEntry("q", filter);
    }

    @Test
    void asksNothingThatWouldEndItsQuotationMarks() {
        Operation call = query(Map.of("q", "name = '{reference}'"));

        assertThatThrownBy(() -> places("O'Brien").query(call))
                .isInstanceOf(Places.Unfit.class)
                .hasMessageContaining("quotation mark");
    }

    private static Places places(String reference) {
        return new Places(Map.of("reference", Value.of(reference)), Optional.empty());
    }

    private static Operation query(Map<String, String> parameters) {
        return new Operation(
                "GET", "/things", parameters, Map.of(), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "https://crm.example.com/api/things/17, 17",
        "/api/things/a%2Fb?x=1, a/b",
        "17, 17",
        "/things/x+y, x+y",
        "/things/, -",
        "/things/%zz, -"
    })
    void findsTheIdInTheAddressOfARecord(String address, String id) {
        assertThat(Target.idIn(address, Optional.of(new Operation("GET", "/things/{id}"))))
                .isEqualTo(Optional.of(id).filter(text -> !text.equals("-")));
    }
}
