package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Decision.Merge;
import drawbridge.sync.Decision.Revive;
import drawbridge.sync.Doubt;
import drawbridge.sync.Sent;
import drawbridge.sync.Verdict;

import io.vertx.core.Future;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Carries out the merge of a linked pair: writes this direction's groups in one call, and goes
/// round again when the target has moved on or refuses some of them.
final class Merger {

    private final Writing writing;
    private final Failures failures;
    private final MergeEnd end;

    Merger(Writing writing, Failures failures, MergeEnd end) {
        this.writing = writing;
        this.failures = failures;
        this.end = end;
    }

    /// @param again begins another round
    Future<Settlement> carryOut(
            Scene scene, Merge merge, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side target = round.target();
        if (!merge.writes(target)) {
            return Future.succeededFuture(end.settled(scene, merge, Optional.empty()));
        }
        if (!scene.mayWrite(target)) {
            return again.apply(round.reading(target));
        }
        if (merge.asks(Doubt.REASON)) {
            return Future.succeededFuture(end.asked(scene, merge));
        }
        if (round.linked()) {
            return Future.succeededFuture(end.found(scene, merge));
        }
        State before = scene.state(target).orElseThrow();
        return writing.update(
                        round,
                        target,
                        round.record(target).orElseThrow(),
                        merge.members(target),
                        before.version(),
                        Optional.of(sent(scene, merge, target)))
                .compose(
                        wrote ->
                                switch (wrote) {
                                    case Wrote.Done done ->
                                            Future.succeededFuture(
                                                    end.settled(scene, merge, Optional.of(done)));
                                    case Wrote.Failed(
                                                    EndedAttempt attempt,
                                                    CrossingFailure failure) ->
                                            failed(scene, merge, attempt, failure, again);
                                    case Wrote.Doubtful(var deadline) ->
                                            Future.succeededFuture(
                                                    failures.doubtful(round, deadline));
                                    case Wrote.Taken _, Wrote.Reserved _, Wrote.Kept _ ->
                                            Future.succeededFuture(failures.taken(round));
                                });
    }

    private static Sent sent(Scene scene, Merge merge, Side target) {
        Set<GroupName> groups = new TreeSet<>();
        merge.verdicts()
                .forEach(
                        (group, verdict) -> {
                            if (verdict instanceof Verdict.Write write
                                    && write.target() == target
                                    && !write.first()) {
                                groups.add(group);
                            }
                        });
        return new Sent(
                scene.state(target).orElseThrow(),
                scene.state(target.other()).orElseThrow(),
                merge.members(target),
                groups,
                scene.round().unwrittenBases());
    }

    /// The record that is left is brought back first; only then the link lives again, so that
    /// nothing is lost if that fails.
    Future<Settlement> revive(
            Scene scene, Revive revive, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Merge merge = revive.merge();
        Side left = revive.back().other();
        if (merge.writes(left) && round.target() != left) {
            return Future.succeededFuture(new Ending(round).then(new Settling.Next.Other()));
        }
        return carryOut(scene, merge, again);
    }

    private Future<Settlement> failed(
            Scene scene,
            Merge merge,
            EndedAttempt attempt,
            CrossingFailure failure,
            Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        return switch (failure) {
            case CrossingFailure.Precondition _, CrossingFailure.Gone _ ->
                    round.mayGoOn()
                            ? again.apply(round.afterMove(attempt))
                            : Future.succeededFuture(end.restless(scene, merge, attempt));
            case BadRecord bad ->
                    again.apply(
                            round.afterRefusal(
                                    blamed(merge, round.target(), bad), bad.facts(), attempt));
            case CrossingFailure.Transient _,
                    CrossingFailure.InDoubt _,
                    CrossingFailure.Credential _,
                    CrossingFailure.Exists _,
                    CrossingFailure.Unexplained _ ->
                    Future.succeededFuture(
                            failures.afterCall(scene, Optional.of(attempt), failure));
        };
    }

    /// The groups that hold the fields that the target named; all that were written, where it named
    /// none that we know.
    private static Map<GroupName, Verdict.Bad> blamed(Merge merge, Side target, BadRecord bad) {
        Map<GroupName, Verdict.Bad> blamed = new TreeMap<>();
        Map<GroupName, Verdict.Bad> all = new TreeMap<>();
        merge.verdicts()
                .forEach(
                        (group, verdict) -> {
                            if (verdict instanceof Verdict.Write write
                                    && write.target() == target) {
                                all.put(group, refusal(target, "", bad.facts().sentence()));
                                for (BadField field : bad.fields()) {
                                    if (holds(write.members(), field.field())) {
                                        blamed.put(
                                                group,
                                                refusal(
                                                        target,
                                                        pointer(field.field()),
                                                        field.sentence()));
                                    }
                                }
                            }
                        });
        return blamed.isEmpty() ? all : blamed;
    }

    private static Verdict.Bad refusal(Side target, String pointer, String sentence) {
        return new Verdict.Bad(target.other(), Optional.empty(), pointer, sentence);
    }

    /// A field as a system names it (`customer.phone`, `/customer/phone`) as a pointer.
    static String pointer(String field) {
        String path = field.replace('.', '/');
        return path.startsWith("/") ? path : "/" + path;
    }

    private static boolean holds(Value.Obj members, String field) {
        Value here = members;
        for (String step : pointer(field).substring(1).split("/", -1)) {
            if (!(here instanceof Value.Obj object)) {
                return true;
            }
            Value next = object.members().get(step);
            if (next == null) {
                return false;
            }
            here = next;
        }
        return true;
    }
}
