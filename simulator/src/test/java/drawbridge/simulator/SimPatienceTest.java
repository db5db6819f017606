package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.simulator.SimPatience.Ear;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

/// Which calls are too early, of the process that a system asked to wait and of the others.
class SimPatienceTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final Instant BEGAN = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant ASKED = BEGAN.plusSeconds(60);
    private static final Instant UNTIL = ASKED.plusSeconds(30);

    private final SimPatience patience = new SimPatience();
    private final Ear here = new Ear(BEGAN);
    private final Ear there = new Ear(BEGAN);

    @Test
    void whoWasAskedMayNotCallBeforeThen() {
        patience.told(here, NORTH, "acme", ASKED, UNTIL);

        assertThat(patience.called(here, NORTH, "acme", UNTIL.minusSeconds(1))).isPresent();
        assertThat(patience.called(here, NORTH, "acme", UNTIL)).isEmpty();
        assertThat(patience.called(here, NORTH, "app", ASKED.plusSeconds(1))).isEmpty();
        assertThat(patience.called(here, SOUTH, "acme", ASKED.plusSeconds(1))).isEmpty();
    }

    @Test
    void whoHasReadTheRowMayNotEither() {
        patience.told(here, NORTH, "acme", ASKED, UNTIL);
        patience.kept(row(UNTIL.plusSeconds(1)), ASKED.plusMillis(5));
        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(2))).isEmpty();

        patience.read(there, patience.turn());

        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(2))).isPresent();
    }

    @Test
    void whoReadTheRowsJustBeforeItWasKeptKnowsNothingOfIt() {
        patience.told(here, NORTH, "acme", ASKED, UNTIL);
        long read = patience.turn();
        patience.kept(row(UNTIL.plusSeconds(1)), ASKED);

        patience.read(there, read);

        assertThat(patience.called(there, NORTH, "acme", ASKED)).isEmpty();
    }

    @Test
    void whoDoesNotReadTheRowIsHeldToItAllTheSame() {
        patience.told(here, NORTH, "acme", ASKED, UNTIL);
        patience.kept(row(UNTIL.plusSeconds(1)), ASKED.plusMillis(5));

        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(7)))
                .hasValueSatisfying(
                        wrong -> assertThat(wrong).contains("by a process that could know"));
    }

    @Test
    void whoStoodStillMeanwhileOrCouldNotReadItIsNot() {
        patience.told(here, NORTH, "acme", ASKED, UNTIL);
        patience.kept(row(UNTIL.plusSeconds(1)), ASKED.plusMillis(5));

        there.sleeps(ASKED.plusSeconds(6));
        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(7))).isEmpty();
        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(13))).isPresent();

        there.misses();
        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(13))).isEmpty();
    }

    @Test
    void whoKeepsItToThemselvesBreaksThePromiseOfTheOthersToo() {
        patience.told(here, NORTH, "acme", ASKED, UNTIL);

        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(10))).isEmpty();
        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(12))).isPresent();

        here.dies();
        assertThat(patience.called(there, NORTH, "acme", ASKED.plusSeconds(12))).isEmpty();
    }

    private static BreakerRow row(Instant notBefore) {
        return new BreakerRow(
                NORTH,
                "acme",
                "closed",
                0,
                0,
                "asked for patience",
                Optional.empty(),
                Optional.empty(),
                Optional.of(notBefore));
    }
}
