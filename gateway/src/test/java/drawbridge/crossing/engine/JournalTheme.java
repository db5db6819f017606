package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.appointment;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Records.link;
import static drawbridge.crossing.engine.Settlements.last;
import static drawbridge.crossing.engine.Settlements.linking;
import static drawbridge.crossing.engine.Settlements.outcome;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Sent;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// The ground on which every theme of the contract stands: an empty journal, two tenants, a
/// session, and the words that the tests have in common.
abstract class JournalTheme {

    /// Long enough that no leases end by the slowness of a machine.
    static final Duration LEASE = Duration.ofMinutes(10);

    final JournalContract contract;
    final TenantId north;
    final TenantId south;
    Journal journal;
    Session session;

    JournalTheme(JournalContract contract) {
        this.contract = contract;
        this.north = contract.tenant("north");
        this.south = contract.tenant("south");
    }

    @BeforeEach
    void beginOnAnEmptyJournal() {
        journal = contract.emptyJournal();
        session = await(journal.begin(LEASE));
    }

    // ---- The journal's time

    Instant now() {
        return contract.now();
    }

    void advance(Duration time) {
        contract.advance(time);
    }

    /// Beyond the 500 ms within which changes of one lane fold.
    void pastTheFold() {
        advance(Duration.ofSeconds(1));
    }

    // ---- What the journal holds

    long tally(TenantId tenant, String word) {
        return contract.tally(tenant).getOrDefault(word, 0L);
    }

    /// The newest outcome of a pair of north in the flow; empty while it is pending.
    Optional<OutcomeKind> outcomeOf(UUID change) {
        return contract.outcome(north, FLOW, change);
    }

    Optional<Long> openVersion(TenantId tenant, UUID parked) {
        return contract.openVersion(tenant, parked);
    }

    // ---- Ways in

    @CanIgnoreReturnValue
    List<Receipt> append(TenantId tenant, Trigger trigger, Incoming... changes) {
        return await(
                journal.append(
                        new Delivery(
                                tenant,
                                trigger,
                                Optional.empty(),
                                List.of(changes),
                                trigger == Trigger.POLL,
                                Optional.empty())));
    }

    Delivery delivery(Trigger trigger, Optional<Hash> identity, Incoming... changes) {
        return new Delivery(north, trigger, identity, List.of(changes));
    }

    // ---- The work on a lane

    List<Lease> claim(Direction direction) {
        return await(journal.claim(session, direction, 64));
    }

    Optional<Opened> openFirst(Direction direction) {
        var leases = await(journal.claim(session, direction, 1));
        assertThat(leases).as("lanes that are due " + direction).hasSize(1);
        return await(journal.open(leases.getFirst()));
    }

    /// The lane of an appointment, claimed towards the app and opened.
    Opened open(String appointment) {
        return opened(claim(Direction.TO_APP), appointment);
    }

    Opened opened(List<Lease> leases, String appointment) {
        return leases.stream()
                .filter(lease -> lease.lane().equals(lane(appointment)))
                .findFirst()
                .flatMap(lease -> await(journal.open(lease)))
                .orElseThrow(
                        () -> new AssertionError("the lane of " + appointment + " is not due"));
    }

    LaneId lane(String appointment) {
        return LaneId.of(north, FLOW, appointment(appointment));
    }

    /// Two records that are linked, by the lane of the appointment; the lane rests.
    @CanIgnoreReturnValue
    Link linked(String acme, String app) {
        append(north, Trigger.WEBHOOK, change(acme));
        var opened = open(acme);
        Link link = link(lane(acme), acme, app);
        await(journal.settle(linking(rest(opened, OutcomeKind.APPLIED), link)));
        return link;
    }

    /// The same, by the lane of the event.
    void linkFromTheApp(String app, String acme) {
        append(north, Trigger.PUSH, change(event(app), Side.APP));
        var opened = openFirst(Direction.TO_ACME).orElseThrow();
        Link link = link(opened.lease().lane(), acme, app);
        await(
                journal.settle(
                        linking(
                                settlement(
                                        opened.lease(),
                                        Map.of(Side.APP, last(opened, Side.APP).sequence()),
                                        List.of(
                                                outcome(
                                                        last(opened, Side.APP).change(),
                                                        OutcomeKind.APPLIED)),
                                        new Next.Rest()),
                                link)));
    }

    Link unlinked(String acme) {
        return new Link(
                lane(acme).value(),
                FLOW,
                Link.Life.UNLINKED,
                new Link.End(
                        Optional.of(acme), Optional.empty(), Optional.empty(), Optional.empty()),
                Link.End.NONE,
                "flow version 1");
    }

    Attempt create(Lease lease, Link link) {
        return new Attempt(
                UUID.randomUUID(),
                lease,
                Side.APP,
                Operation.CREATE,
                Optional.empty(),
                Optional.of(link),
                List.of(),
                now().plus(Duration.ofSeconds(15)),
                Hash.of("request"),
                Optional.of(sent()));
    }

    Attempt update(Lease lease) {
        return new Attempt(
                UUID.randomUUID(),
                lease,
                Side.APP,
                Operation.UPDATE,
                Optional.of("e1"),
                Optional.empty(),
                List.of(),
                now().plus(Duration.ofSeconds(15)),
                Hash.of("request"),
                Optional.of(sent()));
    }

    /// What a call carried, with all that can be about it.
    static Sent sent() {
        State one =
                new State(
                        new Value.Obj(Map.of("subject", Value.of("Title 1 \u0000"))),
                        Map.of("contact", new Value.Obj(Map.of("phone", Value.NULL))),
                        Optional.of(new Version("r7", OptionalLong.of(7))));
        State other = State.of(new Value.Obj(Map.of("minutes", Value.of(30))));
        return new Sent(
                one,
                other,
                new Value.Obj(Map.of("title", Value.of("Title 2"))),
                Set.of(new GroupName("title"), new GroupName("time")),
                Map.of(Side.APP, new Base(one, Map.of(new GroupName("title"), other))));
    }

    ActAnswer act(NewParked item, Verb verb) {
        return await(journal.act(act(item, verb, openVersion(north, item.id()).orElseThrow())));
    }

    Act act(NewParked item, Verb verb, long seen) {
        return new Act(north, item.id(), verb, seen, "operator", "agreed", UUID.randomUUID());
    }

    static void fenced(Supplier<Future<?>> call) {
        assertThatThrownBy(() -> await(call.get())).isInstanceOf(Fenced.class);
    }
}
