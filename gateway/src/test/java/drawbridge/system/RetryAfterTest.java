package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "' 7 ', 7",
        "007, 7",
        "86401, 86401",
        "31622400, 31622400",
        "31622401, 31622400",
        "99999999999999999999999999, 31622400"
    })
    void readsSecondsAndStopsAtAYear(String header, long seconds) {
        assertThat(RetryAfter.read(header, Optional.empty(), NOW))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "",
                "soon",
                "1.5",
                "+5",
                "١٢",
                "1e3",
                "Sun, 01 Mar 2026 11:59:59 GMT",
                "Sun, 01 Mar 2026 12:00:00 GMT",
                "Sun, 99 Mar 2026 12:00:10 GMT"
            })
    void takesWhatMakesNoSenseForAbsent(String header) {
        assertThat(RetryAfter.read(header, Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void takesDigitsWithoutEndForAbsent() {
        assertThat(RetryAfter.read("9".repeat(8000), Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void measuresADateAgainstTheDateOfTheAnswer() {
        Optional<String> aDayBehind = Optional.of("Sat, 28 Feb 2026 12:00:00 GMT");

        Optional<Duration> wait = RetryAfter.read("Sat, 28 Feb 2026 12:00:30 GMT", aDayBehind, NOW);

        assertThat(wait).contains(Duration.ofSeconds(30));
    }

    @Test
    void measuresADateAgainstOurClockWhereTheAnswerHasNone() {
        assertThat(RetryAfter.read("Sun, 01 Mar 2026 12:00:30 GMT", Optional.of("junk"), NOW))
                .contains(Duration.ofSeconds(30));
    }
}
