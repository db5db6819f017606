package drawbridge.journal;

import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Membership;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.journal.AppendBatch.AtOnce;
import drawbridge.journal.AppendBatch.Pair;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What counted changes move: each to its bucket or out of it, and the numbers of both. Counts are
/// sets: a record belongs to one bucket or none, by its newest state.
final class Moves {

    /// A record of a flow that counts.
    record Member(TenantId tenant, FlowName flow, String record) implements Comparable<Member> {

        private static final Comparator<Member> ORDER =
                Comparator.comparing(Member::tenant)
                        .thenComparing(Member::flow)
                        .thenComparing(Member::record);

        static Member of(Pair pair) {
            return new Member(
                    pair.tenant(), pair.flow(), pair.change().record().orElseThrow().id());
        }

        @Override
        public int compareTo(Member other) {
            return ORDER.compare(this, other);
        }
    }

    /// Where a record belongs.
    ///
    /// @param order of its newest state; negative: none was seen
    /// @param lane of its bucket; null: none
    /// @param change by which it came there
    record Was(
            long order, @Nullable LaneId lane, @Nullable UUID change, Optional<Instant> happened) {

        static final Was NEVER = new Was(-1, null, null, Optional.empty());
    }

    final Map<Member, Was> now = new TreeMap<>();

    /// By how much the number of a bucket moves.
    final Map<LaneKey, Long> numbers = new HashMap<>();

    /// Buckets that a record left for another one, with the side of that record.
    final Map<LaneKey, Side> left = new HashMap<>();

    /// The pairs, those that are counted in the lane of the figure that they move.
    List<Pair> of(List<Pair> pairs, Map<Member, Was> before) {
        List<Pair> placed = new ArrayList<>();
        for (Pair pair : pairs) {
            placed.add(
                    pair.counted().isPresent() ? place(pair, pair.counted().get(), before) : pair);
        }
        return placed;
    }

    private Pair place(Pair pair, Membership state, Map<Member, Was> before) {
        Member member = Member.of(pair);
        Was was = now.getOrDefault(member, before.getOrDefault(member, Was.NEVER));
        if (state.order() == was.order()) {
            return pair.settled(
                    AtOnce.unchanged("counted", "This state of the record is counted already."));
        }
        if (state.order() < was.order()) {
            return pair.settled(
                    new AtOnce(
                            OutcomeKind.SUPERSEDED,
                            "newer",
                            "A newer state of the record is counted already.",
                            Optional.ofNullable(was.change())));
        }
        Optional<LaneId> to =
                state.figure().map(figure -> LaneId.of(pair.tenant(), pair.flow(), figure));
        Optional<LaneId> from = Optional.ofNullable(was.lane());
        now.put(member, new Was(state.order(), to.orElse(null), pair.change().id(), state.at()));
        if (to.equals(from)) {
            return pair.settled(
                    to.isPresent()
                            ? AtOnce.unchanged("same", "It counts where it counted before.")
                            : AtOnce.unchanged("not-counted", "It is not counted."));
        }
        from.ifPresent(lane -> move(pair, lane, -1));
        to.ifPresent(lane -> move(pair, lane, 1));
        if (to.isPresent()) {
            from.ifPresent(lane -> left.put(new LaneKey(pair.tenant(), lane), pair.side()));
            return pair.in(state.figure().orElseThrow(), to.get());
        }
        return pair.in(pair.named().orElseThrow(), from.orElseThrow());
    }

    private void move(Pair pair, LaneId lane, long by) {
        numbers.merge(new LaneKey(pair.tenant(), lane), by, Long::sum);
    }
}
