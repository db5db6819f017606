package drawbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/// When two native values say the same.
class ValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":1,"b":"x"}    | {"b":"x","a":1}    | true
                    {"a":1.50}         | {"a":1.5}          | true
                    {"a":100}          | {"a":1E+2}         | true
                    {"a":[1,2]}        | {"a":[1.0,2]}      | true
                    {"a":{"b":null}}   | {"a":{"b":null}}   | true
                    {"a":1}            | {"a":"1"}          | false
                    {"a":[1,2]}        | {"a":[2,1]}        | false
                    {"a":[1]}          | {"a":[1,2]}        | false
                    {"a":null}         | {}                 | false
                    {"a":null}         | {"b":null}         | false
                    {"a":true}         | {"a":false}        | false
                    {"a":"x"}          | {"a":"x "}         | false
                    """)
    void sayTheSameWhateverTheirOrderAndDigits(String one, String other, boolean same)
            throws JsonText.Malformed {
        assertThat(Values.same(value(one), value(other))).isEqualTo(same);
        assertThat(Values.same(value(other), value(one))).isEqualTo(same);
    }

    private static Value value(String json) throws JsonText.Malformed {
        return JsonText.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
