package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.system.ScriptedSystem.Asked;
import drawbridge.system.ScriptedSystem.Described;
import drawbridge.system.ScriptedSystem.Reply;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The ways in which a key is shown, as the system on the other side sees them.
class WaysInIT {

    private static final String RESOURCE =
            """
            id: /id
            read: GET /things/{id}
            update: { call: "PUT /things/{id}", query: { notify: "no" } }
            """;
    private static final RecordRef T1 = new RecordRef(Specs.THING, "t 1");

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem system = new ScriptedSystem(vertx);
    private final HeldClock clock = system.clock;

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private Future<?> read(Described described) {
        return described.remote.read(
                new Call(Specs.NORTH, Optional.empty(), clock.now().plusSeconds(20)), T1);
    }

    private Asked asked() {
        return system.asked.getLast();
    }

    @Test
    void basicIsNameAndPasswordInBase64() {
        system.answers(_ -> Reply.json("{\"id\":\"t 1\"}"));

        Outcomes.of(read(system.describe("{ basic: true }", "user 3:pässword", "", RESOURCE)));

        assertThat(asked().headers())
                .containsEntry(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "user 3:pässword"
                                                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aSystemThatRepeatsWhatItWasShownTellsNobody() {
        String pair =
                Base64.getEncoder()
                        .encodeToString("user3:password".getBytes(StandardCharsets.UTF_8));
        system.answers(_ -> Reply.of(401, "{\"got\":\"Basic " + pair + "\"}"));

        CrossingFailure failure =
                Outcomes.failureOf(
                        read(system.describe("{ basic: true }", "user3:password", "", RESOURCE)));

        assertThat(failure.facts().toString()).doesNotContain(pair).contains("Basic •••");
    }

    @Test
    void aRequestIsSignedOverWhatIsSentAndTheSecretStaysHere() throws Exception {
        system.answers(_ -> Reply.json("{\"id\":\"t 1\"}"));
        Described described =
                system.describe(
                        """

                          signature:
                            header: X-Signature
                            prefix: "v1="
                            over: "{name}|{time}|{method}|{path}|{body}"
                            as: hex
                            time: { header: X-Time, format: epoch-seconds }
                            name: { header: X-Key-Id }
                        """,
                        "key-7:a secret of theirs",
                        "",
                        RESOURCE);

        Outcomes.of(
                described.remote.update(
                        new Call(
                                Specs.NORTH,
                                Optional.of(UUID.randomUUID()),
                                clock.now().plusSeconds(20)),
                        T1,
                        new Value.Obj(Map.of("name", Value.of("Café"))),
                        Optional.empty()));

        String time = Long.toString(HeldClock.BEGIN.getEpochSecond());
        String over = "key-7|" + time + "|PUT|/api/things/t%201?notify=no|{\"name\":\"Café\"}";
        assertThat(asked().headers())
                .containsEntry("X-Key-Id", "key-7")
                .containsEntry("X-Time", time)
                .containsEntry("X-Signature", "v1=" + hmac("a secret of theirs", over));
        assertThat(asked().headers().toString()).doesNotContain("a secret of theirs");
    }

    private static String hmac(String secret, String over) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(over.getBytes(StandardCharsets.UTF_8)));
    }
}
