package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class TurnstileTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Turnstile turnstile = new Turnstile(vertx);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aCallThatCannotBeBegunGivesItsPlaceBack() {
        Future<String> broken =
                turnstile.pass(
                        1,
                        WITHIN,
                        () -> {
                            throw new IllegalArgumentException("the secret is no base64");
                        });

        assertThat(broken.cause()).hasMessage("the secret is no base64");
        assertThat(turnstile.pass(1, WITHIN, () -> Future.succeededFuture("sent")).result())
                .isEqualTo("sent");
    }
}
