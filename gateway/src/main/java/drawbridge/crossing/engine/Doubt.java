package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Operation;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Side;
import drawbridge.sync.Decision.Merge;
import drawbridge.sync.Verdict;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// After an unanswered update the target's "edit" may be our own write. A policy must not let it
/// win over what somebody wrote at the source since: a person decides.
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
        boolean overwrites =
                verdict instanceof Verdict.Write write
                        && write.target() == doubtful.other()
                        && write.losing().isPresent()
                        && !scene.situation().parking().kept().containsKey(group);
        if (!overwrites) {
            return verdict;
        }
        return new Verdict.Conflict(
                "not known",
                show(scene, Side.ACME, group),
                show(scene, Side.APP, group),
                "A call was not answered, and the "
                        + group
                        + " changed on both sides since: a person decides.");
    }

    private static String show(Scene scene, Side side, GroupName group) {
        Flow flow = scene.round().flow();
        Reading reading =
                flow.read(side, scene.state(side).orElseThrow(), scene.situation().refs())
                        .get(group);
        return reading == null ? "" : flow.show(group, reading);
    }
}
