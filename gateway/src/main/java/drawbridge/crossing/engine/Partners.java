package drawbridge.crossing.engine;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Values;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;
import drawbridge.sync.Situation.Candidate;

import io.vertx.core.Future;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Looks for the partner of a record that has none: by the reference of ours that it may carry, by
/// the flow's match key, and by the reference that an unanswered create of ours carried.
final class Partners {

    static final String BY_REFERENCE = "external-reference";

    private final Journal journal;
    private final Patience patience;
    private final Remote remote;
    private final Clock clock;
    private final Pace pace;

    Partners(Journal journal, Patience patience, Remote remote, Clock clock, Pace pace) {
        this.journal = journal;
        this.patience = patience;
        this.remote = remote;
        this.clock = clock;
        this.pace = pace;
    }

    /// `plain` with what was found.
    Future<Situation> of(Round round, Situation plain) {
        if (!(plain.sight(plain.origin()) instanceof Sight.Present(State state))) {
            return ofGone(round, plain);
        }
        return reference(round, plain.origin(), state)
                .compose(
                        reference ->
                                candidates(round, plain, state)
                                        .compose(
                                                found -> withLinks(round, plain, reference, found)))
                .compose(situation -> twin(round, situation));
    }

    /// The record that the named link belongs to, if it is another one: a copy is told from a
    /// record that moved by whether that one lives.
    private Future<Situation> twin(Round round, Situation situation) {
        Side side = situation.origin();
        return situation
                .reference()
                .filter(link -> link.life() != Link.Life.UNLINKED)
                .flatMap(link -> link.end(side).record())
                .map(id -> new RecordRef(round.flow().end(side).resource(), id))
                .map(
                        record ->
                                remote.read(call(round), record)
                                        .map(
                                                answer ->
                                                        with(
                                                                situation,
                                                                situation.reference(),
                                                                sight(answer),
                                                                situation.candidates())))
                .orElseGet(() -> Future.succeededFuture(situation));
    }

    private static Sight sight(Remote.Read answer) {
        return switch (answer) {
            case Remote.Read.Present(State state) -> new Sight.Present(state);
            case Remote.Read.Absent(boolean explicit) -> new Sight.Gone(explicit);
        };
    }

    /// A record that is gone may have told of our reference while it lived.
    private Future<Situation> ofGone(Round round, Situation plain) {
        Optional<State> lived =
                round.pending(plain.origin()).reversed().stream()
                        .filter(change -> change.full() && !change.tombstone())
                        .flatMap(change -> Received.parse(change.body()).stream())
                        .map(State::of)
                        .findFirst();
        return lived.map(state -> reference(round, plain.origin(), state))
                .orElseGet(() -> Future.<Optional<Link>>succeededFuture(Optional.empty()))
                .map(reference -> with(plain, reference, List.of()));
    }

    private Future<Situation> withLinks(
            Round round, Situation plain, Optional<Link> reference, Matches matches) {
        List<Remote.Found> found = matches.found();
        if (found.isEmpty()) {
            return Future.succeededFuture(with(plain, reference, List.of()));
        }
        Set<RecordRef> records = new HashSet<>();
        found.forEach(one -> records.add(one.record()));
        return patience.with(() -> journal.pairs(round.tenant(), round.flow().name(), records))
                .compose(linked -> with(round, plain, reference, matches, linked));
    }

    private Future<Situation> with(
            Round round,
            Situation plain,
            Optional<Link> reference,
            Matches matches,
            Map<RecordRef, Refs.Pair> linked) {
        String own = round.opened().record().id();
        Optional<Refs.Pair> ours =
                linked.values().stream()
                        .filter(pair -> pair.id(plain.origin()).equals(own))
                        .findFirst();
        if (ours.isPresent()) {
            // This very pair was linked by its other end after this lane was opened.
            return patience.with(
                            () ->
                                    journal.link(
                                            round.tenant(), round.flow().name(), ours.get().link()))
                    .map(
                            link ->
                                    with(
                                            plain,
                                            link.map(
                                                    it -> stillOpen(round, plain.origin(), "", it)),
                                            List.of()));
        }
        return Future.succeededFuture(
                with(
                        plain,
                        reference,
                        matches.found().stream()
                                .map(
                                        one ->
                                                new Candidate(
                                                        one.record(),
                                                        one.state(),
                                                        linked.containsKey(one.record()),
                                                        matches.strong()))
                                .toList()));
    }

    private static Situation with(
            Situation plain, Optional<Link> reference, List<Candidate> candidates) {
        return with(plain, reference, new Sight.None(), candidates);
    }

    private static Situation with(
            Situation plain, Optional<Link> reference, Sight twin, List<Candidate> candidates) {
        return new Situation(
                plain.flow(),
                plain.origin(),
                plain.link(),
                plain.acme(),
                plain.app(),
                plain.refs(),
                plain.parking(),
                plain.refused(),
                reference,
                twin,
                candidates,
                plain.now(),
                plain.deleteGap());
    }

    private Future<Optional<Link>> reference(Round round, Side side, State state) {
        Optional<String> carried =
                round.flow()
                        .end(side)
                        .externalReference()
                        .flatMap(at -> at.find(state.record()))
                        .flatMap(Values::idText);
        Optional<UUID> named =
                carried.flatMap(Reference::link)
                        .filter(id -> !id.equals(round.opened().lease().lane().value()));
        return named.map(
                        id ->
                                patience.with(
                                        () ->
                                                journal.link(
                                                        round.tenant(), round.flow().name(), id)))
                .orElseGet(() -> Future.<Optional<Link>>succeededFuture(Optional.empty()))
                .map(link -> link.map(found -> stillOpen(round, side, carried.orElse(""), found)));
    }

    /// A link that names this very record was settled after this lane was opened: the record is no
    /// copy, it is the end of a create of ours. The lane is put back as if the create were still
    /// under way; opened again, it is found to belong to the link.
    ///
    /// The same where it carries what only a create carries that is to take the place of the link's
    /// record: that one may be there again by now, and the create not be settled.
    private static Link stillOpen(Round round, Side side, String carried, Link link) {
        boolean ours =
                link.end(side).record().filter(round.opened().record().id()::equals).isPresent();
        boolean made = Reference.isAnew(carried) && carried.equals(Reference.anew(link, side));
        return ours || made ? link.with(Link.Life.UNLINKED) : link;
    }

    /// The surest key that finds anything decides.
    private Future<Matches> candidates(Round round, Situation plain, State state) {
        Map<FieldName, Neutral> wanted = fields(round, plain.origin(), state, plain.refs());
        Future<Matches> found = Future.succeededFuture(Matches.NONE);
        for (Flow.MatchKey key : round.flow().matchKeys()) {
            found =
                    found.compose(
                            before ->
                                    before.found().isEmpty()
                                            ? candidates(round, plain.origin().other(), key, wanted)
                                                    .map(more -> new Matches(more, key.strong()))
                                            : Future.succeededFuture(before));
        }
        return found;
    }

    /// A record that the other side names as the one that a create would make again is a candidate,
    /// like one that a look found: where it is there and the same by a key of the flow.
    ///
    /// @return the situation with it; empty where it is none
    Future<Optional<Situation>> named(Round round, Situation plain, State own, RecordRef record) {
        Map<FieldName, Neutral> wanted = fields(round, plain.origin(), own, plain.refs());
        return remote.read(call(round), record)
                .compose(
                        answer ->
                                answer instanceof Remote.Read.Present(State state)
                                        ? named(
                                                round,
                                                plain,
                                                new Remote.Found(record, state, false),
                                                wanted)
                                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Situation>> named(
            Round round, Situation plain, Remote.Found found, Map<FieldName, Neutral> wanted) {
        return round.flow().matchKeys().stream()
                .filter(key -> key.fields().stream().allMatch(field -> isSaid(wanted, field)))
                .filter(key -> matches(round, plain.origin().other(), found, wanted, key))
                .findFirst()
                .map(key -> new Matches(List.of(found), key.strong()))
                .map(match -> withLinks(round, plain, plain.reference(), match).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static boolean isSaid(Map<FieldName, Neutral> values, FieldName field) {
        return values.get(field) instanceof Neutral.Words(String text) && !text.isBlank();
    }

    private record Matches(List<Remote.Found> found, boolean strong) {

        static final Matches NONE = new Matches(List.of(), false);
    }

    private Future<List<Remote.Found>> candidates(
            Round round, Side other, Flow.MatchKey key, Map<FieldName, Neutral> wanted) {
        Optional<String> lookup = Optional.ofNullable(key.lookup().get(other));
        if (lookup.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Map<String, String> arguments = new HashMap<>();
        for (FieldName field : key.fields()) {
            if (!(wanted.get(field) instanceof Neutral.Words(String text)) || text.isBlank()) {
                return Future.succeededFuture(List.of());
            }
            arguments.put(field.value(), text.strip());
        }
        return remote.find(call(round), round.flow().end(other).resource(), lookup.get(), arguments)
                .map(
                        found ->
                                found.stream()
                                        .filter(one -> !one.deleted())
                                        .filter(one -> matches(round, other, one, wanted, key))
                                        .toList());
    }

    private static Map<FieldName, Neutral> fields(Round round, Side side, State state, Refs refs) {
        Map<FieldName, Neutral> fields = new HashMap<>();
        for (Reading reading : round.flow().read(side, state, refs).values()) {
            if (reading instanceof Reading.Of group) {
                fields.putAll(group.asMap());
            }
        }
        return fields;
    }

    /// Our own comparison has the last word: a lookup may be broader than it says.
    private static boolean matches(
            Round round,
            Side side,
            Remote.Found one,
            Map<FieldName, Neutral> wanted,
            Flow.MatchKey key) {
        Map<FieldName, Neutral> its = fields(round, side, one.state(), Refs.NONE);
        return key.fields().stream()
                .allMatch(
                        field -> {
                            Neutral there = its.get(field);
                            Neutral here = wanted.get(field);
                            return there != null
                                    && here != null
                                    && round.flow().same(field, there, here);
                        });
    }

    /// The records at `target` that carry our reference, deleted ones too where the system tells.
    Future<List<Remote.Found>> carrying(Round round, Side target, String reference) {
        Optional<Pointer> at = round.flow().end(target).externalReference();
        if (at.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return remote.find(
                        call(round),
                        round.flow().end(target).resource(),
                        BY_REFERENCE,
                        Map.of("reference", reference))
                .map(
                        found ->
                                found.stream()
                                        .filter(
                                                one ->
                                                        at.get()
                                                                .find(one.state().record())
                                                                .flatMap(Values::idText)
                                                                .filter(reference::equals)
                                                                .isPresent())
                                        .toList());
    }

    /// The living ones of them that belong to no link.
    Future<List<Remote.Found>> freeCarrying(Round round, Side target, String reference) {
        return carrying(round, target, reference)
                .map(found -> found.stream().filter(one -> !one.deleted()).toList())
                .compose(living -> byLink(round, living))
                .map(Heirs::free);
    }

    /// Where a record that is gone lives on by a strong key of the flow: living records of its side
    /// that say what it said last.
    ///
    /// @param free those that belong to no link
    /// @param linked those that have a partner of their own
    record Heirs(List<Remote.Found> free, List<Remote.Found> linked) {

        static final Heirs NONE = new Heirs(List.of(), List.of());
    }

    /// The surest strong key that finds anything decides.
    Future<Heirs> heirs(Round round, Side gone, String id, State last) {
        Map<FieldName, Neutral> said = fields(round, gone, last, Refs.NONE);
        Future<List<Remote.Found>> found = Future.succeededFuture(List.of());
        for (Flow.MatchKey key : round.flow().matchKeys()) {
            if (key.strong()) {
                found =
                        found.compose(
                                before ->
                                        before.isEmpty()
                                                ? candidates(round, gone, key, said)
                                                : Future.succeededFuture(before));
            }
        }
        return found.map(all -> all.stream().filter(one -> !one.record().id().equals(id)).toList())
                .compose(others -> byLink(round, others));
    }

    private Future<Heirs> byLink(Round round, List<Remote.Found> living) {
        if (living.isEmpty()) {
            return Future.succeededFuture(Heirs.NONE);
        }
        Set<RecordRef> records = new HashSet<>();
        living.forEach(one -> records.add(one.record()));
        return patience.with(() -> journal.pairs(round.tenant(), round.flow().name(), records))
                .map(
                        pairs ->
                                new Heirs(
                                        living.stream()
                                                .filter(one -> !pairs.containsKey(one.record()))
                                                .toList(),
                                        living.stream()
                                                .filter(one -> pairs.containsKey(one.record()))
                                                .toList()));
    }

    private Remote.Call call(Round round) {
        return new Remote.Call(round.tenant(), Optional.empty(), clock.now().plus(pace.call()));
    }
}
