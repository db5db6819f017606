package drawbridge.journal;

import drawbridge.journal.AppendBatch.Pair;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one append adds to a lane.
final class LaneGrowth {

    private final Map<Side, Long> added = new EnumMap<>(Side.class);
    private final Direction direction;
    private final long priority;
    private final Optional<Handover.Offer> offer;

    LaneGrowth(Pair first, Optional<Handover.Offer> offer) {
        this.direction = first.side().outbound();
        // A person's wish comes first.
        this.priority =
                switch (first.trigger()) {
                    case OPERATOR -> 0;
                    case WEBHOOK, PUSH, POLL -> 1;
                };
        this.offer = offer;
    }

    /// The pair's place among those of its side, from 1.
    long add(Pair pair) {
        return added.merge(pair.side(), 1L, Long::sum);
    }

    long added(Side side) {
        return added.getOrDefault(side, 0L);
    }

    /// In which the lane is leased, if it is free.
    Direction direction() {
        return direction;
    }

    long priority() {
        return priority;
    }

    Optional<Handover.Offer> offer() {
        return offer;
    }
}
