package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.mapping.Formats;
import drawbridge.mapping.Formats.Format;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

class BodyTextTest {

    /// A page of a system that has gone mad takes the memory of all customers.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CSV    | a~   | 1~   | more than 100000 cells
                    NDJSON | 1~   | 1~   | more than 100000 rows
                    FORM   | a=1  | &a=1 | more than 100000 parts
                    """)
    void refusesMoreThanFitsIntoMemory(Format format, String first, String next, String why) {
        String text = (first + next.repeat(100_001)).replace('~', '\n');
        Formats formats = new Formats(Format.JSON, format, Set.of(), Set.of(), Set.of(), ',');

        assertThatThrownBy(
                        () ->
                                BodyText.parse(
                                        formats,
                                        Optional.empty(),
                                        text.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining(why);
    }
}
