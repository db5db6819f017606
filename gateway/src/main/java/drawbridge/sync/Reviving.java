package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.AwaitProof;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Decision.Revive;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// A link whose delete was carried out. A living record beats our tombstone: one that is there
/// again gets its partner back, with the link's history, and the delete is not sent again.
public final class Reviving {

    private final Situation situation;
    private final Link link;

    Reviving(Situation situation, Link link) {
        this.situation = situation;
        this.link = link;
    }

    Decision decide() {
        Optional<Side> first = back();
        if (first.isEmpty()) {
            return left();
        }
        Side back = first.get();
        Instant sure = since(back).plus(situation.flow().end(back).consistency());
        if (situation.now().isBefore(sure)) {
            return new AwaitProof(
                    back,
                    since(back),
                    sure,
                    Words.named(back)
                            + " may still answer with what was there before the delete: it is asked"
                            + " again.");
        }
        return isThere(back.other()) ? revive(back) : alone(back);
    }

    /// The side of a buried link whose record is there again.
    public static Optional<Side> back(Situation situation, Link link) {
        return link.life() == Link.Life.TOMBSTONE
                ? new Reviving(situation, link).back()
                : Optional.empty();
    }

    private Optional<Side> back() {
        return Arrays.stream(Side.values())
                .filter(side -> link.end(side).missingSince().isPresent())
                .filter(this::isThere)
                .min(Comparator.comparing(this::since));
    }

    /// The link, before it lives again: for those of the groups that still bear the mark of the
    /// delete, the record that is back rests on what that mark is there. So the mark stays
    /// something that its own value is to be written over, and is not taken for what both agreed
    /// on. A record that is gone meanwhile may be there again with its mark.
    public static Link asIfMarked(
            Situation situation, Link link, Side back, Collection<GroupName> held) {
        Side left = back.other();
        Optional<Base> base = link.end(back).base();
        Optional<Base> made = link.end(left).base();
        if (base.isEmpty()
                || made.isEmpty()
                || !(situation.sight(back) instanceof Sight.Present(State own))) {
            return link;
        }
        Flow flow = situation.flow();
        Base resting = base.get();
        for (Flow.Group group : flow.groups()) {
            if (!held.contains(group.name()) || !flow.isMarkedByDeletes(group)) {
                continue;
            }
            Reading mark = reading(situation, left, made.get().of(group.name()), group);
            boolean bears =
                    !(situation.sight(left) instanceof Sight.Present(State now))
                            || !new Readings(flow)
                                    .differ(mark, reading(situation, left, now, group));
            if (bears) {
                resting = resting(situation, back, own, resting, group, mark);
            }
        }
        Link.End end = link.end(back);
        return link.with(
                back,
                new Link.End(
                        end.record(), Optional.of(resting), end.lastVersion(), end.missingSince()));
    }

    /// The base of a partner that was made anew for a record that bears the mark of a delete: it
    /// rests on what that mark is there, so that what it was made with in its place is an edit, and
    /// undoes the mark.
    public static Base asIfMarked(Situation situation, Side made, State state) {
        Base base = Base.of(state);
        Side back = made.other();
        Flow flow = situation.flow();
        if (!(situation.sight(back) instanceof Sight.Present(State marked))
                || !Deleting.isMarkedByUs(flow, made, marked, situation.refs())) {
            return base;
        }
        for (Flow.Group group : flow.groups()) {
            if (flow.isMarkedByDeletes(group)) {
                Reading mark = reading(situation, back, marked, group);
                base = resting(situation, made, state, base, group, mark);
            }
        }
        return base;
    }

    private static Base resting(
            Situation situation, Side side, State own, Base base, Flow.Group group, Reading mark) {
        return mark instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                        && situation
                                        .flow()
                                        .write(
                                                side,
                                                group.name(),
                                                fields,
                                                situation.refs(),
                                                own.record())
                                instanceof Patch.Of(Value.Obj members)
                ? base.with(
                        group.name(),
                        new State(Values.merge(own.record(), members), own.with(), own.version()))
                : base;
    }

    private static Reading reading(Situation situation, Side side, State state, Flow.Group group) {
        Reading reading = situation.flow().read(side, state, situation.refs()).get(group.name());
        return reading == null ? new Reading.Of(new LinkedHashMap<>()) : reading;
    }

    private static Decision left() {
        return new Leave(
                "tombstone",
                "Its partner was deleted and that was carried out: this record goes its own way.");
    }

    private Instant since(Side side) {
        return link.end(side).missingSince().orElseThrow();
    }

    private boolean isThere(Side side) {
        return situation.sight(side) instanceof Sight.Present;
    }

    private Decision revive(Side back) {
        return new Revive(
                back,
                new Merging(situation, link, Optional.of(back)).decide(),
                Words.named(back)
                        + " has the record again: both are linked as before, and it is brought"
                        + " back in "
                        + Words.inside(back.other())
                        + ".");
    }

    /// Its partner was deleted for it, or by others too: it is made anew.
    private Decision alone(Side back) {
        Side other = back.other();
        if (!(situation.sight(back) instanceof Sight.Present(State state))
                || situation.flow().noMatch(back) != Flow.NoMatch.CREATE) {
            return left();
        }
        boolean explicit =
                switch (situation.sight(other)) {
                    case Sight.Gone(boolean told) -> told;
                    case Sight.None _, Sight.Present _ -> link.end(other).record().isEmpty();
                };
        Instant missing = link.end(other).missingSince().orElse(situation.now());
        Instant proven = missing.plus(situation.deleteGap());
        if (!explicit && situation.now().isBefore(proven)) {
            return new AwaitProof(
                    other,
                    missing,
                    proven,
                    Words.named(other)
                            + " does not find the partner of a record that came back. It is asked"
                            + " again.");
        }
        return new Making(situation.flow(), back, beforeMark(back, state), situation.refs())
                .anew(
                        link.end(other).base().map(Base::agreed),
                        "came-back",
                        Words.named(back)
                                + " has the record again: its partner in "
                                + Words.inside(other)
                                + " is made anew.");
    }

    /// The state of the record that is back as it was before it got the mark of a delete, where its
    /// base knows that: the mark was ours, and is not what a partner is made of.
    private State beforeMark(Side back, State state) {
        Optional<Base> base = link.end(back).base();
        Flow flow = situation.flow();
        if (base.isEmpty() || !Deleting.isMarkedByUs(flow, back.other(), state, situation.refs())) {
            return state;
        }
        Value.Obj record = state.record();
        for (Flow.Group group : flow.groups()) {
            if (flow.isMarkedByDeletes(group)
                    && reading(situation, back, unmarked(back, base.get(), group), group)
                            instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                    && flow.write(back, group.name(), fields, situation.refs(), record)
                            instanceof Patch.Of(Value.Obj members)) {
                record = Values.merge(record, members);
            }
        }
        return new State(record, state.with(), state.version());
    }

    /// What a group was before the mark, where the base rests on the mark.
    private State unmarked(Side back, Base base, Flow.Group group) {
        State rested = base.of(group.name());
        return Deleting.isMarkedByUs(situation.flow(), back.other(), rested, situation.refs())
                ? MarkedOver.before(link, back, group.name(), base.agreed())
                : rested;
    }
}
