package drawbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class JsonBytesTest {

    private static List<String> elements(String json, String at) {
        return JsonBytes.elements(json.getBytes(StandardCharsets.UTF_8), Pointer.parse(at)).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'[ {\"a\" : 1.50 } ,2e1, \"\\u0041\" ,null,[1, 2]]' | '' | '{\"a\" : 1.50 };2e1;\"\\u0041\";null;[1, 2]'",
                "'{\"x\":{\"y\" : [ 1 ,2 ]},\"y\":3}' | /x/y | '1;2'",
                "'{\"y\":[9],\"x\":{\"y\" :  1.0 }}' | /x/y | '1.0'",
                "' 17 ' | '' | 17",
                "'\"a\"' | '' | '\"a\"'",
                "'{\"a/b\":{ \"c\":true}}' | /a~1b | '{ \"c\":true}'"
            })
    void areTheBytesThatCame(String json, String at, String expected) {
        assertThat(String.join(";", elements(json, at))).isEqualTo(expected);
    }

    @Test
    void keepSignsOfSeveralBytes() {
        assertThat(elements("[\"\u00e4\u20ac\ud83d\ude00\", \"\u00df\" ]", ""))
                .containsExactly("\"\u00e4\u20ac\ud83d\ude00\"", "\"\u00df\"");
    }

    @Test
    void areNoneWhereNothingIs() {
        assertThat(elements("{\"x\":[1]}", "/y")).isEmpty();
        assertThat(elements("{\"x\":[1]}", "/x/0")).isEmpty();
        assertThat(elements("[]", "")).isEmpty();
    }

    @Test
    void areNoneInAnotherEncoding() {
        assertThat(JsonBytes.elements("[1,2]".getBytes(StandardCharsets.UTF_16), Pointer.parse("")))
                .isEmpty();
        assertThat(elements("\ufeff[1,2]", "")).isEmpty();
    }
}
