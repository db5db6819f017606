package drawbridge.simulator;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.simulator.SimEdits.Edit;
import drawbridge.sync.Link;
import drawbridge.sync.Readings;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Judges pairs of living records: both hold the same, and of what users wrote the last stands.
@NullUnmarked
final class SimAgreement {

    private final SimWorld world;
    private final SimTraffic traffic;
    private final List<String> wrong = new ArrayList<>();

    SimAgreement(SimWorld world, SimTraffic traffic) {
        this.world = world;
        this.traffic = traffic;
    }

    /// What is wrong with the groups that are not `held`.
    List<String> of(SimPair pair, Set<String> held) {
        wrong.clear();
        Flow flow = world.flow(pair.tenant(), SimWorld.APPOINTMENTS);
        Refs refs = world.journal.links.users(pair.tenant());
        SequencedMap<GroupName, Reading> ones =
                flow.read(Side.ACME, whole(pair.tenant(), pair.atAcme().record), refs);
        SequencedMap<GroupName, Reading> others =
                flow.read(Side.APP, State.of(pair.atApp().record), refs);
        for (Flow.Group group : flow.groups()) {
            if (!held.contains(group.name().value())) {
                group(
                        pair,
                        new Compared(
                                flow,
                                refs,
                                group,
                                ones.get(group.name()),
                                others.get(group.name())));
            }
        }
        return List.copyOf(wrong);
    }

    /// A group as both sides hold it.
    private record Compared(Flow flow, Refs refs, Flow.Group group, Reading one, Reading other) {

        String name() {
            return group.name().value();
        }

        Reading of(Edit edit) {
            return flow.read(edit.side(), State.of(edit.after()), refs).get(group.name());
        }

        boolean stands(Edit edit) {
            return same(flow, one, of(edit));
        }
    }

    private void group(SimPair pair, Compared compared) {
        Flow.Group group = compared.group();
        // Of a create that was lost and whose record was replaced, a person's copy is all there is.
        boolean unknown =
                group.ways().size() == 1
                        && moved(pair)
                        && world.remote.doubted.stream()
                                .anyMatch(
                                        traffic.moves.lives(pair.tenant(), pair.link(), Side.APP)
                                                ::contains);
        boolean uncarried =
                group.ways().equals(Set.of(Direction.TO_APP))
                        && made(pair.tenant(), Side.ACME, pair.acme()).isPresent()
                        && isBlank(compared.one());
        if (!unknown && !uncarried && !same(compared.flow(), compared.one(), compared.other())) {
            wrong.add(
                    "diverged: "
                            + compared.name()
                            + " of "
                            + pair.acme()
                            + " is "
                            + compared.flow().show(group.name(), compared.one())
                            + ", of "
                            + pair.app()
                            + " "
                            + compared.flow().show(group.name(), compared.other()));
            return;
        }
        // Who copied what, and when, is not told by the last edits.
        if (moved(pair)) {
            return;
        }
        if (group.policy() == Flow.Policy.UNION) {
            labels(pair);
        } else {
            older(pair, compared);
        }
    }

    /// When the gateway made a record. What crosses to the app alone was not told to Acme when the
    /// appointment was made for an event.
    private Optional<Instant> made(TenantId tenant, Side side, RecordRef record) {
        return traffic.system(tenant, side).effects.stream()
                .filter(effect -> effect.gateway() && effect.operation().equals("create"))
                .filter(effect -> effect.record().equals(record))
                .map(ModelSystem.Effect::at)
                .findFirst();
    }

    private static boolean isBlank(Reading reading) {
        return reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && fields.values().stream()
                        .allMatch(
                                value ->
                                        value instanceof Neutral.Empty
                                                || value instanceof Neutral.Unknown);
    }

    private boolean moved(SimPair pair) {
        return Arrays.stream(Side.values())
                .anyMatch(
                        side -> traffic.moves.copies(pair.tenant(), pair.link(), side).size() > 1);
    }

    private boolean wasParked(SimPair pair, String group) {
        return world.journal.books.wasParked(pair.tenant(), pair.lane(), group);
    }

    private boolean isDoubted(SimPair pair) {
        return world.remote.doubted.contains(pair.acme())
                || world.remote.doubted.contains(pair.app());
    }

    /// Where a call was lost or a person decided, labels may be others.
    private void labels(SimPair pair) {
        boolean sure = !raced(pair) && !isDoubted(pair) && !wasParked(pair, "labels");
        if (sure) {
            wrong.addAll(
                    traffic.labels.wrong(
                            List.of(pair.acme(), pair.app()), Side.ACME, pair.atAcme().record));
        }
    }

    private boolean raced(SimPair pair) {
        return traffic.system(pair.tenant(), Side.APP).raced.contains(pair.app());
    }

    /// The last edit stands. Where both sides were parked against each other or a policy decides,
    /// one side's last edit stands.
    private void older(SimPair pair, Compared compared) {
        String name = compared.name();
        boolean unjudged = raced(pair) || Set.of("status", "owner", "customer").contains(name);
        if (unjudged || isOfOneBefore(pair, compared)) {
            return;
        }
        Optional<Edit> atAcme = last(pair, Side.ACME, name);
        Optional<Edit> atApp = last(pair, Side.APP, name);
        boolean parkedOnce = wasParked(pair, name);
        boolean decided = compared.group().policy() != Flow.Policy.HOLD || parkedOnce;
        boolean acmeStands = atAcme.filter(compared::stands).isPresent();
        boolean appStands = atApp.filter(compared::stands).isPresent();
        boolean acmeLast =
                atAcme.isPresent()
                        && (atApp.isEmpty() || atAcme.get().at().isAfter(atApp.get().at()));
        // Who sets a place and clears it before anybody looked has changed nothing.
        boolean cleared =
                (acmeLast ? atAcme : atApp).filter(edit -> isBlank(compared.of(edit))).isPresent();
        boolean quietly = !decided && !cleared && !acmeLast && !isDoubted(pair);
        if (quietly && !untouched(pair, compared, atApp)) {
            wrong.add("written back: " + name + " of " + pair.app() + " after " + atApp);
        }
        // What a person kept may be what its create brought, or any older value of either side.
        boolean bothWrote = atAcme.isPresent() && atApp.isPresent();
        boolean keptStands =
                parkedOnce
                        && (isMark(compared)
                                || traffic.edits
                                        .of(pair.tenant())
                                        .filter(edit -> edit.group().equals(name))
                                        .filter(edit -> pair.isOf(edit.record()))
                                        .anyMatch(compared::stands));
        boolean lastStands = acmeLast ? acmeStands : appStands;
        boolean right =
                (decided || cleared)
                        ? acmeStands || appStands || keptStands || !bothWrote
                        : lastStands;
        if (!right && !(atAcme.isEmpty() && atApp.isEmpty())) {
            wrong.add(
                    "older: "
                            + name
                            + " of "
                            + pair.acme()
                            + " and "
                            + pair.app()
                            + " is "
                            + compared.flow().show(compared.group().name(), compared.one())
                            + ", but the last edits are "
                            + atAcme
                            + " and "
                            + atApp);
        }
    }

    /// The last edit of a side's record. What it brings along from another link is what this one
    /// began with.
    private Optional<Edit> last(SimPair pair, Side side, String group) {
        RecordRef record = pair.record(side);
        Instant joined =
                isOfAnother(pair, side, record)
                        ? made(pair.tenant(), side.other(), pair.record(side.other()))
                                .orElse(Instant.MIN)
                        : Instant.MIN;
        return traffic.edits.last(
                pair.tenant(),
                group,
                edit -> edit.record().equals(record) && !edit.at().isBefore(joined));
    }

    /// Whether a value stands that came from a record in whose place another was made.
    private boolean isOfOneBefore(SimPair pair, Compared compared) {
        return Arrays.stream(Side.values())
                .flatMap(side -> traffic.named(pair.tenant(), side, pair.link()).stream())
                .filter(before -> !pair.isOf(before))
                .anyMatch(
                        before ->
                                traffic.edits
                                        .of(pair.tenant())
                                        .filter(edit -> edit.record().equals(before))
                                        .filter(edit -> edit.group().equals(compared.name()))
                                        .anyMatch(compared::stands));
    }

    private boolean isOfAnother(SimPair pair, Side side, RecordRef record) {
        return world.journal.links.all(pair.tenant()).stream()
                .filter(link -> link.flow().equals(pair.link().flow()))
                .filter(link -> !link.id().equals(pair.link().id()))
                .anyMatch(link -> isNamed(pair.tenant(), side, link, record));
    }

    private boolean isNamed(TenantId tenant, Side side, Link link, RecordRef record) {
        return traffic.named(tenant, side, link).contains(record);
    }

    /// What our own delete put there: a person may keep it.
    private static boolean isMark(Compared compared) {
        Flow flow = compared.flow();
        return compared.one() instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && compared.group().fields().stream()
                        .allMatch(
                                field ->
                                        flow.softDeleted().containsKey(field)
                                                && flow.same(
                                                        field,
                                                        fields.get(field),
                                                        flow.softDeleted().get(field)));
    }

    /// What Acme made of the app's value by its habits is Acme's own: the app keeps what it has.
    private static boolean untouched(SimPair pair, Compared compared, Optional<Edit> edit) {
        return edit.isEmpty()
                || !new Readings(compared.flow())
                        .differ(
                                compared.of(edit.get()),
                                compared.flow()
                                        .read(
                                                Side.APP,
                                                State.of(pair.atApp().record),
                                                compared.refs())
                                        .get(compared.group().name()));
    }

    /// Equal, up to Acme's habit of rounding lengths up to five minutes.
    static boolean same(Flow flow, Reading acme, Reading other) {
        if (!(acme instanceof Reading.Of(SequencedMap<FieldName, Neutral> ones)
                && other instanceof Reading.Of(SequencedMap<FieldName, Neutral> others))) {
            return false;
        }
        return ones.entrySet().stream()
                .allMatch(
                        field -> {
                            Neutral there = others.get(field.getKey());
                            return there != null
                                    && (flow.same(field.getKey(), field.getValue(), there)
                                            || flow.same(
                                                    field.getKey(),
                                                    field.getValue(),
                                                    rounded(there)));
                        });
    }

    private static Neutral rounded(Neutral value) {
        return value instanceof Neutral.Timed(var start, var zone, var length)
                ? new Neutral.Timed(
                        start, zone, Duration.ofMinutes(Math.ceilDiv(length.toMinutes(), 5) * 5))
                : value;
    }

    State whole(TenantId tenant, Value.Obj appointment) {
        Value id = appointment.members().get("contact_id");
        Value.Obj contact =
                Values.idText(id)
                        .map(text -> new RecordRef(SimWorld.CONTACT, text))
                        .map(ref -> traffic.system(tenant, Side.ACME).rows.get(ref).record)
                        .orElse(Value.Obj.EMPTY);
        return new State(appointment, Map.of("contact", contact), Optional.empty());
    }
}
