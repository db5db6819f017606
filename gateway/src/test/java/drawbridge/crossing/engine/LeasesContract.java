package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.appointment;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Who works on which lane, and for how long.
abstract class LeasesContract extends JournalTheme {

    LeasesContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void makesAChangeDueInItsOwnDirectionOnly() {
        append(north, Trigger.WEBHOOK, change("a1"));

        assertThat(claim(Direction.TO_ACME)).isEmpty();
        assertThat(claim(Direction.TO_APP))
                .singleElement()
                .satisfies(
                        lease -> {
                            assertThat(lease.tenant()).isEqualTo(north);
                            assertThat(lease.lane()).isEqualTo(lane("a1"));
                            assertThat(lease.direction()).isEqualTo(Direction.TO_APP);
                        });
    }

    @Test
    void leasesALaneOnce() {
        append(north, Trigger.WEBHOOK, change("a1"));
        assertThat(claim(Direction.TO_APP)).hasSize(1);

        var other = await(journal.begin(LEASE));

        assertThat(claim(Direction.TO_APP)).isEmpty();
        assertThat(await(journal.claim(other, Direction.TO_APP, 10))).isEmpty();
    }

    @Test
    void leasesALaneWhole() {
        Link link = linked("a1", "e1");
        append(north, Trigger.WEBHOOK, change("a1"));
        append(north, Trigger.PUSH, change(event("e1"), Side.APP));
        pastTheFold();

        assertThat(claim(Direction.TO_APP))
                .extracting(Lease::lane)
                .containsExactly(new LaneId(link.id()));
        assertThat(claim(Direction.TO_ACME)).isEmpty();
    }

    @Test
    void takesNoMoreLanesThanAskedFor() {
        append(north, Trigger.WEBHOOK, change("a1"), change("a2"), change("a3"));

        assertThat(await(journal.claim(session, Direction.TO_APP, 2))).hasSize(2);
        assertThat(await(journal.claim(session, Direction.TO_APP, 2))).hasSize(1);
    }

    @Test
    void takesTenantsInTurnHoweverMuchOneOfThemHasWaiting() {
        for (int i = 0; i < 20; i++) {
            append(north, Trigger.WEBHOOK, change("a" + i));
        }
        append(south, Trigger.WEBHOOK, change("b1"));
        append(south, Trigger.WEBHOOK, change("b2"));

        var leases = await(journal.claim(session, Direction.TO_APP, 4));

        assertThat(leases).extracting(Lease::tenant).filteredOn(south::equals).hasSize(2);
    }

    @Test
    void takesTheOldestOfATenantFirst() {
        append(north, Trigger.WEBHOOK, change("a1"));
        advance(Duration.ofSeconds(1));
        append(north, Trigger.WEBHOOK, change("a2"));

        assertThat(await(journal.claim(session, Direction.TO_APP, 1)))
                .extracting(Lease::lane)
                .containsExactly(lane("a1"));
    }

    @Test
    void takesWhatAPersonAskedForBeforeWhatIsLiveAndThatBeforeWhatIsMany() {
        append(north, Trigger.AUDIT, change("a1"));
        append(north, Trigger.IMPORT, change("a2"));
        append(north, Trigger.WEBHOOK, change("a3"));
        append(north, Trigger.OPERATOR, change("a4"));

        assertThat(lanes(2))
                .extracting(Lease::lane)
                .containsExactlyInAnyOrder(lane("a4"), lane("a3"));
        assertThat(lanes(1)).extracting(Lease::lane).containsExactly(lane("a2"));
        assertThat(lanes(1)).extracting(Lease::lane).containsExactly(lane("a1"));
    }

    @Test
    void leavesAFloorForWhatIsLiveUnderAFloodOfWhatPeopleReplay() {
        for (int i = 0; i < 40; i++) {
            append(north, Trigger.OPERATOR, change("a" + i));
        }
        for (int i = 0; i < 4; i++) {
            append(north, Trigger.WEBHOOK, change("b" + i));
        }

        assertThat(live(lanes(8))).as("of eight at once").isEqualTo(2);
        long oneByOne = 0;
        for (int i = 0; i < 8; i++) {
            oneByOne += live(lanes(1));
        }
        assertThat(oneByOne).as("of eight that are taken one by one").isEqualTo(2);
        assertThat(lanes(40)).as("and nothing is left out").hasSize(28);
    }

    /// Claims of single lanes go from one tenant to the other.
    @Test
    void leavesEachTenantItsFloor() {
        for (var tenant : List.of(north, south)) {
            for (int i = 0; i < 20; i++) {
                append(tenant, Trigger.OPERATOR, change("a" + i));
            }
            for (int i = 0; i < 4; i++) {
                append(tenant, Trigger.WEBHOOK, change("b" + i));
            }
        }

        var leases = new ArrayList<Lease>();
        for (int i = 0; i < 16; i++) {
            leases.addAll(lanes(1));
        }

        for (var tenant : List.of(north, south)) {
            assertThat(leases)
                    .filteredOn(lease -> lease.tenant().equals(tenant))
                    .hasSize(8)
                    .filteredOn(
                            lease ->
                                    List.of("b0", "b1", "b2", "b3").stream()
                                            .map(id -> LaneId.of(tenant, FLOW, appointment(id)))
                                            .anyMatch(lease.lane()::equals))
                    .as("live ones of %s", tenant)
                    .hasSize(2);
        }
    }

    private List<Lease> lanes(int most) {
        return await(journal.claim(session, Direction.TO_APP, most));
    }

    private long live(List<Lease> leases) {
        return leases.stream()
                .filter(
                        lease ->
                                List.of(lane("b0"), lane("b1"), lane("b2"), lane("b3"))
                                        .contains(lease.lane()))
                .count();
    }

    @Test
    void givesLanesOfASilentSessionToOthersUnderAHigherEpoch() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var lost = claim(Direction.TO_APP).getFirst();
        advance(LEASE.plusMinutes(1));
        var other = await(journal.begin(LEASE));

        var taken = await(journal.claim(other, Direction.TO_APP, 10)).getFirst();

        assertThat(taken.lane()).isEqualTo(lost.lane());
        assertThat(taken.epoch()).isGreaterThan(lost.epoch());
        assertThat(await(journal.open(taken)).orElseThrow().pending()).hasSize(1);
        fenced(() -> journal.open(lost));
        fenced(() -> journal.settle(rest(lost, 1, OutcomeKind.APPLIED)));
        fenced(() -> journal.attempt(update(lost)));
        assertThat(tally(north, "pending")).isEqualTo(1);
    }

    @Test
    void keepsTheLeasesOfASessionThatBeats() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var lease = claim(Direction.TO_APP).getFirst();
        var other = await(journal.begin(LEASE.multipliedBy(10)));
        advance(LEASE.minusMinutes(1));
        await(journal.heartbeat(session));
        advance(LEASE.minusMinutes(1));

        assertThat(await(journal.claim(other, Direction.TO_APP, 10))).isEmpty();
        assertThat(await(journal.open(lease))).isPresent();
    }

    @Test
    void refusesTheHeartbeatOfASessionThatWasSilentTooLong() {
        advance(LEASE.plusMinutes(1));

        fenced(() -> journal.heartbeat(session));
        fenced(() -> journal.claim(session, Direction.TO_APP, 1));
    }

    @Test
    void givesAllLanesOfAnEndedSessionBack() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var lost = claim(Direction.TO_APP).getFirst();

        await(journal.end(session));

        var other = await(journal.begin(LEASE));
        assertThat(await(journal.claim(other, Direction.TO_APP, 10))).hasSize(1);
        fenced(() -> journal.settle(rest(lost, 1, OutcomeKind.APPLIED)));
        fenced(() -> journal.heartbeat(session));
    }

    @Test
    void growsEpochsWithEveryLeaseOfAnyLane() {
        append(north, Trigger.WEBHOOK, change("a1"));
        append(south, Trigger.WEBHOOK, change("b1"));

        var one = await(journal.claim(session, Direction.TO_APP, 1)).getFirst();
        var two = await(journal.claim(session, Direction.TO_APP, 1)).getFirst();

        assertThat(two.epoch()).isGreaterThan(one.epoch());
    }
}
