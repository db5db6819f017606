package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

/// The state of breakers, for others and for the next start.
abstract class BreakersContract extends JournalTheme {

    private static final Instant SINCE = Instant.parse("2031-03-04T05:06:07Z");

    BreakersContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void keepsTheNewestStateOfEachBreaker() {
        await(journal.keep(breaker("acme", "open")));
        await(journal.keep(breaker("app", "closed")));

        await(journal.keep(breaker("acme", "half-open")));

        assertThat(await(journal.breakers()))
                .containsExactlyInAnyOrder(breaker("acme", "half-open"), breaker("app", "closed"));
    }

    private BreakerRow breaker(String system, String state) {
        return new BreakerRow(
                north,
                system,
                state,
                5,
                8,
                "5 of 8 failed",
                Optional.of(SINCE),
                Optional.empty(),
                Optional.of(SINCE.plusSeconds(30)));
    }
}
