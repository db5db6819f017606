package drawbridge.crossing.engine;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Base;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;
import drawbridge.sync.Reviving;
import drawbridge.sync.Sight;

import java.util.Optional;

/// A delete was carried to the other record without an answer, and before anybody knew, the deleted
/// record is there again: the link is looked at as if it had been buried in time, so that the mark
/// of the delete is undone instead of being taken for somebody's edit. And the other way round: the
/// mark was taken away without an answer.
final class Unburied {

    private Unburied() {}

    /// @param marked the side that the delete was carried to
    static boolean is(Scene seen, Side marked) {
        return seen.partner(marked.other()).isPresent() && isMarked(seen, marked);
    }

    static boolean isMarked(Scene seen, Side marked) {
        return seen.state(marked)
                .filter(
                        left ->
                                Deleting.isMarked(
                                        seen.round().flow(),
                                        marked.other(),
                                        left,
                                        seen.situation().refs()))
                .isPresent();
    }

    /// The mark was being taken away, without an answer, because the deleted record was there
    /// again; by now one of the two is gone. Unless the mark stands to this day, both lived
    /// together: that delete is a new one.
    ///
    /// @param marked the side that the write went to
    static Scene living(Scene seen, Side marked) {
        Link link = seen.round().link().orElseThrow();
        Side back = marked.other();
        boolean lived =
                link.life() == Link.Life.TOMBSTONE
                        && (seen.state(marked).isEmpty()
                                || (seen.partner(back).isEmpty() && !isMarked(seen, marked)));
        if (!lived) {
            return seen;
        }
        Link.End end = link.end(back);
        return seen.resting(
                link.with(Link.Life.LINKED)
                        .with(
                                back,
                                new Link.End(
                                        end.record(),
                                        end.base(),
                                        end.lastVersion(),
                                        Optional.empty())));
    }

    /// The scene of a link that is looked at as one that lived, though the record with the mark is
    /// gone.
    static Scene asIfMarked(Scene seen, Scene lived, Side marked) {
        if (lived.equals(seen) || seen.state(marked).isPresent()) {
            return lived;
        }
        return lived.resting(
                Reviving.asIfMarked(
                        lived.situation(),
                        lived.round().link().orElseThrow(),
                        marked.other(),
                        lived.round().flow().groups().stream().map(Flow.Group::name).toList()));
    }

    /// The record of a side was deleted by a call of ours that was not answered, because the other
    /// one was gone. If that is there again, nobody deleted what is gone now: the link counts as
    /// buried, and the record that is back gets its partner back.
    ///
    /// @param deleted the side that the delete was carried to
    static Scene undeleted(Scene seen, Side deleted) {
        Link link = seen.round().link().orElseThrow();
        Side back = deleted.other();
        boolean undone =
                link.life() == Link.Life.LINKED
                        && seen.situation().sight(deleted) instanceof Sight.Gone
                        && seen.partner(back).isPresent()
                        && seen.situation().parking().whole().isEmpty();
        return undone ? seen.resting(buried(seen, link, back)) : seen;
    }

    /// Since the call was over.
    private static Link buried(Scene seen, Link link, Side back) {
        Link.End end = link.end(back);
        return link.with(Link.Life.TOMBSTONE)
                .with(
                        back,
                        new Link.End(
                                end.record(),
                                end.base(),
                                end.lastVersion(),
                                seen.round().opened().attempt().map(open -> open.deadline())));
    }

    static Scene scene(Scene seen, Side marked) {
        Flow flow = seen.round().flow();
        State now = seen.state(marked).orElseThrow();
        Link link = seen.round().link().orElseThrow();
        Link.End left = link.end(marked);
        Base base = left.base().orElse(Base.of(now));
        for (Flow.Group group : flow.groups()) {
            if (flow.isMarkedByDeletes(group)) {
                base = base.with(group.name(), now);
            }
        }
        return seen.resting(
                buried(seen, link, marked.other())
                        .with(
                                marked,
                                new Link.End(
                                        left.record(),
                                        Optional.of(base),
                                        left.lastVersion(),
                                        Optional.empty())));
    }
}
