package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.appointment;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a journal does with that which comes in: it stores each change once, and counts it.
abstract class WaysInContract extends JournalTheme {

    WaysInContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void storesEachChangeOfADeliveryAsPending() {
        var first = change(appointment("a1"), Side.ACME);
        var second = change(appointment("a2"), Side.ACME);

        var receipts = append(north, Trigger.WEBHOOK, first, second);

        assertThat(receipts)
                .containsExactly(new Receipt(first.id(), false), new Receipt(second.id(), false));
        assertThat(tally(north, "pending")).isEqualTo(2);
        assertThat(outcomeOf(first.id())).isEmpty();
    }

    @Test
    void countsOnePairForEachFlowThatWantsTheChange() {
        var change =
                change(
                        appointment("a1"),
                        new Wanted(FLOW, Side.ACME),
                        new Wanted(new FlowName("reports"), Side.ACME));

        append(north, Trigger.WEBHOOK, change);

        assertThat(tally(north, "pending")).isEqualTo(2);
    }

    @Test
    void settlesAChangeThatNoFlowWantsAtOnce() {
        append(north, Trigger.WEBHOOK, change(appointment("a1")));

        assertThat(tally(north, "unchanged")).isEqualTo(1);
        assertThat(tally(north, "pending")).isZero();
        assertThat(claim(Direction.TO_APP)).isEmpty();
    }

    @Test
    void parksWhatCannotBeReadAndCountsItDead() {
        var broken =
                new Incoming(
                        UUID.randomUUID(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Hash.of("broken"),
                        Bytes.of("{"),
                        false,
                        List.of(),
                        Optional.of("line 1, column 2: the body ends too early"),
                        Optional.empty(),
                        "m1");

        append(north, Trigger.WEBHOOK, broken);

        assertThat(tally(north, "dead")).isEqualTo(1);
        assertThat(tally(north, "pending")).isZero();
    }

    @Test
    void storesNothingOfADeliveryThatWasSeenBefore() {
        var identity = Optional.of(Hash.of("msg_1"));
        await(journal.append(delivery(Trigger.WEBHOOK, identity, change("a1"), change("a2"))));

        var again =
                await(
                        journal.append(
                                delivery(Trigger.WEBHOOK, identity, change("a1"), change("a2"))));

        assertThat(again).hasSize(2).allMatch(Receipt::duplicate);
        assertThat(tally(north, "pending")).isEqualTo(2);
        assertThat(tally(north, "duplicates")).isEqualTo(2);
    }

    /// Some senders write their retries anew, from the record as it is by then.
    @Test
    void letsASweepBringWhatARedeliveryWithAnotherBodyToldInVain() {
        var identity = Optional.of(Hash.of("msg_1"));
        var newer = Hash.of("the title is another by now");
        await(journal.append(delivery(Trigger.WEBHOOK, identity, change("a1"))));
        await(journal.append(delivery(Trigger.WEBHOOK, identity, change("a1", newer))));

        var swept = append(north, Trigger.POLL, change("a1", newer));

        assertThat(swept).extracting(Receipt::duplicate).containsExactly(false);
        assertThat(tally(north, "pending")).isEqualTo(2);
    }

    @Test
    void takesTheSameIdentityOfAnotherTenantForAnotherDelivery() {
        var identity = Optional.of(Hash.of("msg_1"));
        await(journal.append(delivery(Trigger.WEBHOOK, identity, change("a1"))));

        var other =
                await(
                        journal.append(
                                new Delivery(
                                        south, Trigger.WEBHOOK, identity, List.of(change("a1")))));

        assertThat(other).noneMatch(Receipt::duplicate);
    }

    @Test
    void takesAPolledRowThatWasSeenForNoChange() {
        var webhook = change("a1", Hash.of("a1", "r1"));
        append(north, Trigger.WEBHOOK, webhook);

        var polled = append(north, Trigger.POLL, change("a1", Hash.of("a1", "r1")));

        assertThat(polled).allMatch(Receipt::duplicate);
        assertThat(tally(north, "pending")).isEqualTo(1);
        assertThat(tally(north, "duplicates")).isZero();
        assertThat(tally(north, "missed")).isZero();
    }

    @Test
    void countsAPolledRowThatNoWebhookBroughtAsMissed() {
        var polled = append(north, Trigger.POLL, change("a1", Hash.of("a1", "r1")));

        assertThat(polled).noneMatch(Receipt::duplicate);
        assertThat(tally(north, "missed")).isEqualTo(1);
        assertThat(tally(north, "pending")).isEqualTo(1);
    }

    @Test
    void countsNothingAsMissedThatOnlyAPollBrings() {
        await(
                journal.append(
                        new Delivery(
                                north,
                                Trigger.POLL,
                                Optional.empty(),
                                List.of(change("a1", Hash.of("a1", "r1"))))));

        assertThat(tally(north, "missed")).isZero();
        assertThat(tally(north, "pending")).isEqualTo(1);
    }

    @Test
    void storesAWebhookWhoseContentWasSeen() {
        append(north, Trigger.POLL, change("a1", Hash.of("a1", "r1")));

        var webhook = append(north, Trigger.WEBHOOK, change("a1", Hash.of("a1", "r1")));

        assertThat(webhook).noneMatch(Receipt::duplicate);
        assertThat(tally(north, "pending")).isEqualTo(2);
    }

    @Test
    void doesNotStoreAChangeTwiceWhenAnAppendIsRepeated() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);

        append(north, Trigger.WEBHOOK, change);

        assertThat(tally(north, "pending")).isEqualTo(1);
        assertThat(open("a1").pending()).hasSize(1);
    }

    @Test
    void movesTheCursorWithTheChangesThatItBrought() {
        await(
                journal.append(
                        new Delivery(
                                north,
                                Trigger.POLL,
                                Optional.empty(),
                                List.of(change("a1")),
                                false,
                                Optional.of(new CursorMove("acme", "appointment", "t1")))));

        assertThat(contract.cursor(north, "acme", "appointment")).contains("t1");
        assertThat(contract.cursor(south, "acme", "appointment")).isEmpty();
    }

    @Test
    void numbersTheChangesOfARecordInTheOrderOfTheirArrival() {
        var first = change("a1");
        var second = change("a1");
        append(north, Trigger.WEBHOOK, first);
        append(north, Trigger.WEBHOOK, second);

        var pending = open("a1").pending();

        assertThat(pending).extracting(Pending::change).containsExactly(first.id(), second.id());
        assertThat(pending.get(1).sequence()).isEqualTo(pending.get(0).sequence() + 1);
    }

    @Test
    void keepsTheBytesAndFactsOfAChange() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);

        var pending = open("a1").pending().getFirst();

        assertThat(pending.body()).isEqualTo(change.body());
        assertThat(pending.record()).isEqualTo(appointment("a1"));
        assertThat(pending.side()).isEqualTo(Side.ACME);
        assertThat(pending.version()).isEqualTo(change.version());
        assertThat(pending.full()).isTrue();
        assertThat(pending.tombstone()).isFalse();
    }

    @Test
    void tellsRecordsOfBothSidesApartThoughTheirIdsAreEqual() {
        append(north, Trigger.WEBHOOK, change(appointment("7"), Side.ACME));
        append(north, Trigger.PUSH, change(event("7"), Side.APP));

        assertThat(claim(Direction.TO_APP)).hasSize(1);
        assertThat(claim(Direction.TO_ACME)).hasSize(1);
    }

    // ---- Under a key of the sender's own

    @Test
    void namesTheFirstChangeWhenARequestComesAgainUnderItsKey() {
        var first = change(event("7"), Side.APP);
        await(journal.append(under("k", "put 7", first)));

        var again = await(journal.append(under("k", "put 7", change(event("7"), Side.APP))));

        assertThat(again).containsExactly(new Receipt(first.id(), true));
        assertThat(tally(north, "pending")).isEqualTo(1);
        assertThat(tally(north, "duplicates")).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatNamesAnotherRequest() {
        await(journal.append(under("k", "put 7", change(event("7"), Side.APP))));

        var other = journal.append(under("k", "put 8", change(event("8"), Side.APP)));

        assertThatThrownBy(() -> await(other)).isInstanceOf(Once.Used.class);
        assertThat(tally(north, "pending")).isEqualTo(1);
        assertThat(tally(north, "duplicates")).isZero();
    }

    @Test
    void stillTakesFromAPollWhatItRefusedUnderAUsedKey() {
        await(journal.append(under("k", "put 7", change(event("7"), Side.APP))));
        var content = Hash.of("8", "as it is now");
        var refused = under("k", "put 8", change(event("8"), content, Side.APP));
        assertThatThrownBy(() -> await(journal.append(refused))).isInstanceOf(Once.Used.class);

        var polled = append(north, Trigger.POLL, change(event("8"), content, Side.APP));

        assertThat(polled).noneMatch(Receipt::duplicate);
        assertThat(tally(north, "pending")).isEqualTo(2);
    }

    @Test
    void takesOneOfTwoRequestsThatComeTogetherUnderOneKey() {
        var one = journal.append(under("k", "put 7", change(event("7"), Side.APP)));
        var two = journal.append(under("k", "put 7", change(event("7"), Side.APP)));

        assertThat(List.of(await(one).getFirst().change(), await(two).getFirst().change()))
                .containsOnly(await(one).getFirst().change());
        assertThat(tally(north, "pending")).isEqualTo(1);
    }

    @Test
    void keepsTheKeysOfTenantsApart() {
        await(journal.append(under("k", "put 7", change(event("7"), Side.APP))));

        var other =
                await(
                        journal.append(
                                Delivery.push(
                                        south,
                                        Optional.of(change(event("8"), Side.APP)),
                                        Optional.of(new Once(Hash.of("k"), Hash.of("put 8"))))));

        assertThat(other).noneMatch(Receipt::duplicate);
    }

    @Test
    void takesAKeyWithoutAChange() {
        var once = Optional.of(new Once(Hash.of("k"), Hash.of("many")));
        assertThat(await(journal.append(Delivery.push(north, Optional.empty(), once)))).isEmpty();
        assertThat(await(journal.append(Delivery.push(north, Optional.empty(), once)))).isEmpty();

        var other = journal.append(under("k", "put 7", change(event("7"), Side.APP)));

        assertThatThrownBy(() -> await(other)).isInstanceOf(Once.Used.class);
    }

    @Test
    void forgetsAKeyAfterItsTime() {
        await(journal.append(under("k", "put 7", change(event("7"), Side.APP))));
        advance(Once.KEPT.plusMinutes(1));

        var later = await(journal.append(under("k", "put 8", change(event("8"), Side.APP))));

        assertThat(later).noneMatch(Receipt::duplicate);
        assertThat(tally(north, "pending")).isEqualTo(2);
    }

    private Delivery under(String key, String request, Incoming change) {
        return Delivery.push(
                north, Optional.of(change), Optional.of(new Once(Hash.of(key), Hash.of(request))));
    }
}
