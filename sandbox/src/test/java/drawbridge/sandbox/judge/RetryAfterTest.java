package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class RetryAfterTest {

    private final TinyRun run = new TinyRun();

    private void expectBreach(String words) {
        assertThat(run.judged().breaches())
                .anySatisfy(
                        breach -> assertThat(breach).startsWith("retry-after: ").contains(words));
    }

    @Test
    void isFoundWhenACallCameBackTooEarly() {
        for (int call = 0; call < 2; call++) {
            var _ = run.gateway(Side.APP, "none", run.copy(Side.APP), List.of());
            run.ledger(Side.APP).getLast().put("status", 429).put("retryAfterSeconds", 60);
        }

        expectBreach("as line");
    }

    @Test
    void isFoundWhenAnotherRecordWasReadBeforeTheTimeThatOneCallWasTold() {
        var _ = run.gateway(Side.APP, "none", run.copy(Side.APP), List.of());
        run.ledger(Side.APP).getLast().put("status", 429).put("retryAfterSeconds", 60);
        var _ = run.gateway(Side.APP, "none", run.copy(Side.APP), List.of());
        run.ledger(Side.APP).getLast().put("method", "GET").put("path", "/v1/events");

        expectBreach("GET /v1/events");
    }

    @Test
    void isFoundWhenATokenWasAskedForBeforeTheTimeThatOneCallWasTold() {
        var _ = run.gateway(Side.APP, "none", run.copy(Side.APP), List.of());
        run.ledger(Side.APP).getLast().put("status", 429).put("retryAfterSeconds", 60);
        var _ = run.gateway(Side.APP, "none", run.copy(Side.APP), List.of());
        run.ledger(Side.APP).getLast().put("kind", "token").put("path", "/oauth/token");

        expectBreach("/oauth/token");
    }
}
