package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Side;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The further outcomes of changes that were parked and are mended now. A change that more than one
/// item holds is mended with the last of them.
final class Mending {

    private final Opened opened;
    private final List<NewParked> park;
    private final Set<UUID> closing = new HashSet<>();

    Mending(Opened opened, List<NewParked> park, List<ClosedParked> unpark) {
        this.opened = opened;
        this.park = park;
        unpark.forEach(item -> closing.add(item.id()));
    }

    /// @param done the sides whose changes have their outcome in this settlement
    List<Outcome> further(Set<Side> done) {
        Set<UUID> changes = new LinkedHashSet<>();
        for (ParkedItem item : opened.parked()) {
            if (closing.contains(item.id())) {
                changes.addAll(item.changes());
            }
        }
        return changes.stream().flatMap(change -> mended(change, done).stream()).toList();
    }

    private Optional<Outcome> mended(UUID change, Set<Side> done) {
        OutcomeKind old = before(change);
        OutcomeKind now = after(change).orElseGet(() -> freed(change));
        if (old == now) {
            return Optional.empty();
        }
        return Optional.of(
                new Outcome(
                        change,
                        now,
                        "mended",
                        "What it was parked for is settled.",
                        now == OutcomeKind.SUPERSEDED ? newest(done) : Optional.empty(),
                        Optional.of(old),
                        Optional.empty()));
    }

    private OutcomeKind before(UUID change) {
        return opened.parked().stream()
                        .filter(item -> item.changes().contains(change))
                        .anyMatch(item -> item.kind() == ParkedKind.DEAD)
                ? OutcomeKind.DEAD
                : OutcomeKind.CONFLICT;
    }

    /// What the items that stay or come say about the change.
    private Optional<OutcomeKind> after(UUID change) {
        Set<ParkedKind> kinds = new HashSet<>();
        opened.parked().stream()
                .filter(item -> !closing.contains(item.id()) && item.changes().contains(change))
                .forEach(item -> kinds.add(item.kind()));
        park.stream()
                .filter(item -> item.changes().contains(change))
                .forEach(item -> kinds.add(item.kind()));
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                kinds.contains(ParkedKind.DEAD) ? OutcomeKind.DEAD : OutcomeKind.CONFLICT);
    }

    /// A dead letter that nobody replayed was overtaken by newer data.
    private OutcomeKind freed(UUID change) {
        boolean overtaken =
                opened.parked().stream()
                        .filter(item -> closing.contains(item.id()))
                        .filter(item -> item.changes().contains(change))
                        .anyMatch(
                                item ->
                                        item.kind() == ParkedKind.DEAD
                                                && !item.resolution()
                                                        .equals(Optional.of(Resolution.REPLAY)));
        return overtaken ? OutcomeKind.SUPERSEDED : OutcomeKind.APPLIED;
    }

    private Optional<UUID> newest(Set<Side> done) {
        return opened.pending().stream()
                .filter(change -> done.contains(change.side()))
                .map(Pending::change)
                .reduce((_, last) -> last);
    }
}
