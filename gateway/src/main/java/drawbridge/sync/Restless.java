package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Merge;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A record that changes each time that it is to be written.
public final class Restless {

    public static final String REASON = "restless";

    /// How often a write may meet a newer state before a person is asked.
    public static final int LIMIT = 5;

    private Restless() {}

    /// @param met how often a write met a newer state by now
    public static boolean is(int met) {
        return met >= LIMIT;
    }

    /// What was to be written to `target` waits for a person; the rest of the merge stands.
    public static Merge merge(Merge merge, Side target) {
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        verdicts.replaceAll(
                (_, verdict) ->
                        verdict instanceof Verdict.Write write && write.target() == target
                                ? new Verdict.Conflict(
                                        REASON,
                                        "",
                                        "",
                                        "",
                                        "The record changed "
                                                + LIMIT
                                                + " times while it was to be written: a person"
                                                + " decides.")
                                : verdict);
        return new Merge(verdicts, merge.sentence());
    }

    public static Hold delete() {
        return new Hold(
                REASON,
                "The record changed each time that its delete was to be carried out: a person"
                        + " decides.");
    }
}
