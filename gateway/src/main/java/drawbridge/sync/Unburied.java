package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.time.Instant;
import java.util.Optional;

/// A delete was carried to the other record without an answer, and before anybody knew, the deleted
/// record is there again: the link is looked at as if it had been buried in time, so that the mark
/// of the delete is undone instead of being taken for somebody's edit. And the other way round: the
/// mark was taken away without an answer.
final class Unburied {

    private Unburied() {}

    /// @param marked the side that the delete was carried to
    static boolean is(Situation seen, Side marked) {
        return seen.partner(marked.other()).isPresent() && isMarked(seen, marked);
    }

    static boolean isMarked(Situation seen, Side marked) {
        return seen.state(marked)
                .filter(left -> Deleting.isMarked(seen.flow(), marked.other(), left, seen.refs()))
                .isPresent();
    }

    /// The mark was being taken away, without an answer, because the deleted record was there
    /// again; by now one of the two is gone. Unless the mark stands to this day, both lived
    /// together: that delete is a new one.
    ///
    /// @param marked the side that the write went to
    static Situation living(Situation seen, Side marked) {
        Link link = seen.link().orElseThrow();
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

    /// The situation of a link that is looked at as one that lived, though the record with the mark
    /// is gone.
    static Situation asIfMarked(Situation seen, Situation lived, Side marked) {
        if (lived.equals(seen) || seen.state(marked).isPresent()) {
            return lived;
        }
        return lived.resting(
                Reviving.asIfMarked(
                        lived,
                        lived.link().orElseThrow(),
                        marked.other(),
                        lived.flow().groups().stream().map(Flow.Group::name).toList()));
    }

    /// The record of a side was deleted by a call of ours that was not answered, because the other
    /// one was gone. If that is there again, nobody deleted what is gone now: the link counts as
    /// buried, and the record that is back gets its partner back.
    ///
    /// @param deleted the side that the delete was carried to
    /// @param since when that call was over at the latest
    static Situation undeleted(Situation seen, Side deleted, Instant since) {
        Link link = seen.link().orElseThrow();
        Side back = deleted.other();
        boolean undone =
                link.life() == Link.Life.LINKED
                        && seen.sight(deleted) instanceof Sight.Gone
                        && seen.partner(back).isPresent()
                        && seen.parking().whole().isEmpty();
        return undone ? seen.resting(buried(link, back, since)) : seen;
    }

    /// The mark of a delete went unanswered, and by now the record that was to bear it is gone too:
    /// the link rests on the mark, and remembers whose record was deleted first. Whichever is there
    /// again, the mark is not taken for anybody's edit.
    static Situation both(Situation seen, Unanswered.Mark mark) {
        Side marked = mark.target();
        Side first = marked.other();
        Link link = seen.link().orElseThrow();
        Link.End left = link.end(marked);
        boolean gone =
                link.life() == Link.Life.LINKED
                        && seen.sight(marked) instanceof Sight.Gone
                        && seen.sight(first) instanceof Sight.Gone;
        if (!gone || mark.sent().isEmpty() || left.base().isEmpty()) {
            return seen;
        }
        State made = mark.sent().get().made();
        Base base = left.base().get();
        for (GroupName group : mark.sent().get().groups()) {
            base = base.with(group, made);
        }
        Link.End deleted = link.end(first);
        return seen.resting(
                link.with(
                                marked,
                                new Link.End(
                                        left.record(),
                                        Optional.of(base),
                                        left.lastVersion(),
                                        left.missingSince()))
                        .with(
                                first,
                                new Link.End(
                                        deleted.record(),
                                        deleted.base(),
                                        deleted.lastVersion(),
                                        deleted.missingSince()
                                                .or(() -> Optional.of(mark.until())))));
    }

    private static Link buried(Link link, Side back, Instant since) {
        Link.End end = link.end(back);
        return link.with(Link.Life.TOMBSTONE)
                .with(
                        back,
                        new Link.End(
                                end.record(), end.base(), end.lastVersion(), Optional.of(since)));
    }

    /// The situation of a link that is looked at as if it had been buried in time.
    ///
    /// @param since when the call that carried the delete was over at the latest
    static Situation buried(Situation seen, Side marked, Instant since) {
        Flow flow = seen.flow();
        State now = seen.state(marked).orElseThrow();
        Link link = seen.link().orElseThrow();
        Link.End left = link.end(marked);
        Base base = left.base().orElse(Base.of(now));
        for (Flow.Group group : flow.groups()) {
            if (flow.isMarkedByDeletes(group)) {
                base = base.with(group.name(), now);
            }
        }
        return seen.resting(
                buried(link, marked.other(), since)
                        .with(
                                marked,
                                new Link.End(
                                        left.record(),
                                        Optional.of(base),
                                        left.lastVersion(),
                                        Optional.empty())));
    }
}
