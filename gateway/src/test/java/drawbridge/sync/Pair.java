package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A pair of records for tests, written as `title=A start=9 minutes=30`; `-` is empty.
public record Pair(
        TestFlow flow,
        Optional<Link> link,
        Sight acme,
        Sight app,
        Parking parking,
        Optional<Link> reference,
        Sight twin,
        List<Situation.Candidate> candidates) {

    public static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    static final Duration GAP = Duration.ofMinutes(1);
    static final UUID LINK = new UUID(7, 7);
    static final UUID USER_1 = new UUID(1, 1);

    /// User `u1` has a partner, no other user has one.
    public static final Refs REFS =
            new Refs(Map.of(new RecordRef(TestFlow.USER, "u1"), new Refs.Pair(USER_1, "u1", "m1")));

    /// Both agreed on `base`, and hold `acme` and `app` now.
    public static Pair linked(String base, String acme, String app) {
        Link link =
                new Link(
                        LINK,
                        TestFlow.USUAL.name(),
                        Link.Life.LINKED,
                        end("a1", Base.of(state(Side.ACME, base))),
                        end("e1", Base.of(state(Side.APP, base))),
                        "1");
        return new Pair(
                TestFlow.USUAL,
                Optional.of(link),
                sight(Side.ACME, acme),
                sight(Side.APP, app),
                Parking.NOTHING,
                Optional.empty(),
                new Sight.None(),
                List.of());
    }

    /// Nobody edited either record since both agreed.
    static Pair untouched(String acme, String app) {
        Pair pair = linked("", acme, app);
        Link link = pair.link.orElseThrow();
        return pair.with(
                link.with(Side.ACME, end("a1", Base.of(state(Side.ACME, acme))))
                        .with(Side.APP, end("e1", Base.of(state(Side.APP, app))))
                        .marked(TestFlow.USUAL));
    }

    /// A group of the record that a side agreed on said something else then: under another mapping,
    /// or by other rules of time zones.
    Pair readsOtherwise(Side side, GroupName group, Mark then) {
        Link.End end = link.orElseThrow().end(side);
        Map<GroupName, Mark> marks = new LinkedHashMap<>(end.base().orElseThrow().marks());
        marks.put(group, then);
        return with(
                link.orElseThrow()
                        .with(
                                side,
                                end(
                                        end.record().orElseThrow(),
                                        end.base().orElseThrow().marked(marks))));
    }

    /// What a side holds now.
    Pair holds(Side side, String text) {
        return new Pair(
                flow,
                link,
                side == Side.ACME ? sight(side, text) : acme,
                side == Side.APP ? sight(side, text) : app,
                parking,
                reference,
                twin,
                candidates);
    }

    /// The flow has the group since a short time only.
    Pair gained(GroupName group) {
        Link now = link.orElseThrow();
        for (Side side : Side.values()) {
            Link.End end = now.end(side);
            Map<GroupName, Mark> marks = new LinkedHashMap<>(end.base().orElseThrow().marks());
            marks.remove(group);
            now =
                    now.with(
                            side,
                            end(
                                    end.record().orElseThrow(),
                                    end.base().orElseThrow().marked(marks)));
        }
        return with(now);
    }

    public static Pair alone(String acme) {
        return new Pair(
                TestFlow.USUAL,
                Optional.empty(),
                sight(Side.ACME, acme),
                new Sight.None(),
                Parking.NOTHING,
                Optional.empty(),
                new Sight.None(),
                List.of());
    }

    public static Link.End end(String id, Base base) {
        return new Link.End(Optional.of(id), Optional.of(base), Optional.empty(), Optional.empty());
    }

    public static Sight sight(Side side, String text) {
        return switch (text) {
            case "gone" -> new Sight.Gone(true);
            case "missing" -> new Sight.Gone(false);
            default -> new Sight.Present(state(side, text));
        };
    }

    public static State state(Side side, String text) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] both = part.split("=", -1);
            members.put(
                    TestFlow.member(side, both[0]),
                    both[1].equals("-") ? Value.NULL : Value.of(both[1].replace('_', ' ')));
        }
        return State.of(new Value.Obj(members));
    }

    public Pair with(TestFlow other) {
        return new Pair(other, link, acme, app, parking, reference, twin, candidates);
    }

    Pair with(Parking now) {
        return new Pair(flow, link, acme, app, now, reference, twin, candidates);
    }

    public Pair with(Link now) {
        return new Pair(flow, Optional.of(now), acme, app, parking, reference, twin, candidates);
    }

    Pair naming(Link ours) {
        return new Pair(flow, link, acme, app, parking, Optional.of(ours), twin, candidates);
    }

    /// The record to which the named link belongs.
    Pair twin(Sight now) {
        return new Pair(flow, link, acme, app, parking, reference, now, candidates);
    }

    /// Linked, and never in agreement.
    Pair unmerged() {
        Link old = link.orElseThrow();
        Link bare = old;
        for (Side side : Side.values()) {
            bare =
                    bare.with(
                            side,
                            new Link.End(
                                    old.end(side).record(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()));
        }
        return with(bare);
    }

    Pair with(Situation.Candidate... found) {
        return new Pair(flow, link, acme, app, parking, reference, twin, List.of(found));
    }

    Pair with(Trail trail) {
        Link old = link.orElseThrow();
        return with(
                new Link(
                        old.id(),
                        old.flow(),
                        old.life(),
                        old.acme(),
                        old.app(),
                        old.mappingVersion(),
                        trail));
    }

    /// What was left at `side` when the delete was carried out.
    public Pair leftAs(Side side, String text) {
        Link old = link.orElseThrow();
        return with(
                old.with(
                        side,
                        end(old.end(side).record().orElseThrow(), Base.of(state(side, text)))));
    }

    public Pair with(Link.Life life) {
        return with(link.orElseThrow().with(life));
    }

    /// The group is parked, and was seen as both sides are now.
    public Pair parkedAsSeen(GroupName group) {
        return seen(group, acme, app).with(new Parking(Set.of(group), Map.of(), Optional.empty()));
    }

    /// A person decided about the group when both sides were as they are now.
    Pair decided(GroupName group, Side kept) {
        return decided(group, kept, acme, app);
    }

    /// A person decided about the group when both sides were as these sights have it.
    Pair decided(GroupName group, Side kept, Sight inAcme, Sight inApp) {
        return seen(group, inAcme, inApp)
                .with(new Parking(Set.of(), Map.of(group, kept), Optional.empty()));
    }

    /// A person wants the title back that the app had before it lost.
    Pair restoring(String then) {
        return with(
                new Parking(
                        Set.of(),
                        Map.of(),
                        Optional.empty(),
                        Map.of(
                                TestFlow.TITLE,
                                new Parking.Restored(Side.APP, state(Side.APP, then)))));
    }

    private Pair seen(GroupName group, Sight inAcme, Sight inApp) {
        Link old = link.orElseThrow();
        Link seen = old;
        for (Side side : Side.values()) {
            Sight sight = side == Side.ACME ? inAcme : inApp;
            if (sight instanceof Sight.Present(State state)) {
                Base base = old.end(side).base().orElseThrow().moved(state, Set.of(group));
                seen = seen.with(side, end(old.end(side).record().orElseThrow(), base));
            }
        }
        return with(seen);
    }

    public Pair missingSince(Side side, Duration ago) {
        Link.End end = link.orElseThrow().end(side);
        return with(
                link.orElseThrow()
                        .with(
                                side,
                                new Link.End(
                                        end.record(),
                                        end.base(),
                                        end.lastVersion(),
                                        Optional.of(NOW.minus(ago)))));
    }

    Situation situation() {
        return new Situation(
                flow,
                Side.ACME,
                link,
                acme,
                app,
                REFS,
                parking,
                Map.of(),
                reference,
                twin,
                candidates,
                NOW,
                GAP);
    }

    Decision decide() {
        return Sync.decide(situation());
    }
}
