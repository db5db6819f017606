package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.UUID;

class SupersededHasWinnerTest {

    private final TinyRun run = new TinyRun();

    /// Acme's two webhooks about the appointment: the first tells of revision 1.
    private void supersede(int loser, int winner, String winnersRevision) {
        var by = run.pairs.get(winner);
        run.pairs.set(winner, said(by, winnersRevision, "applied", Optional.empty()));
        run.pairs.set(
                loser, said(run.pairs.get(loser), "5", "superseded", Optional.of(by.change())));
    }

    private static Rows.Pair said(
            Rows.Pair pair, String revision, String kind, Optional<UUID> newer) {
        return TinyRun.ended(pair, "{\"data\": {\"revision\": " + revision + "}}", kind, "", newer);
    }

    private boolean isTold() {
        return run.judged().breaches().stream()
                .anyMatch(breach -> breach.contains("was superseded by the older"));
    }

    @Test
    void letsANewerRevisionWinThatCameInBeforeTheOlderOne() {
        supersede(1, 0, "6");

        assertThat(isTold()).isFalse();
    }

    @Test
    void findsAnOlderRevisionThatWonAndCameInBefore() {
        supersede(1, 0, "4");

        assertThat(isTold()).isTrue();
    }

    @Test
    void allowsAnOlderRevisionThatCameInLaterToStandForTheRecord() {
        supersede(0, 1, "4");

        assertThat(isTold()).isFalse();
    }
}
