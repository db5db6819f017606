package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Pausing.PauseAnswer;
import drawbridge.crossing.engine.Pausing.Signed;
import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.UUID;

/// What stands still while people paused it, and what goes on.
abstract class PausingContract extends JournalTheme {

    PausingContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void leavesTheLanesOfAPausedTenantAlone() {
        append(north, Trigger.WEBHOOK, change("a1"));

        assertThat(pause(all(north))).isEqualTo(PauseAnswer.DONE);

        assertThat(claimed(north)).isFalse();
    }

    @Test
    void takesInWhatComesDuringAPauseAndCrossesItAfterwards() {
        pause(all(north));

        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();

        assertThat(claimed(north)).isFalse();
        assertThat(tally(north, "pending")).isEqualTo(1);
        assertThat(resume(all(north))).isEqualTo(PauseAnswer.DONE);
        assertThat(open("a1").pending()).hasSize(1);
    }

    @Test
    void givesNobodysTurnToWhatIsPaused() {
        for (int i = 0; i < 20; i++) {
            append(north, Trigger.WEBHOOK, change("a" + i));
        }
        append(south, Trigger.WEBHOOK, change("b1"));

        pause(all(north));

        var leases = await(journal.claim(session, Direction.TO_APP, 1));
        assertThat(leases).extracting(Journal.Lease::tenant).containsExactly(south);
    }

    @Test
    void pausesOneDirectionAndNotTheOther() {
        pause(new Stop(north, Optional.empty(), Optional.of(Direction.TO_APP)));

        append(north, Trigger.WEBHOOK, change("a1"));
        append(north, Trigger.PUSH, change(event("e1"), Side.APP));

        assertThat(claimed(north)).isFalse();
        assertThat(openFirst(Direction.TO_ACME).orElseThrow().record()).isEqualTo(event("e1"));
    }

    @Test
    void pausesOneFlowAndNoOther() {
        pause(new Stop(north, Optional.of(new FlowName("another")), Optional.empty()));

        append(north, Trigger.WEBHOOK, change("a1"));

        assertThat(open("a1").pending()).hasSize(1);
    }

    @Test
    void opensNoLaneThatWasLeasedBeforeThePauseBegan() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var lease = claim(Direction.TO_APP).getFirst();
        pause(all(north));

        assertThat(await(journal.open(lease))).isEmpty();

        assertThat(claimed(north)).isFalse();
        fenced(() -> journal.open(lease));
        resume(all(north));
        assertThat(open("a1").tries()).isZero();
    }

    @Test
    void letsALaneAtHandSettle() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");

        pause(all(north));

        await(journal.settle(rest(opened, OutcomeKind.APPLIED)));
        assertThat(tally(north, "applied")).isEqualTo(1);
    }

    @Test
    void keepsWhatAnotherPauseStillCovers() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var flow = new Stop(north, Optional.of(FLOW), Optional.empty());
        pause(all(north));
        pause(flow);

        resume(all(north));

        assertThat(claimed(north)).isFalse();
        resume(flow);
        assertThat(claimed(north)).isTrue();
    }

    @Test
    void answersARepeatedPauseOrResumeAsDoneAlready() {
        var signed = signed();
        assertThat(await(journal.pause(all(north), signed))).isEqualTo(PauseAnswer.DONE);
        assertThat(await(journal.pause(all(north), signed))).isEqualTo(PauseAnswer.ALREADY);
        assertThat(pause(all(north))).isEqualTo(PauseAnswer.ALREADY);
        assertThat(resume(all(north))).isEqualTo(PauseAnswer.DONE);
        assertThat(resume(all(north))).isEqualTo(PauseAnswer.ALREADY);
    }

    private boolean claimed(TenantId tenant) {
        // A lane that came in during the pause may be leased once, to be set aside when opened.
        boolean opened = false;
        for (var lease : claim(Direction.TO_APP)) {
            opened |= await(journal.open(lease)).isPresent() && lease.tenant().equals(tenant);
        }
        return opened || claim(Direction.TO_APP).stream().anyMatch(l -> l.tenant().equals(tenant));
    }

    private static Stop all(TenantId tenant) {
        return new Stop(tenant, Optional.empty(), Optional.empty());
    }

    @CanIgnoreReturnValue
    private PauseAnswer pause(Stop stop) {
        return await(journal.pause(stop, signed()));
    }

    @CanIgnoreReturnValue
    private PauseAnswer resume(Stop stop) {
        return await(journal.resume(stop, signed()));
    }

    private static Signed signed() {
        return new Signed("operator", "the app is being moved", UUID.randomUUID());
    }
}
