package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Which side changed a group last, as far as the times of the records can tell.
///
/// A record has one time for all of its fields. So the younger record proves that its side was last
/// only where this group is all that was edited there, where that time is not the one of our own
/// last write, and where the gap is wider than both clocks may be off.
///
/// @param last what we wrote or saw when both agreed last
/// @param edits how many groups each side edited since both agreed
record Newest(Flow flow, Map<Side, State> last, Map<Side, State> now, Map<Side, Long> edits) {

    Optional<Side> side() {
        Optional<Instant> acme = at(Side.ACME, now);
        Optional<Instant> app = at(Side.APP, now);
        if (acme.isEmpty() || app.isEmpty()) {
            return Optional.empty();
        }
        Duration skew =
                flow.end(Side.ACME).changed().skew().plus(flow.end(Side.APP).changed().skew());
        Duration gap = Duration.between(acme.get(), app.get()).abs();
        Side newer = acme.get().isAfter(app.get()) ? Side.ACME : Side.APP;
        boolean byTheEdit = !at(newer, now).equals(at(newer, last));
        return byTheEdit && gap.compareTo(skew) > 0 && edits.getOrDefault(newer, 0L) == 1
                ? Optional.of(newer)
                : Optional.empty();
    }

    private Optional<Instant> at(Side side, Map<Side, State> states) {
        return Optional.ofNullable(states.get(side)).flatMap(flow.end(side).changed()::of);
    }
}
