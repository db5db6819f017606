package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.intake.PushDesk.Told;
import drawbridge.system.Outcomes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Amazon SNS over HTTP: its handshake, its two signatures, and a server that stands for Amazon's
/// with certificates and confirmations.
class SnsIT {

    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:meetings";
    private static final String STRANGERS = "arn:aws:sns:eu-central-1:999999999999:meetings";
    private static final String CHANGED =
            "{\"what\":\"changed\",\"meeting\":{\"id\":\"m-1\",\"title\":\"Z\u00fcrich \\\"A\\\"\"}}";

    private static PrivateKey key;
    private static String certificate;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger certificates = new AtomicInteger();
    private final AtomicInteger confirmations = new AtomicInteger();
    private volatile int status = 200;
    private HookDesk desk;
    private int port;

    @BeforeAll
    static void sign() throws Exception {
        Path store = Files.createTempDirectory("sns").resolve("signer.p12");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "sns",
                                "-keyalg",
                                "RSA",
                                "-keysize",
                                "2048",
                                "-dname",
                                "CN=sns.example.com",
                                "-startdate",
                                "2026/01/01 00:00:00",
                                "-validity",
                                "365",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "only for this test")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "only for this test".toCharArray();
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        key = (PrivateKey) keys.getKey("sns", password);
        certificate =
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("sns").getEncoded())
                        + "\n-----END CERTIFICATE-----\n";
    }

    @AfterAll
    static void forget() {
        certificate = "";
    }

    @BeforeEach
    void open() {
        HttpServer amazon =
                vertx.createHttpServer()
                        .requestHandler(
                                request -> {
                                    if (request.path().equals("/signer.pem")) {
                                        certificates.incrementAndGet();
                                    } else if (request.path().equals("/confirm")) {
                                        confirmations.incrementAndGet();
                                    }
                                    request.response()
                                            .setStatusCode(status)
                                            .end(Buffer.buffer(certificate))
                                            .onFailure(_ -> {});
                                });
        port = Outcomes.of(amazon.listen(0, "127.0.0.1")).actualPort();
        desk = new HookDesk("shop", TOPIC);
    }

    @AfterEach
    void close() {
        desk.close();
        Outcomes.of(vertx.close());
    }

    // ---- What Amazon does

    private Map<String, String> notification(String id, String message) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("Type", "Notification");
        members.put("MessageId", id);
        members.put("TopicArn", TOPIC);
        members.put("Subject", "A meeting");
        members.put("Message", message);
        members.put("Timestamp", "2026-03-01T11:00:00.000Z");
        members.put("SignatureVersion", "2");
        members.put("SigningCertURL", "http://127.0.0.1:" + port + "/signer.pem");
        return members;
    }

    private Map<String, String> confirmation() {
        Map<String, String> members = notification("c-1", "You have chosen to subscribe");
        members.remove("Subject");
        members.put("Type", "SubscriptionConfirmation");
        members.put("Token", "2336412f37fb687f");
        members.put("SubscribeURL", "http://127.0.0.1:" + port + "/confirm?Token=2336412f37");
        return members;
    }

    private static Map<String, String> signed(Map<String, String> members) {
        List<String> names =
                "Notification".equals(members.get("Type"))
                        ? List.of(
                                "Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
                        : List.of(
                                "Message",
                                "MessageId",
                                "SubscribeURL",
                                "Timestamp",
                                "Token",
                                "TopicArn",
                                "Type");
        String text =
                names.stream()
                        .filter(members::containsKey)
                        .map(name -> name + "\n" + members.get(name) + "\n")
                        .collect(Collectors.joining());
        try {
            Signature signature =
                    Signature.getInstance(
                            "1".equals(members.get("SignatureVersion"))
                                    ? "SHA1withRSA"
                                    : "SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            members.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
            return members;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @CanIgnoreReturnValue
    private Told send(Map<String, String> members) {
        try {
            return desk.hook(
                    new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(members),
                    "x-amz-sns-message-type",
                    members.getOrDefault("Type", ""),
                    "x-amz-sns-message-id",
                    "anything");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- What is seen

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aMessageIsTakenInEitherVersionOfTheSignature(String version) {
        Map<String, String> message = notification("m-1", CHANGED);
        message.put("SignatureVersion", version);

        Told told = send(signed(message));

        assertThat(told.status()).isEqualTo(202);
        assertThat(desk.only().record()).isEqualTo("shop.meeting m-1");
        assertThat(desk.only().body())
                .isEqualTo("{\"id\":\"m-1\",\"title\":\"Z\u00fcrich \\\"A\\\"\"}");
    }

    @Test
    void aMessageThatComesAgainIsKnownByItsOwnIdAndTheCertificateIsFetchedOnce() {
        send(signed(notification("m-1", CHANGED)));
        Told again = send(signed(notification("m-1", CHANGED)));
        Told other = send(signed(notification("m-2", CHANGED)));

        assertThat(again.text("/status")).isEqualTo("duplicate");
        assertThat(other.text("/status")).isEqualTo("accepted");
        assertThat(certificates).hasValue(1);
    }

    @Test
    void aMessageThatIsNoJsonIsKeptAsItCame() {
        Told told = send(signed(notification("m-1", "Hello, \u00e4\u0000")));

        assertThat(told.status()).isEqualTo(202);
        assertThat(desk.only().body()).isEqualTo("Hello, \u00e4\u0000");
        assertThat(desk.only().unreadable()).isPresent();
    }

    @Test
    void aSubscriptionIsConfirmedByFetchingItsAddress() {
        Told told = send(signed(confirmation()));

        assertThat(told.status()).isEqualTo(202);
        assertThat(told.text("/status")).isEqualTo("confirmed");
        assertThat(confirmations).hasValue(1);
        assertThat(desk.kept()).isEmpty();
    }

    @Test
    void aStrangersTopicIsRefusedAlthoughAmazonSignedIt() {
        Map<String, String> message = notification("m-1", CHANGED);
        message.put("TopicArn", STRANGERS);
        Map<String, String> subscription = confirmation();
        subscription.put("TopicArn", STRANGERS);

        assertThat(send(signed(message)).status()).isEqualTo(401);
        assertThat(send(signed(subscription)).status()).isEqualTo(401);
        assertThat(certificates).hasValue(0);
        assertThat(confirmations).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1.example.com:%d/signer.pem",
        "http://user@127.0.0.1:%d/signer.pem",
        "http://localhost:%d/signer.pem",
        "https://127.0.0.1:%d/signer.pem",
        "file:///etc/passwd?%d",
        "no address %d"
    })
    void nothingIsFetchedFromAHostThatIsNotAllowed(String address) {
        Map<String, String> message = notification("m-1", CHANGED);
        message.put("SigningCertURL", address.formatted(port));
        Map<String, String> subscription = confirmation();
        subscription.put("SubscribeURL", address.formatted(port));

        assertThat(send(signed(message)).status()).isEqualTo(401);
        assertThat(send(signed(subscription)).status()).isEqualTo(401);
        assertThat(confirmations).hasValue(0);
        assertThat(desk.kept()).isEmpty();
    }

    @Test
    void whatWasChangedAfterSigningIsRefused() {
        Map<String, String> changed = signed(notification("m-1", CHANGED));
        changed.put("Message", CHANGED.replace("changed", "deleted"));
        Map<String, String> unsigned = notification("m-2", CHANGED);
        Map<String, String> downgraded = signed(notification("m-3", CHANGED));
        downgraded.put("SignatureVersion", "1");
        Map<String, String> unknown = signed(notification("m-4", CHANGED));
        unknown.put("SignatureVersion", "3");

        for (Map<String, String> message : List.of(changed, unsigned, downgraded, unknown)) {
            assertThat(send(message).status()).isEqualTo(401);
        }
        assertThat(desk.kept()).isEmpty();
    }

    @Test
    void anExpiredCertificateProvesNothing() {
        desk.desk.clock.set(java.time.Instant.parse("2027-06-01T00:00:00Z"));

        assertThat(send(signed(notification("m-1", CHANGED))).status()).isEqualTo(401);
    }

    @Test
    void whatCannotBeProvedNowIsToComeAgainAndIsNotLost() {
        status = 503;

        Told message = send(signed(notification("m-1", CHANGED)));

        assertThat(message.status()).isEqualTo(503);
        assertThat(message.header("Retry-After")).isEqualTo("1");
        assertThat(desk.refused("proof")).isEqualTo(1);

        status = 200;
        assertThat(send(signed(notification("m-1", CHANGED))).status()).isEqualTo(202);
    }
}
