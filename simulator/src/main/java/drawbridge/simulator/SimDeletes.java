package drawbridge.simulator;

import drawbridge.mapping.Applies;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.simulator.SimLedger.Step;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Judges the deletes of a run: each is carried to the other side as the flow wants it, and not too
/// many of them without anybody being asked.
@NullUnmarked
final class SimDeletes {

    private final SimWorld world;
    private final SimTraffic traffic;

    SimDeletes(SimWorld world, SimTraffic traffic) {
        this.world = world;
        this.traffic = traffic;
    }

    /// Not more deletes of a side than the flow allows were carried out without anybody being
    /// asked.
    Optional<String> unasked(TenantId tenant, Side gone) {
        Set<LaneKey> asked = new HashSet<>();
        for (ModelBooks.Asked one : world.journal.books.asked()) {
            if (one.item().group().isEmpty()) {
                asked.add(one.lane());
            }
        }
        List<Link> links = world.journal.links.all(tenant);
        List<String> carried =
                links.stream()
                        .filter(link -> link.flow().equals(SimWorld.APPOINTMENTS))
                        .filter(link -> link.life() == Link.Life.TOMBSTONE)
                        .filter(link -> isCarried(tenant, link, gone))
                        .filter(link -> !asked.contains(LaneKey.of(tenant, link)))
                        .map(
                                link ->
                                        SimWorld.resource(gone)
                                                + " "
                                                + link.end(gone).record().orElseThrow())
                        .toList();
        Flow.MassDelete limits = world.flow(tenant, SimWorld.APPOINTMENTS).massDelete();
        long most = Math.max(limits.count(), (long) links.size() * limits.percent() / 100);
        return carried.size() > most
                ? Optional.of(
                        "unguarded: " + carried.size() + " deletes were carried out: " + carried)
                : Optional.empty();
    }

    private boolean isCarried(TenantId tenant, Link link, Side gone) {
        if (link.acme().record().isEmpty() || link.app().record().isEmpty()) {
            return false;
        }
        RecordRef deleted = new RecordRef(SimWorld.resource(gone), link.end(gone).record().get());
        RecordRef left =
                new RecordRef(
                        SimWorld.resource(gone.other()), link.end(gone.other()).record().get());
        return traffic.system(tenant, gone.other()).effects.stream()
                .filter(effect -> effect.gateway() && effect.record().equals(left))
                .filter(SimDeletes::isOfADelete)
                .filter(mark -> !isTakenAway(traffic.system(tenant, gone.other()), mark))
                .anyMatch(mark -> isDeletedAt(traffic.system(tenant, gone), deleted, mark.at()));
    }

    /// Whether the gateway took the mark away again, because the deleted record was back: by that
    /// the delete was over, and the next one counts for itself.
    private static boolean isTakenAway(ModelSystem system, ModelSystem.Effect mark) {
        return system.effects.stream()
                .filter(effect -> effect.gateway() && effect.record().equals(mark.record()))
                .filter(effect -> effect.at().isAfter(mark.at()))
                .anyMatch(effect -> isMarked(effect.before()) && !isMarked(effect.after()));
    }

    /// Whether its user had deleted the record by then, and not taken that back. What that user had
    /// cancelled before crosses as that edit.
    private static boolean isDeletedAt(ModelSystem system, RecordRef record, Instant then) {
        return system.effects.stream()
                .filter(effect -> !effect.gateway() && effect.record().equals(record))
                .filter(effect -> effect.at().isBefore(then))
                .filter(effect -> Set.of("delete", "restore").contains(effect.operation()))
                .reduce((_, later) -> later)
                .filter(last -> last.operation().equals("delete") && !isMarked(last.before()))
                .isPresent();
    }

    /// Of a pair of which one record is gone: whether the policy's will is done to the one that is
    /// left, unless a user undid that since.
    Optional<String> carried(SimPair pair) {
        Side gone = pair.atAcme().deleted ? Side.ACME : Side.APP;
        Value.Obj record = pair.row(gone.other()).record;
        Instant since = pair.row(gone).changed;
        Flow.OnDelete policy = world.flow(pair.tenant(), SimWorld.APPOINTMENTS).onDelete(gone);
        boolean done =
                switch (policy) {
                    case CANCEL, HOLD -> isCancelled(record);
                    case SOFT -> isEmptied(record);
                    case HARD -> false;
                    case UNLINK -> true;
                };
        String group = policy == Flow.OnDelete.SOFT ? "place" : "status";
        RecordRef living = pair.record(gone.other());
        // Of a delete that was taken back and repeated while nobody could look, the mark of the
        // first one is all there is, whoever had set it: who took it away meanwhile has done so
        // knowingly.
        Instant known =
                Stream.of(marked(pair.tenant(), gone.other(), living), buriedMarked(pair, gone))
                        .flatMap(Optional::stream)
                        .filter(since::isAfter)
                        .max(Comparator.naturalOrder())
                        .orElse(since);
        boolean editedSince =
                policy != Flow.OnDelete.HARD
                        && traffic.edits
                                .last(pair.tenant(), group, edit -> edit.record().equals(living))
                                .filter(edit -> edit.at().isAfter(known))
                                .isPresent();
        boolean spared = world.journal.guard.spared.contains(pair.key());
        return done || editedSince || spared
                ? Optional.empty()
                : Optional.of("lost delete: " + pair.acme() + " and " + pair.app());
    }

    /// Whether the gateway carried a delete to a record that a user had edited, what the deleted
    /// one never held, and nobody was asked.
    Optional<String> overEdit(SimPair pair, SimLedger ledger) {
        boolean asked =
                world.journal.books.asked().stream().anyMatch(one -> one.lane().equals(pair.key()));
        if (asked) {
            return Optional.empty();
        }
        for (Side left : Side.values()) {
            // Who moved a record by a copy of it took along what stood in that.
            boolean moved =
                    traffic.moves.copies(pair.tenant(), pair.link(), left.other()).size() > 1
                            || traffic.moves.copies(pair.tenant(), pair.link(), left).size() > 1;
            Optional<ModelSystem.Effect> carried =
                    ledger.of(pair.record(left)).stream()
                            .filter(effect -> effect.gateway() && isOfADelete(effect))
                            .filter(effect -> isDeletedBefore(ledger, pair, left.other(), effect))
                            .filter(effect -> !mayBeAnEdit(ledger, pair, left, effect))
                            .findFirst();
            if (carried.isPresent() && !moved) {
                for (Flow.Group group : world.flow(pair.tenant(), SimWorld.APPOINTMENTS).groups()) {
                    if (isOver(pair, ledger, left, group, carried.get())) {
                        return Optional.of(
                                "lost: the %s that a user gave %s was deleted with %s at %s, and"
                                                .formatted(
                                                        group.name(),
                                                        pair.record(left),
                                                        pair.record(left.other()),
                                                        carried.get().at())
                                        + " nobody was asked");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isDeletedBefore(
            SimLedger ledger, SimPair pair, Side gone, ModelSystem.Effect carried) {
        return ledger.of(pair.record(gone)).stream()
                .filter(effect -> !effect.at().isAfter(carried.at()))
                .filter(effect -> Set.of("delete", "restore").contains(effect.operation()))
                .reduce((_, later) -> later)
                .filter(effect -> effect.operation().equals("delete") && !effect.gateway())
                .isPresent();
    }

    /// Whether it may be what the deleted record's user had cancelled before the delete: that
    /// crosses as the edit that it is, and what else was edited is asked about with the delete,
    /// unless the record that is left was deleted by its own user as well.
    private static boolean mayBeAnEdit(
            SimLedger ledger, SimPair pair, Side left, ModelSystem.Effect carried) {
        boolean cancelled =
                ledger.of(pair.record(left.other())).stream()
                        .filter(effect -> !effect.at().isAfter(carried.at()))
                        .filter(effect -> effect.operation().equals("delete"))
                        .reduce((_, later) -> later)
                        .filter(effect -> isMarked(effect.before()))
                        .isPresent();
        return cancelled
                && carried.operation().equals("update")
                && ledger.of(pair.record(left)).stream()
                        .filter(effect -> effect.at().isAfter(carried.at()))
                        .filter(effect -> Set.of("delete", "restore").contains(effect.operation()))
                        .reduce((_, later) -> later)
                        .filter(effect -> effect.operation().equals("delete") && !effect.gateway())
                        .isPresent();
    }

    private boolean isOver(
            SimPair pair,
            SimLedger ledger,
            Side left,
            Flow.Group group,
            ModelSystem.Effect carried) {
        Flow flow = world.flow(pair.tenant(), SimWorld.APPOINTMENTS);
        Optional<Step> edit =
                ledger.steps(left, pair.record(left), group.name()).stream()
                        .filter(step -> step.at().isBefore(carried.at()))
                        .reduce((_, later) -> later)
                        .filter(step -> !step.gateway() && !step.creates());
        // Of a set that both sides changed, the other one holds more than what was entered here.
        // Nobody is asked about what the flow is not about.
        boolean rests =
                flow.applies(group.name(), left, State.of(carried.before())) instanceof Applies.No;
        boolean unjudged = rests || group.ways().size() < 2 || group.policy() == Flow.Policy.UNION;
        if (unjudged || edit.isEmpty() || isRaced(pair, left, edit.get(), carried)) {
            return false;
        }
        Reading made = edit.get().after();
        boolean crossed =
                ledger.steps(left.other(), pair.record(left.other()), group.name()).stream()
                        .map(Step::after)
                        .anyMatch(
                                there ->
                                        left == Side.APP
                                                ? SimAgreement.same(flow, there, made)
                                                : SimAgreement.same(flow, made, there));
        return !crossed && !SimLast.isMark(flow, group, made);
    }

    private boolean isRaced(SimPair pair, Side left, Step edit, ModelSystem.Effect carried) {
        return traffic.system(pair.tenant(), left).races.stream()
                .filter(race -> race.record().equals(carried.record()))
                .filter(race -> race.written().equals(carried.at()))
                .anyMatch(race -> !edit.at().isBefore(race.read()));
    }

    /// When the link was buried last, if the record that is left was marked by then, so that the
    /// delete had nothing to do.
    private Optional<Instant> buriedMarked(SimPair pair, Side gone) {
        RecordRef living = pair.record(gone.other());
        return world.journal
                .links
                .buried(pair.tenant(), pair.link())
                .filter(
                        at ->
                                traffic.system(pair.tenant(), gone.other()).effects.stream()
                                        .filter(effect -> effect.record().equals(living))
                                        .filter(effect -> !effect.at().isAfter(at))
                                        .reduce((_, later) -> later)
                                        .filter(effect -> isMarked(effect.after()))
                                        .isPresent());
    }

    /// When the gateway last marked a record as that of a delete.
    private Optional<Instant> marked(TenantId tenant, Side side, RecordRef record) {
        return traffic.system(tenant, side).effects.stream()
                .filter(effect -> effect.gateway() && effect.record().equals(record))
                .filter(SimDeletes::isOfADelete)
                .map(ModelSystem.Effect::at)
                .reduce((_, later) -> later);
    }

    /// Whether it deletes the record, or marks it as what was deleted elsewhere.
    private static boolean isOfADelete(ModelSystem.Effect effect) {
        return effect.operation().equals("delete")
                || (isMarked(effect.after()) && !isMarked(effect.before()));
    }

    private static boolean isMarked(Value.Obj record) {
        return isCancelled(record) || isEmptied(record);
    }

    private static boolean isCancelled(Value.Obj record) {
        return has(record, "state", "cancelled") || has(record, "status", "Not Held");
    }

    private static boolean isEmptied(Value.Obj record) {
        return has(record, "place", "Deleted")
                || has(record, "location", "Deleted")
                || has(record, "room", "Deleted");
    }

    private static boolean has(Value.Obj record, String member, String text) {
        return Value.of(text).equals(record.members().get(member));
    }
}
