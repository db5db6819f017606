package drawbridge.journal;

import drawbridge.journal.AppendBatch.Pair;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one append adds to a lane.
final class LaneGrowth {

    /// A figure is put a moment after it moved first, because much of what moves it comes together.
    private static final long BUCKET_DELAY_MILLIS = 1_000;

    private static final long LIVE = 1;

    /// What is many and may come late does not stand in the way of what is live.
    private static final long LATER = 2;

    /// Nobody waits for what nobody missed.
    private static final long LAST = 3;

    private final Map<Side, Long> added = new EnumMap<>(Side.class);
    private final Map<Side, Long> left = new EnumMap<>(Side.class);
    private final Direction direction;
    private final long priority;
    private final long delayMillis;
    private final Optional<Handover.Offer> offer;

    private LaneGrowth(
            Direction direction, long priority, long delayMillis, Optional<Handover.Offer> offer) {
        this.direction = direction;
        this.priority = priority;
        this.delayMillis = delayMillis;
        this.offer = offer;
    }

    static LaneGrowth of(Pair first, Optional<Handover.Offer> offer) {
        // A person's wish comes first.
        long priority =
                switch (first.trigger()) {
                    case OPERATOR -> 0;
                    case WEBHOOK, PUSH, POLL, STREAM, SERIES -> LIVE;
                    case IMPORT, BACKFILL -> LATER;
                    case AUDIT -> LAST;
                };
        return new LaneGrowth(first.side().outbound(), priority, 0, offer);
    }

    /// The lane of a bucket whose number moves.
    static LaneGrowth ofBucket(Side counted) {
        return new LaneGrowth(counted.outbound(), LATER, BUCKET_DELAY_MILLIS, Optional.empty());
    }

    /// The pair's place among those of its side, from 1.
    long add(Pair pair) {
        return added.merge(pair.side(), 1L, Long::sum);
    }

    long added(Side side) {
        return added.getOrDefault(side, 0L);
    }

    /// A record left the bucket without a change of its own in this lane.
    void leave(Side side) {
        long _ = left.merge(side, 1L, Long::sum);
    }

    long left(Side side) {
        return left.getOrDefault(side, 0L);
    }

    /// How long the lane waits before it is due, where it was at rest.
    long delayMillis() {
        return delayMillis;
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
