package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.intake.StandardWebhook.Headers;
import drawbridge.intake.StandardWebhook.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Case S03 of `docs/cases.md`: what a signature is of, for how long, and under which of two keys.
class SignatureCasesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SENT = "{\"n\":1.0,\"name\":\"Zo\\u00eb\",\"id\":12}";
    private static final String REWRITTEN = "{\"n\":1,\"name\":\"Zo\u00eb\",\"id\":12}";

    @Test
    void s03_theBytesAsSentAreGenuineAndTheSameValueWrittenAnewIsNot() {
        Headers signed = signed(Customers.NORTH_KEY, 0);

        assertThat(verify(signed, SENT, Customers.NORTH_KEY)).isEqualTo(Verdict.GENUINE);
        assertThat(verify(signed, REWRITTEN, Customers.NORTH_KEY)).isEqualTo(Verdict.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"120, GENUINE", "-299, GENUINE", "301, STAMP", "-301, STAMP"})
    void s03_theTimeMayBeFiveMinutesOffEitherWay(long seconds, Verdict expected) {
        assertThat(verify(signed(Customers.NORTH_KEY, seconds), SENT, Customers.NORTH_KEY))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void s03_ofTwoSignaturesOneIsEnoughForAReceiverThatKnowsOneKey(boolean knowsTheOld) {
        String both =
                Customers.signature(Customers.NORTH_OLD_KEY, "m1", stamp(0), SENT)
                        + " "
                        + Customers.signature(Customers.NORTH_KEY, "m1", stamp(0), SENT);
        Headers headers = new Headers(Optional.of("m1"), Optional.of(stamp(0)), Optional.of(both));

        assertThat(
                        verify(
                                headers,
                                SENT,
                                knowsTheOld ? Customers.NORTH_OLD_KEY : Customers.NORTH_KEY))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verify(headers, SENT, Customers.SOUTH_KEY)).isEqualTo(Verdict.SIGNATURE);
    }

    private static Headers signed(String key, long ahead) {
        return new Headers(
                Optional.of("m1"),
                Optional.of(stamp(ahead)),
                Optional.of(Customers.signature(key, "m1", stamp(ahead), SENT)));
    }

    private static String stamp(long ahead) {
        return Long.toString(NOW.getEpochSecond() + ahead);
    }

    private static Verdict verify(Headers headers, String body, String key) {
        List<byte[]> keys = StandardWebhook.keys(key);
        return StandardWebhook.verify(
                headers, body.getBytes(StandardCharsets.UTF_8), keys, Duration.ofMinutes(5), NOW);
    }
}
