package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Decision.Bury;
import drawbridge.sync.Decision.Move;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What becomes of a link whose record is gone: a tombstone, or the link of the record in which it
/// lives on.
public final class Burying {

    private Burying() {}

    /// Of two that are gone, the one that people deleted: a delete of ours may have carried that to
    /// the other.
    ///
    /// @param carried the side at which a delete of ours went unanswered
    public static Side deleted(Situation situation, Bury bury, Optional<Side> carried) {
        return carried.map(Side::other)
                .filter(side -> situation.state(side).isEmpty())
                .orElse(bury.gone());
    }

    /// The link remembers whose records are gone, and what the delete made of the one that is left:
    /// by that a record that comes back is told from one that was never gone.
    ///
    /// @param written the record that is left, as the answer to our write showed it
    /// @param applied whether a call of ours, answered or not, went to that record
    public static Link buried(
            Situation situation, Bury bury, Optional<State> written, boolean applied) {
        Link link = situation.link().orElseThrow().with(Link.Life.TOMBSTONE);
        boolean both = bury.last() instanceof Decision.Last.Delete;
        for (Side side : Side.values()) {
            boolean gone = both || side == bury.gone() || situation.state(side).isEmpty();
            link =
                    link.with(
                            side,
                            gone
                                    ? missing(link.end(side), situation.now())
                                    : there(link.end(side)));
        }
        Side left = bury.gone().other();
        Optional<State> made = written.or(() -> applied ? situation.state(left) : Optional.empty());
        if (both || made.isEmpty()) {
            return link;
        }
        Link known = link;
        Link over =
                written.flatMap(
                                marked ->
                                        situation
                                                .state(left)
                                                .map(
                                                        before ->
                                                                MarkedOver.kept(
                                                                        situation, known, left,
                                                                        before, marked)))
                        .orElse(known);
        return over.with(left, rests(situation.flow(), over.end(left), made.get()));
    }

    private static Link.End missing(Link.End end, Instant now) {
        return new Link.End(
                end.record(),
                end.base(),
                end.lastVersion(),
                Optional.of(end.missingSince().orElse(now)));
    }

    private static Link.End there(Link.End end) {
        return new Link.End(end.record(), end.base(), end.lastVersion(), Optional.empty());
    }

    /// Only where deletes leave a mark: what users changed besides stays their edit.
    private static Link.End rests(Flow flow, Link.End end, State made) {
        Base base = end.base().orElse(Base.of(made));
        for (Flow.Group group : flow.groups()) {
            if (flow.isMarkedByDeletes(group)) {
                base = base.with(group.name(), made);
            }
        }
        return new Link.End(
                end.record(),
                Optional.of(base),
                made.version().map(Version::text).or(end::lastVersion),
                end.missingSince());
    }

    /// The link lives on with its bases. A buried one remembers that its record was gone: the one
    /// that is there now is one that came back.
    public static Link moved(Situation situation, Move move) {
        Link link = unsure(situation, move.side());
        Link.End end = link.end(move.side());
        return link.with(
                move.side(),
                new Link.End(
                        Optional.of(move.to().id()),
                        end.base().map(Base::elsewhere),
                        Optional.empty(),
                        link.life() == Link.Life.TOMBSTONE
                                ? end.missingSince()
                                : Optional.empty()));
    }

    /// Both records are read next. What crosses to that side alone is no edit of the record that is
    /// there now, and may be older than what was written to the one before: it is written again.
    private static Link unsure(Situation situation, Side side) {
        Link link = situation.link().orElseThrow();
        Link.End source = link.end(side.other());
        Optional<Base> base = source.base();
        for (Flow.Group group : situation.flow().groups()) {
            boolean writtenAgain = group.ways().equals(Set.of(side.other().outbound()));
            base =
                    base.map(
                            it ->
                                    it.with(
                                            group.name(),
                                            writtenAgain
                                                    ? State.of(Value.Obj.EMPTY)
                                                    : it.of(group.name())));
        }
        return link.with(
                side.other(),
                new Link.End(source.record(), base, source.lastVersion(), source.missingSince()));
    }
}
