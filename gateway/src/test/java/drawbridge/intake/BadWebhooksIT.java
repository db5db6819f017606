package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.intake.PushDesk.Told;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a genuine sender should never send: it is taken, classed, told to a person in words, and
/// its bytes are kept as they came.
class BadWebhooksIT {

    private static final String SECRET = "Xk3vQ9pLw2tRz7yU";

    private HookDesk desk;

    @BeforeEach
    void open() {
        desk = new HookDesk("hub", SECRET);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @CanIgnoreReturnValue
    private Told send(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return desk.desk.plain(
                    "POST",
                    desk.path(),
                    body,
                    "X-Hub-Signature-256",
                    "sha256=" + Signing.hex(mac.doFinal(body)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(String value) {
        return bytes("{\"field\":\"meetings\",\"value\":" + value + "}");
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of(
                        "deep", value("[".repeat(5000) + "]".repeat(5000)), "beyond the limits"),
                Arguments.of("twice", value("{\"id\":\"a\",\"id\":\"b\"}"), "Duplicate field 'id'"),
                Arguments.of(
                        "digits", value("{\"id\":" + "9".repeat(1000) + "}"), "beyond the limits"),
                Arguments.of(
                        "tokens", value("[" + "1,".repeat(200_000) + "1]"), "beyond the limits"),
                Arguments.of("exponent", value("{\"id\":1e999999999}"), "exponent beyond"),
                Arguments.of("html", bytes("<!doctype html><html>502</html>"), "no JSON"),
                Arguments.of("halves", bytes("{}{}"), "goes on after the end"),
                Arguments.of("cut", bytes("{\"field\":\"meetings\",\"va"), "no JSON"),
                Arguments.of("not UTF-8", new byte[] {'{', '"', (byte) 0xC3, '"', '}'}, "UTF-8"),
                Arguments.of("bare NUL", value("{\"id\":\"a\u0000b\"}"), "no JSON"),
                Arguments.of("nothing", new byte[0], "the body is empty"),
                Arguments.of("a list of nothing", bytes("[null]"), "no object"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void isTakenAndPutBeforeAPersonInWordsWithItsBytes(String name, byte[] body, String why) {
        Told told = send(body);

        assertThat(told.status()).isEqualTo(202);
        assertThat(desk.only().unreadable().orElseThrow()).contains(why);
        if (!name.equals("a list of nothing") && !name.equals("not UTF-8")) {
            assertThat(desk.only().body()).isEqualTo(new String(body, StandardCharsets.UTF_8));
        }
    }

    /// An id or a text may hold any sign; the database takes no NUL in text.
    @ParameterizedTest
    @MethodSource("odd")
    void holdsUpNobodyWhateverSignsItHolds(String record) {
        Told told = send(value(record));
        Told next = send(value("{\"id\":\"m-2\",\"title\":\"Next\"}"));

        assertThat(told.status()).isEqualTo(202);
        assertThat(next.status()).isEqualTo(202);
        assertThat(desk.kept()).hasSize(2);
        assertThat(desk.kept()).extracting(HookDesk.Kept::body).contains(record);
    }

    static Stream<String> odd() {
        return Stream.of(
                "{\"id\":\"m-1\",\"title\":\"a\\u0000b\"}",
                "{\"id\":\"m\\u00001\",\"title\":\"a\"}",
                "{\"id\":\"m-1\",\"title\":\"\\ud800\"}",
                "{\"id\":\"m-\\udfff\",\"title\":\"a\"}",
                "{\"id\":\"" + "x".repeat(20_000) + "\",\"title\":\"a\"}",
                "{\"id\":9007199254740993,\"title\":\"" + "x".repeat(500_000) + "\"}",
                "{ \"id\" : 1.0e2 , \"title\" : \"\\u0041\" }");
    }

    @Test
    void endsWhereItIsTooLargeHoweverMuchIsSent() throws IOException {
        long sent = 0;
        String head =
                String.join(
                        "\r\n",
                        "POST " + desk.path() + " HTTP/1.1",
                        "Host: x",
                        "Content-Length: " + 200L * 1024 * 1024,
                        "",
                        "");
        byte[] part = new byte[64 * 1024];
        Arrays.fill(part, (byte) ' ');
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), desk.desk.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes(head));
            try {
                while (sent < 200L * 1024 * 1024) {
                    out.write(part);
                    sent += part.length;
                }
            } catch (SocketException closed) {
                // By then the answer may be lost with the connection.
            }
        }

        assertThat(sent).isLessThan(64L * 1024 * 1024);
        assertThat(desk.refused("too-large")).isEqualTo(1);
        assertThat(send(value("{\"id\":\"m-1\",\"title\":\"Next\"}")).status()).isEqualTo(202);
    }
}
