package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Content;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Membership;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.system.RecordFacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes a change of what came in, the same for every way in, under the mappings as they were when
/// it came.
final class Reception {

    private static final String UNORDERED = "which of two states is newer cannot be told";

    private final Mappings mappings;
    private final TenantSpec tenant;
    private final Dice dice;
    private final Optional<String> traceParent;

    Reception(Mappings mappings, TenantSpec tenant, Dice dice, Optional<String> traceParent) {
        this.mappings = mappings;
        this.tenant = tenant;
        this.dice = dice;
        this.traceParent = traceParent;
    }

    /// A record that is P now, or is gone.
    ///
    /// A state that is called whole and lacks what a flow needs is not taken for whole: the lane
    /// reads the record from its system, where it may well be whole.
    ///
    /// @param state what was said about it; empty where only its id is known
    /// @param gone whether it is said to be deleted; the record's own marker says so too
    Incoming change(
            ResourceSpec spec, String id, Value.Obj state, Bytes body, boolean gone, boolean full) {
        return change(spec, id, state, RecordFacts.of(spec, state), body, gone, full);
    }

    /// The same, where the facts of `state` are known already.
    Incoming change(
            ResourceSpec spec,
            String id,
            Value.Obj state,
            RecordFacts facts,
            Bytes body,
            boolean gone,
            boolean full) {
        RecordRef record = new RecordRef(spec.name(), id);
        boolean tombstone = gone || facts.deleted();
        Optional<Version> version = facts.version();
        boolean whole = full && !tombstone && Lacking.in(state, spec.name(), tenant).isEmpty();
        return new Incoming(
                dice.id(),
                Optional.of(record),
                version.map(Version::text),
                tombstone,
                tombstone
                        ? Content.gone(record, version, state)
                        : Content.of(record, version, state),
                body,
                whole,
                wants(spec, state, version, tombstone, full),
                Optional.empty(),
                traceParent,
                mappings.version());
    }

    /// A record that may be gone: its system is asked, and what it answers counts. Of a record that
    /// is only counted nothing can be asked.
    ///
    /// @param why what tells this suspicion apart from others
    Incoming suspected(ResourceSpec spec, String id, String why) {
        RecordRef record = new RecordRef(spec.name(), id);
        return new Incoming(
                dice.id(),
                Optional.of(record),
                Optional.empty(),
                false,
                Hash.of("suspected", spec.name() + "\n" + id, why),
                Bytes.copyOf(JsonText.write(spec.id().put(Value.Obj.EMPTY, Value.of(id)))),
                false,
                wants(spec.name()).stream()
                        .filter(wanted -> !tenant.counts().containsKey(wanted.flow()))
                        .toList(),
                Optional.empty(),
                traceParent,
                mappings.version());
    }

    /// Something that is kept, and put before a person, because nothing can be done with it.
    ///
    /// @param resource what it is about, as far as that is known
    /// @param why what is wrong and where, in plain words
    Incoming unreadable(
            Optional<ResourceName> resource,
            Optional<String> id,
            Bytes body,
            Hash content,
            String why) {
        return new Incoming(
                dice.id(),
                resource.flatMap(name -> id.map(known -> new RecordRef(name, known))),
                Optional.empty(),
                false,
                content,
                body,
                false,
                resource.map(this::wants).orElse(List.of()),
                Optional.of(why),
                traceParent,
                mappings.version());
    }

    /// A change of a kind that no descriptor and no flow knows.
    Incoming unwanted(Bytes body) {
        return new Incoming(
                dice.id(),
                Optional.empty(),
                Optional.empty(),
                false,
                Hash.of(body),
                body,
                false,
                List.of(),
                Optional.empty(),
                traceParent,
                mappings.version());
    }

    /// What keeps a whole record from being taken as it is: the member that it lacks, where its
    /// system cannot be asked for it.
    Optional<Pointer> hopeless(ResourceSpec spec, Value.Obj state) {
        return Lacking.canBeRead(spec.name(), tenant)
                ? Optional.empty()
                : Lacking.in(state, spec.name(), tenant).stream().findFirst();
    }

    List<Wanted> wants(ResourceName resource) {
        return wants(tenant, resource);
    }

    private List<Wanted> wants(
            ResourceSpec spec,
            Value.Obj state,
            Optional<Version> version,
            boolean tombstone,
            boolean full) {
        return wants(spec.name()).stream()
                .flatMap(
                        wanted -> {
                            Count count = tenant.counts().get(wanted.flow());
                            return count == null
                                    ? Stream.of(wanted)
                                    : counted(count, spec, state, version, tombstone, full)
                                            .stream();
                        })
                .toList();
    }

    /// Where a record counts by this state; empty where it does not say so as a whole: the sweep
    /// reads it.
    private static Optional<Wanted> counted(
            Count count,
            ResourceSpec spec,
            Value.Obj state,
            Optional<Version> known,
            boolean tombstone,
            boolean full) {
        if (!tombstone && !full) {
            return Optional.empty();
        }
        OptionalLong order = known.map(Version::order).orElseGet(OptionalLong::empty);
        if (order.isEmpty()) {
            String at = spec.version().map(version -> version.at().toString()).orElse("");
            return Optional.of(bad(count, at + " is no number that grows: " + UNORDERED));
        }
        if (tombstone) {
            return Optional.of(counted(count, Membership.none(order.getAsLong())));
        }
        return Optional.of(
                switch (count.place(state)) {
                    case Count.Place.In(var bucket, var at) ->
                            counted(
                                    count,
                                    new Membership(
                                            Optional.of(count.figure(bucket)),
                                            Optional.of(at),
                                            order.getAsLong()));
                    case Count.Place.Nowhere() ->
                            counted(count, Membership.none(order.getAsLong()));
                    case Count.Place.Bad(var pointer, var sentence) ->
                            bad(count, pointer + " " + sentence);
                });
    }

    private static Wanted counted(Count count, Membership membership) {
        return new Wanted(count.name(), count.side(), Optional.of(membership), Optional.empty());
    }

    private static Wanted bad(Count count, String why) {
        return new Wanted(count.name(), count.side(), Optional.empty(), Optional.of(why));
    }

    /// The flows that want a change of this resource: those that it is an end of, those whose
    /// records it enriches, and those that count it.
    static List<Wanted> wants(TenantSpec tenant, ResourceName resource) {
        List<Wanted> wants = new ArrayList<>();
        for (Flow flow : tenant.flows().values()) {
            for (Side side : Side.values()) {
                boolean end = flow.end(side).resource().equals(resource);
                boolean enriches =
                        flow.enrichments().stream()
                                .anyMatch(
                                        one -> one.of() == side && one.resource().equals(resource));
                if (end || enriches) {
                    wants.add(new Wanted(flow.name(), side));
                }
            }
        }
        for (Count count : tenant.counts().values()) {
            if (count.counted().equals(resource)) {
                wants.add(new Wanted(count.name(), count.side()));
            }
        }
        return wants.stream()
                .sorted(java.util.Comparator.comparing(Wanted::flow))
                .collect(Collectors.toUnmodifiableList());
    }
}
