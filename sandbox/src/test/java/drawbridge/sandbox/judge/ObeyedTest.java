package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

class ObeyedTest {

    private final TinyRun run = new TinyRun();

    private void expectBreach(String words) {
        assertThat(run.judged().breaches())
                .anySatisfy(breach -> assertThat(breach).startsWith("operator: ").contains(words));
    }

    @Test
    void isFoundWhenSomethingWasDoneInAPersonsNameUnasked() {
        run.acts.add(new Rows.Act("north", new UUID(9, 1), "keep-acme", run.now()));

        expectBreach("nobody had asked for it");
    }

    @Test
    void isFoundWhenAnOperatorKeptOneSideAndTheOtherStayed() {
        for (var side : Side.values()) {
            var name = side == Side.ACME ? "subject" : "title";
            var _ = run.people(side, "update", run.copy(side).put(name, "" + side), List.of(name));
        }
        run.statesFromLedgers();
        run.park("conflict", Optional.of(Group.TITLE));
        run.closeLast("resolved");
        run.decide("keep-acme");

        expectBreach("Not obeyed: an operator kept Acme's title 'acme'");
    }

    @Test
    void isFoundWhenWhatWasToStayWasCancelled() {
        keptAgainstADelete();
        cancelled();

        expectBreach("was to stay, but it was cancelled");
    }

    /// The event was made anew for the appointment that stayed, and somebody deleted that, too.
    @Test
    void isRightWherePeopleDeletedThePartnerOnceMore() {
        keptAgainstADelete();
        var _ = run.gateway(Side.APP, "update", run.copy(Side.APP), List.of());
        var _ = run.people(Side.APP, "delete", run.copy(Side.APP), List.of());
        cancelled();

        assertThat(run.judged().breaches())
                .noneSatisfy(breach -> assertThat(breach).contains("was to stay"));
    }

    private void keptAgainstADelete() {
        var _ = run.people(Side.APP, "delete", run.copy(Side.APP), List.of());
        run.park("conflict", Optional.empty());
        run.closeLast("resolved");
        run.decide("keep-acme");
    }

    private void cancelled() {
        var record = run.copy(Side.ACME).put("status", "Not Held");
        var _ = run.gateway(Side.ACME, "update", record, List.of("status"));
        run.statesFromLedgers();
    }
}
