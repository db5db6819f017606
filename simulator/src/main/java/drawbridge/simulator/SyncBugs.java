package drawbridge.simulator;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Base;
import drawbridge.sync.Decision;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Rules;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;
import drawbridge.sync.Sync;
import drawbridge.sync.Trail;
import drawbridge.sync.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The variants behind [Planted] that are put in at the rules: each decides as these do, but for
/// what it has wrong.
final class SyncBugs {

    private SyncBugs() {}

    static Sabotage conflictForAcme(SimWorld world) {
        return deciding(
                situation ->
                        overruled(
                                situation,
                                (group, verdict) ->
                                        isConflict(verdict) && isOf(group, Flow.Policy.HOLD)
                                                ? Optional.of(Side.ACME)
                                                : Optional.empty()));
    }

    static Sabotage newestUnproven(SimWorld world) {
        return deciding(
                situation ->
                        overruled(
                                situation,
                                (group, verdict) ->
                                        isConflict(verdict) && isOf(group, Flow.Policy.NEWEST)
                                                ? younger(situation)
                                                : Optional.empty()));
    }

    static Sabotage unionOfOneSide(SimWorld world) {
        return deciding(
                situation ->
                        overruled(
                                situation,
                                (group, verdict) ->
                                        verdict instanceof Verdict.Write
                                                        && isOf(group, Flow.Policy.UNION)
                                                ? Optional.of(Side.ACME)
                                                : Optional.empty()));
    }

    static Sabotage wordForEver(SimWorld world) {
        return deciding(
                situation ->
                        overruled(
                                situation,
                                (group, verdict) ->
                                        isConflict(verdict)
                                                ? Optional.ofNullable(
                                                        situation
                                                                .parking()
                                                                .kept()
                                                                .get(group.name()))
                                                : Optional.empty()));
    }

    static Sabotage proofForgotten(SimWorld world) {
        return deciding(
                situation -> {
                    Decision decision = Sync.decide(situation);
                    return decision instanceof Decision.AwaitProof
                            ? Sync.decide(with(situation, situation.parking(), Duration.ZERO))
                            : decision;
                });
    }

    static Sabotage basesForgotten(SimWorld world) {
        return deciding(situation -> Sync.decide(resting(situation, SyncBugs::withoutBases)));
    }

    static Sabotage trailForgotten(SimWorld world) {
        return deciding(
                situation ->
                        Sync.decide(
                                resting(
                                        situation,
                                        link ->
                                                new Link(
                                                        link.id(),
                                                        link.flow(),
                                                        link.life(),
                                                        link.acme(),
                                                        link.app(),
                                                        link.mappingVersion(),
                                                        Trail.NONE))));
    }

    /// A record that our user changed last says nothing new.
    static Sabotage echoByUser(SimWorld world) {
        return deciding(
                situation -> {
                    Situation known = situation;
                    for (Side side : Side.values()) {
                        if (isOurs(world, situation, side)) {
                            for (Flow.Group group : situation.flow().groups()) {
                                known = unedited(known, side, group.name());
                            }
                        }
                    }
                    return Sync.decide(known);
                });
    }

    private static boolean isOurs(SimWorld world, Situation situation, Side side) {
        return situation
                .link()
                .filter(link -> link.life() == Link.Life.LINKED)
                .flatMap(link -> link.end(side).record())
                .map(id -> new RecordRef(situation.flow().end(side).resource(), id))
                .flatMap(
                        record ->
                                world.tenants.keySet().stream()
                                        .flatMap(
                                                tenant ->
                                                        world
                                                                .system(tenant, side.word())
                                                                .effects
                                                                .stream())
                                        .filter(effect -> effect.record().equals(record))
                                        .reduce((_, later) -> later))
                .filter(ModelSystem.Effect::gateway)
                .isPresent();
    }

    static Sabotage deleteOverEdit(SimWorld world) {
        return deciding(
                situation ->
                        Sync.decide(situation) instanceof Decision.Hold(String reason, var _)
                                        && reason.equals(Deleting.AGAINST_EDIT)
                                ? Sync.decide(keeping(situation, gone(situation)))
                                : Sync.decide(situation));
    }

    static Sabotage backAlone(SimWorld world) {
        return deciding(
                situation ->
                        switch (Sync.decide(situation)) {
                            case Decision.Revive revive -> alone(revive.sentence());
                            case Decision.Remake remake -> alone(remake.sentence());
                            case Decision other -> other;
                        });
    }

    static Sabotage copyAlone(SimWorld world) {
        return deciding(
                situation ->
                        Sync.decide(situation) instanceof Decision.Rename(String sentence)
                                ? alone(sentence)
                                : Sync.decide(situation));
    }

    private static Decision alone(String sentence) {
        return new Decision.Leave("no-partner", sentence);
    }

    private static Sabotage deciding(Function<Situation, Decision> how) {
        Rules rules = new Rules(how);
        return new Sabotage() {
            @Override
            public Rules rules() {
                return rules;
            }
        };
    }

    // ---- Groups

    private static boolean isConflict(Verdict verdict) {
        return verdict instanceof Verdict.Conflict conflict
                && conflict.reason().equals("both-changed");
    }

    private static boolean isOf(Flow.Group group, Flow.Policy policy) {
        return group.policy() == policy;
    }

    /// What is decided where some sides are taken for those that alone edited a group.
    private static Decision overruled(
            Situation situation, BiFunction<Flow.Group, Verdict, Optional<Side>> winner) {
        Decision decision = Sync.decide(situation);
        if (!(decision instanceof Decision.Merge merge)) {
            return decision;
        }
        Situation other = situation;
        for (Flow.Group group : situation.flow().groups()) {
            Optional<Side> wins = winner.apply(group, merge.verdicts().get(group.name()));
            if (wins.isPresent()) {
                other = unedited(other, wins.get().other(), group.name());
            }
        }
        return other.equals(situation) ? decision : Sync.decide(other);
    }

    private static Situation unedited(Situation situation, Side side, GroupName group) {
        return situation.sight(side) instanceof Sight.Present(State now)
                ? resting(
                        situation,
                        link -> {
                            Link.End end = link.end(side);
                            return link.with(
                                    side,
                                    based(end, end.base().map(base -> base.with(group, now))));
                        })
                : situation;
    }

    private static Optional<Side> younger(Situation situation) {
        Optional<Instant> acme = changed(situation, Side.ACME);
        Optional<Instant> app = changed(situation, Side.APP);
        return acme.isEmpty() || app.isEmpty()
                ? Optional.empty()
                : Optional.of(acme.get().isAfter(app.get()) ? Side.ACME : Side.APP);
    }

    private static Optional<Instant> changed(Situation situation, Side side) {
        return situation.sight(side) instanceof Sight.Present(State state)
                ? situation.flow().end(side).changed().of(state)
                : Optional.empty();
    }

    // ---- Links

    private static Situation resting(Situation situation, Function<Link, Link> how) {
        return situation.link().map(how).map(situation::resting).orElse(situation);
    }

    private static Link withoutBases(Link link) {
        return link.with(Side.ACME, based(link.acme(), Optional.empty()))
                .with(Side.APP, based(link.app(), Optional.empty()));
    }

    private static Link.End based(Link.End end, Optional<Base> base) {
        return new Link.End(end.record(), base, end.lastVersion(), end.missingSince());
    }

    // ---- Deletes

    private static Side gone(Situation situation) {
        return situation.acme() instanceof Sight.Present ? Side.APP : Side.ACME;
    }

    private static Situation keeping(Situation now, Side side) {
        Parking parking = now.parking();
        return with(
                now,
                new Parking(parking.waiting(), parking.kept(), Optional.of(side)),
                now.deleteGap());
    }

    private static Situation with(Situation now, Parking parking, Duration deleteGap) {
        return new Situation(
                now.flow(),
                now.origin(),
                now.link(),
                now.acme(),
                now.app(),
                now.refs(),
                parking,
                now.refused(),
                now.reference(),
                now.twin(),
                now.candidates(),
                now.now(),
                deleteGap);
    }
}
