package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.system.Asking.Told;
import drawbridge.tenant.Standing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Calls that are about no record, such as those that ask for webhooks.
class AskIT {

    private static final Value.Obj BODY = new Value.Obj(Map.of("url", Value.of("https://x")));

    private final Vertx vertx = Vertx.vertx();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile int status = 201;
    private volatile String answer = "{\"id\":\"s1\"}";
    private Asking asking;

    @BeforeEach
    void start() {
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(
                                request ->
                                        request.body()
                                                .onSuccess(
                                                        body -> {
                                                            seen.add(
                                                                    request.method()
                                                                            + " "
                                                                            + request.uri()
                                                                            + " "
                                                                            + request.getHeader(
                                                                                    "X-Key")
                                                                            + " "
                                                                            + body);
                                                            request.response()
                                                                    .setStatusCode(status)
                                                                    .end(answer)
                                                                    .onFailure(_ -> {});
                                                        }));
        String endpoint =
                "http://127.0.0.1:" + Outcomes.of(server.listen(0, "127.0.0.1")).actualPort() + "/";
        asking =
                HttpRemote.create(
                        vertx,
                        () -> Specs.mappings(endpoint, endpoint),
                        Specs.SECRETS,
                        Specs.NO_TOKENS,
                        Standing.ALWAYS_OPEN,
                        new HeldClock(),
                        new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private io.vertx.core.Future<Told> patch(String id) {
        return asking.ask(
                Specs.NORTH,
                "crm",
                new Ask("PATCH", "/hooks/{id}", Optional.empty()),
                Map.of("{id}", id),
                Optional.of(BODY));
    }

    @Test
    void carryCredentialAndBodyAndAnIdAsOneSegment() {
        Told told = Outcomes.of(patch("a/b"));

        assertThat(seen)
                .containsExactly(
                        "PATCH /api/v9/hooks/a%2Fb Key "
                                + Specs.CREDENTIAL
                                + " {\"url\":\"https://x\"}");
        assertThat(told.status()).isEqualTo(201);
        assertThat(told.body()).isEqualTo(new Value.Obj(Map.of("id", Value.of("s1"))));
    }

    @ParameterizedTest
    @CsvSource({"404, true", "410, true", "204, false", "200, false"})
    void tellWhatIsGoneAndNeedNoJson(int code, boolean gone) {
        status = code;
        answer = code == 204 ? "" : "<html>";

        Told told = Outcomes.of(patch("s1"));

        assertThat(told.isGone()).isEqualTo(gone);
        assertThat(told.body()).isEqualTo(Value.NULL);
    }

    @Test
    void failAsEveryCallDoes() {
        status = 503;

        assertThat(Outcomes.failureOf(patch("s1"))).isInstanceOf(CrossingFailure.Transient.class);

        status = 400;
        assertThat(Outcomes.failureOf(patch("s1")))
                .isNotInstanceOf(CrossingFailure.Transient.class);
    }
}
