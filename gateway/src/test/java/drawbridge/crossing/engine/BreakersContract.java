package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Settlements.put;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.mapping.Direction;

import org.junit.jupiter.api.Test;

import java.time.Duration;
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

    @Test
    void doesNotForgetWhatASystemAskedForWhereAnotherProcessKnowsNothingOfIt() {
        await(journal.keep(breaker("acme", "closed")));

        await(journal.keep(breaker("acme", "open", Optional.empty())));
        await(journal.keep(breaker("acme", "closed", Optional.of(SINCE.plusSeconds(10)))));

        assertThat(await(journal.breakers())).containsExactly(breaker("acme", "closed"));
    }

    @Test
    void wakesWhatWaitsForASystemWhenItAnswersAgain() {
        Instant latest = now().plus(Duration.ofMinutes(2));
        append(north, Trigger.WEBHOOK, change("a1"));
        append(north, Trigger.WEBHOOK, change("a2"));
        var leases = claim(Direction.TO_APP);
        var one = opened(leases, "a1");
        var two = opened(leases, "a2");
        await(journal.settle(put(one, new Next.Closing("app", latest, "503"))));
        await(journal.settle(put(two, new Next.At(latest, "503"))));

        await(journal.wake(north, "acme", 10));
        assertThat(claim(Direction.TO_APP)).isEmpty();

        await(journal.wake(north, "app", 10));
        var woken = claim(Direction.TO_APP);
        assertThat(woken).extracting(Lease::lane).containsExactly(lane("a1"));
        assertThat(opened(woken, "a1").tries()).as("nothing was called").isZero();
    }

    @Test
    void letsNothingWaitForASystemBeyondItsLatestTime() {
        append(north, Trigger.WEBHOOK, change("a1"));
        Instant latest = now().plus(Duration.ofMinutes(2));
        await(journal.settle(put(open("a1"), new Next.Closing("app", latest, "503"))));

        advance(Duration.ofMinutes(2).plusSeconds(1));

        assertThat(claim(Direction.TO_APP)).hasSize(1);
    }

    private BreakerRow breaker(String system, String state) {
        return breaker(system, state, Optional.of(SINCE.plusSeconds(30)));
    }

    private BreakerRow breaker(String system, String state, Optional<Instant> notBefore) {
        return new BreakerRow(
                north,
                system,
                state,
                5,
                8,
                "5 of 8 failed",
                Optional.of(SINCE),
                Optional.empty(),
                notBefore);
    }
}
