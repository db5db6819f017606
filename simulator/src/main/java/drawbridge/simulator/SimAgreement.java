package drawbridge.simulator;

import drawbridge.mapping.Applies;
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
import drawbridge.simulator.SimLedger.Step;
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

/// Judges pairs of living records: both hold the same, and of what users wrote the last stands
/// ([SimLast]).
@NullUnmarked
final class SimAgreement {

    private final SimWorld world;
    private final SimTraffic traffic;
    private final SimLedger ledger;
    private final SimLast last;
    private final List<String> wrong = new ArrayList<>();

    SimAgreement(SimWorld world, SimTraffic traffic, SimLedger ledger) {
        this.world = world;
        this.traffic = traffic;
        this.ledger = ledger;
        this.last = new SimLast(world, traffic, ledger);
    }

    /// What is wrong with the groups that are not `held`.
    List<String> of(SimPair pair, Set<String> held) {
        wrong.clear();
        Flow flow = world.flow(pair.tenant(), SimWorld.APPOINTMENTS);
        Refs refs = world.journal.links.users(pair.tenant());
        SequencedMap<GroupName, Reading> ones =
                flow.read(Side.ACME, whole(traffic, pair.tenant(), pair.atAcme().record), refs);
        SequencedMap<GroupName, Reading> others =
                flow.read(Side.APP, State.of(pair.atApp().record), refs);
        for (Flow.Group group : flow.groups()) {
            Compared compared =
                    new Compared(
                            pair, flow, group, ones.get(group.name()), others.get(group.name()));
            last.toAndFro(compared).ifPresent(wrong::add);
            if (!held.contains(group.name().value()) && !rests(pair, flow, group)) {
                group(compared);
            }
        }
        return List.copyOf(wrong);
    }

    /// Whether the flow is not about the group of such records, so that both may differ.
    private static boolean rests(SimPair pair, Flow flow, Flow.Group group) {
        return Arrays.stream(Side.values())
                .anyMatch(
                        side ->
                                flow.applies(group.name(), side, State.of(pair.row(side).record))
                                        instanceof Applies.No);
    }

    /// A group as both sides hold it.
    record Compared(SimPair pair, Flow flow, Flow.Group group, Reading one, Reading other) {

        String name() {
            return group.name().value();
        }

        boolean stands(Step step) {
            return same(flow, one, step.after());
        }

        boolean crossesBothWays() {
            return group.ways().size() > 1;
        }
    }

    private void group(Compared compared) {
        SimPair pair = compared.pair();
        Flow.Group group = compared.group();
        // Of a create that was lost and whose record was replaced, a person's copy is all there is.
        boolean unknown =
                group.ways().size() == 1
                        && moved(pair)
                        && world.remote.doubted.stream()
                                .anyMatch(
                                        traffic.moves.lives(pair.tenant(), pair.link(), Side.APP)
                                                ::contains);
        // What crosses to the app alone was not told to Acme when the appointment was made for an
        // event.
        boolean uncarried =
                group.ways().equals(Set.of(Direction.TO_APP))
                        && SimLedger.isBlank(compared.one())
                        && ledger.made(pair.acme())
                                .filter(at -> stoodBefore(compared, at))
                                .isPresent();
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
        wrong.addAll(last.of(compared));
    }

    /// Whether the app held what it holds now when the gateway made the appointment for it.
    private boolean stoodBefore(Compared compared, Instant made) {
        return ledger.steps(Side.APP, compared.pair().app(), compared.group().name()).stream()
                .noneMatch(step -> step.at().isAfter(made));
    }

    private boolean moved(SimPair pair) {
        return Arrays.stream(Side.values())
                .anyMatch(
                        side -> traffic.moves.copies(pair.tenant(), pair.link(), side).size() > 1);
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

    static State whole(SimTraffic traffic, TenantId tenant, Value.Obj appointment) {
        Value id = appointment.members().get("contact_id");
        Value.Obj contact =
                Values.idText(id)
                        .map(text -> new RecordRef(SimWorld.CONTACT, text))
                        .map(ref -> traffic.system(tenant, Side.ACME).rows.get(ref).record)
                        .orElse(Value.Obj.EMPTY);
        return new State(appointment, Map.of("contact", contact), Optional.empty());
    }
}
