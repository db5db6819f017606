package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class ParkedWithCauseTest {

    private final TinyRun run = new TinyRun();

    private void expectBreach(String words) {
        assertThat(run.judged().breaches())
                .anySatisfy(breach -> assertThat(breach).startsWith("parked: ").contains(words));
    }

    @Test
    void isFoundWhenAConflictWasParkedThoughOneSideAloneChanged() {
        var _ =
                run.people(
                        Side.ACME,
                        "update",
                        run.copy(Side.ACME).put("subject", "A"),
                        List.of("subject"));
        run.statesFromLedgers();
        run.park("conflict", Optional.of(Group.TITLE));

        expectBreach("Parked without cause: conflict, the title of Acme's apt_1");
    }

    @Test
    void isFoundWhenADeadLetterWasParkedThoughNobodyRefusedTheRecord() {
        run.park("dead", Optional.of(Group.PLACE));

        expectBreach("Parked without cause: dead");
    }
}
