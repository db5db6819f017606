package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Decision.Merge;
import drawbridge.sync.Verdict;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// After an unanswered update a person decides in two cases. Where both sides changed, nobody knows
/// which edits followed which: the target's may be our own write, or may have been made upon it, so
/// no policy lets one side win. And a value that stands at the target as it stood before may have
/// been put back there after our write: if the record moved at all, writing the value again could
/// undo that.
final class Doubt {

    private Doubt() {}

    static Merge guarded(Scene scene, Merge merge) {
        Optional<Side> doubtful =
                scene.round()
                        .opened()
                        .attempt()
                        .filter(open -> open.operation() == Operation.UPDATE)
                        .map(Journal.OpenAttempt::target);
        if (doubtful.isEmpty()) {
            return merge;
        }
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        verdicts.replaceAll((group, verdict) -> held(scene, doubtful.get(), group, verdict));
        return new Merge(verdicts, merge.sentence());
    }

    private static Verdict held(Scene scene, Side doubtful, GroupName group, Verdict verdict) {
        if (scene.situation().parking().kept().containsKey(group)) {
            return verdict;
        }
        boolean overwrites = verdict instanceof Verdict.Write write && write.losing().isPresent();
        if (overwrites) {
            return unknown(
                    scene,
                    group,
                    "A call was not answered, and the "
                            + group
                            + " changed on both sides since: a person decides.");
        }
        boolean repeats =
                verdict instanceof Verdict.Write write
                        && write.target() == doubtful
                        && write.losing().isEmpty()
                        && moved(scene, doubtful);
        return repeats
                ? unknown(
                        scene,
                        group,
                        "A call was not answered, and somebody changed the record since: whether the "
                                + group
                                + " was put back there is not known: a person decides.")
                : verdict;
    }

    private static boolean moved(Scene scene, Side side) {
        Optional<Value.Obj> before =
                scene.round()
                        .link()
                        .flatMap(link -> link.end(side).base())
                        .map(base -> base.agreed().record());
        return !before.equals(scene.state(side).map(State::record));
    }

    private static Verdict unknown(Scene scene, GroupName group, String sentence) {
        return new Verdict.Conflict(
                "not known", show(scene, Side.ACME, group), show(scene, Side.APP, group), sentence);
    }

    private static String show(Scene scene, Side side, GroupName group) {
        Flow flow = scene.round().flow();
        Reading reading =
                flow.read(side, scene.state(side).orElseThrow(), scene.situation().refs())
                        .get(group);
        return reading == null ? "" : flow.show(group, reading);
    }
}
