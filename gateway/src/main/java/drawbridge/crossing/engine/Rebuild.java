package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Decision;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Rules;
import drawbridge.sync.Sent;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Rebuilds the link of a create whose answer was lost, from the record that was found by its
/// reference.
///
/// The found record may have been edited since, and the source too. So the source's base is the
/// state from which the create was made, and the target's base is what the create sent: whatever
/// differs from it by now, other than by a habit that the mapping tells of, counts as an edit and
/// is merged, so that nobody's edit is lost. A deleted record is taken to have been what the create
/// sent, but for what its system still tells of it.
final class Rebuild {

    private final Parents parents;
    private final Rules rules;

    Rebuild(Parents parents, Rules rules) {
        this.parents = parents;
        this.rules = rules;
    }

    /// @param last whether the last create made the record; if not, some earlier one did, and the
    ///   link remembers from what the first was made: on that older state every value still tells
    ///   who changed it
    Future<Link> link(Round round, Side target, Remote.Found found, boolean last) {
        Link link = round.link().orElseThrow();
        Optional<Sent> kept =
                round.opened()
                        .attempt()
                        .filter(_ -> last)
                        .filter(open -> open.operation() == Operation.CREATE)
                        .flatMap(Journal.OpenAttempt::sent);
        Optional<State> sent =
                kept.map(Sent::source).or(() -> link.end(target.other()).base().map(Base::agreed));
        Parents.Pointing pointing = new Parents.Pointing(round.flow());
        sent.ifPresent(state -> pointing.add(target.other(), state));
        pointing.add(target, found.state());
        return parents.refs(round.tenant(), pointing)
                .map(
                        refs -> {
                            Optional<Value.Obj> body =
                                    kept.map(Sent::members)
                                            .or(
                                                    () ->
                                                            sent.flatMap(
                                                                    state ->
                                                                            body(
                                                                                    round, target,
                                                                                    state, refs)));
                            Base base =
                                    body.map(made -> base(round, target, found, made, refs))
                                            .orElse(Base.of(found.state()));
                            Link.End end =
                                    new Link.End(
                                            Optional.of(found.record().id()),
                                            Optional.of(base),
                                            found.state().version().map(Version::text),
                                            // Its own change may have been given up before.
                                            found.deleted()
                                                    ? Optional.of(round.opened().since())
                                                    : Optional.empty());
                            return madeFrom(
                                            link,
                                            target.other(),
                                            sent.map(
                                                    state ->
                                                            found.deleted()
                                                                    ? Base.of(state)
                                                                    : source(
                                                                            round, target, state,
                                                                            base)))
                                    .with(target, end)
                                    .with(Link.Life.LINKED);
                        });
    }

    private static Base base(
            Round round, Side target, Remote.Found found, Value.Obj body, Refs refs) {
        return found.deleted()
                ? asSent(
                        round,
                        target,
                        State.of(Values.merge(body, found.state().record())),
                        body,
                        refs)
                : asSent(round, target, found.state(), body, refs);
    }

    /// What crosses to the target alone, and does not stand there as it was sent, is no edit of
    /// anybody's: it is written again.
    private static Base source(Round round, Side target, State sent, Base found) {
        Base base = Base.of(sent);
        for (Flow.Group group : round.flow().groups()) {
            if (group.ways().equals(Set.of(target.inbound()))
                    && found.held().containsKey(group.name())) {
                base = base.with(group.name(), State.of(Value.Obj.EMPTY));
            }
        }
        return base;
    }

    private static Link madeFrom(Link link, Side source, Optional<Base> from) {
        Link.End end = link.end(source);
        return from.map(
                        base ->
                                link.with(
                                        source,
                                        new Link.End(
                                                end.record(),
                                                Optional.of(base),
                                                end.lastVersion(),
                                                end.missingSince())))
                .orElse(link);
    }

    /// What the create sent, recomputed: its attempt is over, and what it carried forgotten.
    private Optional<Value.Obj> body(Round round, Side target, State state, Refs refs) {
        Sight sight = new Sight.Present(state);
        Sight none = new Sight.None();
        Decision decision =
                rules.decide(
                        new Situation(
                                round.flow(),
                                target.other(),
                                Optional.empty(),
                                target == Side.APP ? sight : none,
                                target == Side.APP ? none : sight,
                                refs,
                                Parking.NOTHING,
                                Map.of(),
                                Optional.empty(),
                                new Sight.None(),
                                List.of(),
                                Instant.EPOCH,
                                java.time.Duration.ZERO));
        return decision instanceof Decision.Create create
                ? Optional.of(create.body())
                : Optional.empty();
    }

    /// Whether a record says all that a create of this body wrote, and that was anything. What the
    /// create left empty, its system may have filled by itself.
    static boolean saysAll(Round round, Side target, State found, Value.Obj body, Refs refs) {
        Flow flow = round.flow();
        SequencedMap<GroupName, Reading> sent = flow.read(target, State.of(body), refs);
        SequencedMap<GroupName, Reading> now = flow.read(target, found, refs);
        boolean any = false;
        for (Flow.Group group : flow.groups()) {
            if (!group.ways().contains(target.inbound())
                    || !(sent.get(group.name()) instanceof Reading.Of ours)) {
                continue;
            }
            for (Map.Entry<FieldName, Neutral> field : ours.fields().entrySet()) {
                if (field.getValue() instanceof Neutral.Unknown
                        || field.getValue() instanceof Neutral.Empty) {
                    continue;
                }
                if (!(now.get(group.name()) instanceof Reading.Of theirs)
                        || !keeps(flow, target, field, theirs)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static Base asSent(Round round, Side target, State found, Value.Obj body, Refs refs) {
        Flow flow = round.flow();
        SequencedMap<GroupName, Reading> sent = flow.read(target, State.of(body), refs);
        SequencedMap<GroupName, Reading> now = flow.read(target, found, refs);
        Map<GroupName, State> differing = new HashMap<>();
        for (Flow.Group group : flow.groups()) {
            boolean written = group.ways().contains(target.inbound());
            Reading ours = sent.get(group.name());
            Reading theirs = now.get(group.name());
            if (written && ours != null && theirs != null && !kept(flow, target, ours, theirs)) {
                differing.put(group.name(), State.of(body));
            }
        }
        return new Base(found, differing);
    }

    private static boolean kept(Flow flow, Side target, Reading sent, Reading now) {
        return sent instanceof Reading.Of left
                && now instanceof Reading.Of right
                && left.fields().entrySet().stream()
                        .allMatch(field -> keeps(flow, target, field, right));
    }

    private static boolean keeps(
            Flow flow, Side target, Map.Entry<FieldName, Neutral> sent, Reading.Of now) {
        Neutral its = now.fields().get(sent.getKey());
        return its != null && flow.keeps(target, sent.getKey(), sent.getValue(), its);
    }
}
