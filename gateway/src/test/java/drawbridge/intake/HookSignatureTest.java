package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.intake.StandardWebhook.Verdict;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.WebhookSpec.Encoding;
import drawbridge.mapping.WebhookSpec.Hash;
import drawbridge.mapping.WebhookSpec.Moment;
import drawbridge.mapping.WebhookSpec.Piece;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.Proof.Signature;
import drawbridge.mapping.WebhookSpec.SecretAs;

import io.vertx.core.MultiMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Signatures in every form that a descriptor can name; how each is made stands here once more.
class HookSignatureTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SECRET = "Xk3vQ9pLw2tRz7yU";
    private static final String BODY = "{\"n\":1.0,\"name\":\"Zo\\u00eb\"}";
    private static final Place SIGNATURE = header("X-Signature");

    private static Place header(String name) {
        return new Place.Header(name, Optional.empty());
    }

    private static Signature spec(Hash hash, Encoding as, SecretAs secret, Piece... over) {
        boolean keyed = !List.of(over).contains(new Piece.Secret());
        return new Signature(
                SIGNATURE, "", List.of(over), hash, as, secret, keyed, Optional.empty(), List.of());
    }

    private static HookRequest request(String signature, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap().set("X-Signature", signature);
        for (int n = 0; n < headers.length; n += 2) {
            all.set(headers[n], headers[n + 1]);
        }
        return new HookRequest(
                "POST",
                "https://hooks.example.com",
                "/v1/hooks/x?a=1",
                List.of("updated", "7"),
                MultiMap.caseInsensitiveMultiMap().set("a", "1"),
                all,
                BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict verify(Signature spec, HookRequest request, String... secrets) {
        return HookSignature.verify(spec, request, List.of(secrets), Duration.ofMinutes(5), NOW);
    }

    private static String written(Encoding as, byte[] signature) {
        return switch (as) {
            case BASE64 -> Signing.base64(signature);
            case HEX -> Signing.hex(signature);
            case RAW -> new String(signature, StandardCharsets.ISO_8859_1);
        };
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void areReadInBase64HexAndRaw(Encoding as) {
        Signature spec =
                spec(
                        Hash.SHA256,
                        as,
                        SecretAs.TEXT,
                        new Piece.From(new Place.Segment(2)),
                        new Piece.Text(":"),
                        new Piece.Body());
        String right = written(as, Signing.hmac("HmacSHA256", SECRET, "7:" + BODY));
        String wrong = written(as, Signing.hmac("HmacSHA256", SECRET, "8:" + BODY));

        assertThat(verify(spec, request(right), SECRET)).isEqualTo(Verdict.GENUINE);
        assertThat(verify(spec, request(wrong), SECRET)).isEqualTo(Verdict.SIGNATURE);
        assertThat(verify(spec, request(right), "another")).isEqualTo(Verdict.SIGNATURE);
        assertThat(verify(spec, request(right))).isEqualTo(Verdict.SIGNATURE);
        assertThat(verify(spec, request(right), "another", SECRET)).isEqualTo(Verdict.GENUINE);
    }

    @ParameterizedTest
    @CsvSource({"SHA1, HmacSHA1", "SHA256, HmacSHA256", "SHA512, HmacSHA512"})
    void areMadeByEachHash(Hash hash, String algorithm) {
        Signature spec = spec(hash, Encoding.HEX, SecretAs.TEXT, new Piece.Body());

        assertThat(
                        verify(
                                spec,
                                request(Signing.hex(Signing.hmac(algorithm, SECRET, BODY))),
                                SECRET))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void coverMethodAddressAndBodyInAnyOrder() {
        Signature spec =
                spec(
                        Hash.SHA256,
                        Encoding.BASE64,
                        SecretAs.TEXT,
                        new Piece.Body(),
                        new Piece.Path(),
                        new Piece.Uri(),
                        new Piece.Method(),
                        new Piece.From(new Place.Query("a")),
                        new Piece.From(header("x-id")));
        String over =
                BODY
                        + "/v1/hooks/x?a=1"
                        + "https://hooks.example.com/v1/hooks/x?a=1"
                        + "POST"
                        + "1"
                        + "m-1";
        String signature = Signing.base64(Signing.hmac("HmacSHA256", SECRET, over));

        assertThat(verify(spec, request(signature, "X-Id", "m-1"), SECRET))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verify(spec, request(signature, "X-Id", "m-2"), SECRET))
                .isEqualTo(Verdict.SIGNATURE);
    }

    @Test
    void mayBeThePlainHashOfSecretAndBody() throws Exception {
        Signature spec =
                spec(
                        Hash.SHA256,
                        Encoding.HEX,
                        SecretAs.TEXT,
                        new Piece.Secret(),
                        new Piece.Body());
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest((SECRET + BODY).getBytes(StandardCharsets.UTF_8));
        byte[] everybodys =
                MessageDigest.getInstance("SHA-256").digest(BODY.getBytes(StandardCharsets.UTF_8));

        assertThat(verify(spec, request(Signing.hex(hash)), SECRET)).isEqualTo(Verdict.GENUINE);
        assertThat(verify(spec, request(Signing.hex(everybodys)), SECRET))
                .isEqualTo(Verdict.SIGNATURE);
        assertThat(verify(spec, request(Signing.hex(everybodys)))).isEqualTo(Verdict.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"BASE64, MTIzNDU2Nzg5MDEyMzQ1Ng==", "HEX, 31323334353637383930313233343536"})
    void haveKeysInBase64AndHex(SecretAs as, String secret) {
        Signature spec = spec(Hash.SHA256, Encoding.HEX, as, new Piece.Body());
        String signature = Signing.hex(Signing.hmac("HmacSHA256", "1234567890123456", BODY));

        assertThat(verify(spec, request(signature), secret)).isEqualTo(Verdict.GENUINE);
        assertThat(verify(spec, request(signature), "%%%")).isEqualTo(Verdict.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({
        "EPOCH_SECONDS, 1772366400, GENUINE",
        "EPOCH_MILLIS, 1772366400999, GENUINE",
        "ISO_INSTANT, 2026-03-01T12:04:59Z, GENUINE",
        "ISO_INSTANT, 2026-03-01T13:00:00+01:00, GENUINE",
        "ISO_INSTANT, 2026-03-01T12:05:01Z, STAMP",
        "EPOCH_SECONDS, 1772366099, STAMP",
        "EPOCH_SECONDS, 1772366400000, STAMP",
        "EPOCH_SECONDS, soon, HEADERS",
        "EPOCH_SECONDS, 99999999999999999999999, HEADERS",
        "EPOCH_MILLIS, -1, HEADERS",
        "ISO_INSTANT, 1772366400, HEADERS"
    })
    void areAsOldAsTheySay(TimeFormat format, String time, Verdict expected) {
        Place at = header("X-Time");
        Signature spec =
                new Signature(
                        SIGNATURE,
                        "",
                        List.of(new Piece.From(at), new Piece.Body()),
                        Hash.SHA256,
                        Encoding.HEX,
                        SecretAs.TEXT,
                        true,
                        Optional.of(new Moment(at, format)),
                        List.of());
        String signature = Signing.hex(Signing.hmac("HmacSHA256", SECRET, time + BODY));

        assertThat(verify(spec, request(signature, "X-Time", time), SECRET)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"''", "zz", "'sha256=00'", "00"})
    void thatMakeNoSenseProveNothing(String signature) {
        Signature spec = spec(Hash.SHA256, Encoding.HEX, SecretAs.TEXT, new Piece.Body());

        assertThat(verify(spec, request(signature), SECRET)).isNotEqualTo(Verdict.GENUINE);
    }
}
