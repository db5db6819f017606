package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.intake.StandardWebhook.Headers;
import drawbridge.intake.StandardWebhook.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

class StandardWebhookTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String STAMP = Long.toString(NOW.getEpochSecond());
    private static final String BODY = "{\"test\": 2432232314}";
    private static final List<byte[]> KEYS = StandardWebhook.keys(Customers.NORTH_KEY);

    @Test
    void agreesWithTheExampleOfTheSpecification() {
        // https://github.com/standard-webhooks/standard-webhooks, reference libraries' own test.
        Headers headers =
                new Headers(
                        Optional.of("msg_p5jXN8AQM9LWM0D4loKWxJek"),
                        Optional.of("1614265330"),
                        Optional.of("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

        Verdict verdict =
                StandardWebhook.verify(
                        headers,
                        BODY.getBytes(StandardCharsets.UTF_8),
                        StandardWebhook.keys("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        Duration.ofMinutes(5),
                        Instant.ofEpochSecond(1614265330));

        assertThat(verdict).isEqualTo(Verdict.GENUINE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, GENUINE", "299, GENUINE", "300, GENUINE", "301, STAMP",
        "-299, GENUINE", "-300, GENUINE", "-301, STAMP", "86400, STAMP"
    })
    void toleratesFiveMinutesBothWays(long ahead, Verdict expected) {
        String stamp = Long.toString(NOW.getEpochSecond() + ahead);

        assertThat(verify(headers("m1", stamp, BODY), BODY)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"test\":  2432232314}",
                "{\"test\": 2432232314} ",
                "{\"test\": 2432232315}",
                ""
            })
    void refusesABodyOfWhichOneByteDiffers(String body) {
        assertThat(verify(headers("m1", STAMP, BODY), body)).isEqualTo(Verdict.SIGNATURE);
    }

    @Test
    void bindsTheSignatureToIdAndTime() {
        Headers signed = headers("m1", STAMP, BODY);

        assertThat(
                        verify(
                                new Headers(
                                        Optional.of("m2"), signed.timestamp(), signed.signature()),
                                BODY))
                .isEqualTo(Verdict.SIGNATURE);
        assertThat(
                        verify(
                                new Headers(
                                        signed.id(),
                                        Optional.of(Long.toString(NOW.getEpochSecond() + 1)),
                                        signed.signature()),
                                BODY))
                .isEqualTo(Verdict.SIGNATURE);
    }

    @Test
    void takesEitherKeyWhileKeysAreBeingChanged() {
        List<byte[]> both =
                StandardWebhook.keys(Customers.NORTH_KEY + "  " + Customers.NORTH_OLD_KEY);

        assertThat(both).hasSize(2);
        for (String key : List.of(Customers.NORTH_KEY, Customers.NORTH_OLD_KEY)) {
            String signature = Customers.signature(key, "m1", STAMP, BODY);
            assertThat(verify(shown("m1", STAMP, signature), BODY, both))
                    .isEqualTo(Verdict.GENUINE);
        }
        String foreign = Customers.signature(Customers.SOUTH_KEY, "m1", STAMP, BODY);
        assertThat(verify(shown("m1", STAMP, foreign), BODY, both)).isEqualTo(Verdict.SIGNATURE);
    }

    @Test
    void findsItsSignatureAmongOthers() {
        String ours = Customers.signature(Customers.NORTH_KEY, "m1", STAMP, BODY);

        assertThat(verify(shown("m1", STAMP, "v1a,xyz v1,AAAA " + ours), BODY))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verify(shown("m1", STAMP, "v1,!!! v2," + ours.substring(3)), BODY))
                .isEqualTo(Verdict.SIGNATURE);
    }

    @Test
    void knowsNobodyWithoutAKey() {
        byte[] nobody = new byte[32];
        String made =
                Customers.signature(
                        "whsec_" + Base64.getEncoder().encodeToString(nobody), "m1", STAMP, BODY);

        assertThat(verify(shown("m1", STAMP, made), BODY, List.of())).isEqualTo(Verdict.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_c2hvcnQ=", "whsec_***", "", "whsec_"})
    void takesNoKeyThatIsShortOrNone(String secret) {
        assertThat(StandardWebhook.keys(secret)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "12:00", "1e9", "9999999999999", " 1"})
    void refusesATimeThatIsNone(String stamp) {
        assertThat(verify(headers("m1", stamp, BODY), BODY)).isEqualTo(Verdict.HEADERS);
    }

    @Test
    void refusesADeliveryWithoutNameOrWithAnEndlessOne() {
        assertThat(verify(headers("", STAMP, BODY), BODY)).isEqualTo(Verdict.HEADERS);
        assertThat(verify(headers("m".repeat(257), STAMP, BODY), BODY)).isEqualTo(Verdict.HEADERS);
        assertThat(verify(new Headers(Optional.empty(), Optional.empty(), Optional.empty()), BODY))
                .isEqualTo(Verdict.HEADERS);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer push-token, push-token, true",
        "bearer  push-token, push-token, true",
        "Bearer push-token, new-token push-token, true",
        "Bearer push-toke, push-token, false",
        "Bearer xush-token, push-token, false",
        "Basic push-token, push-token, false",
        "push-token, push-token, false",
        "'Bearer ', push-token, false",
        "Bearer -, '', false"
    })
    void comparesTokensWhole(String header, String secret, boolean expected) {
        String shown = BearerToken.shown(Optional.of(header));

        assertThat(BearerToken.matches(shown, Optional.of(secret))).isEqualTo(expected);
        assertThat(BearerToken.matches(shown, Optional.empty())).isFalse();
    }

    private static Headers headers(String id, String stamp, String body) {
        return shown(id, stamp, Customers.signature(Customers.NORTH_KEY, id, stamp, body));
    }

    private static Headers shown(String id, String stamp, String signature) {
        return new Headers(Optional.of(id), Optional.of(stamp), Optional.of(signature));
    }

    private static Verdict verify(Headers headers, String body) {
        return verify(headers, body, KEYS);
    }

    private static Verdict verify(Headers headers, String body, List<byte[]> keys) {
        return StandardWebhook.verify(
                headers, body.getBytes(StandardCharsets.UTF_8), keys, Duration.ofMinutes(5), NOW);
    }
}
