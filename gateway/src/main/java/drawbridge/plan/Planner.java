package drawbridge.plan;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.lens.CompiledFlow;
import drawbridge.plan.Step.Kind;
import drawbridge.platform.StartFailure;
import drawbridge.sync.Decision;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;
import drawbridge.sync.Situation.Candidate;
import drawbridge.sync.Sync;
import drawbridge.sync.Verdict;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Puts each record of a tenant that is not in use before the rules by which records cross, and
/// notes what they say. Flows come after those that link what their records point to.
final class Planner {

    /// What is not made yet has an id that fits a text and a number.
    private static final String TO_COME = "0";

    private final TenantSpec tenant;
    private final World world;
    private final Instant now;
    private final Map<RecordRef, Refs.Pair> links = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    Planner(TenantSpec tenant, World world, Instant now) {
        this.tenant = tenant;
        this.world = world;
        this.now = now;
    }

    List<Step> plan() throws StartFailure {
        for (Flow flow : inOrder()) {
            new Pass(flow).run();
        }
        return List.copyOf(steps);
    }

    private List<Flow> inOrder() {
        List<Flow> ordered = new ArrayList<>();
        Set<FlowName> done = new HashSet<>();
        List<FlowName> names =
                tenant.flows().keySet().stream()
                        .sorted(java.util.Comparator.comparing(FlowName::value))
                        .toList();
        // Those that point at each other in a circle come last, in the order of their names.
        for (int round = 0; round <= names.size(); round++) {
            for (FlowName name : names) {
                Flow flow = java.util.Objects.requireNonNull(tenant.flows().get(name));
                boolean ready =
                        done.containsAll(CompiledFlow.parentFlows(flow)) || round == names.size();
                if (ready && done.add(name)) {
                    ordered.add(flow);
                }
            }
        }
        return ordered;
    }

    /// One flow over both lists.
    private final class Pass {

        private final Flow flow;
        private final Set<RecordRef> linked = new HashSet<>();
        private final Map<Flow.MatchKey, Map<Side, Map<String, List<RecordRef>>>> keys =
                new LinkedHashMap<>();

        private Pass(Flow flow) {
            this.flow = flow;
        }

        void run() throws StartFailure {
            for (Flow.MatchKey key : flow.matchKeys()) {
                if (!key.lookup().isEmpty()) {
                    for (Side side : Side.values()) {
                        index(key, side);
                    }
                }
            }
            for (Side side : Side.values()) {
                for (RecordRef record : List.copyOf(records(side).keySet())) {
                    if (!linked.contains(record)) {
                        decide(side, record);
                    }
                }
            }
        }

        private ResourceName resource(Side side) {
            return flow.end(side).resource();
        }

        private Map<RecordRef, State> records(Side side) throws StartFailure {
            return world.all(resource(side));
        }

        private void index(Flow.MatchKey key, Side side) throws StartFailure {
            Map<String, List<RecordRef>> by = new HashMap<>();
            for (RecordRef record : records(side).keySet()) {
                State state = state(side, record);
                text(key, side, state)
                        .ifPresent(
                                text ->
                                        by.computeIfAbsent(text, _ -> new ArrayList<>())
                                                .add(record));
            }
            keys.computeIfAbsent(key, _ -> new HashMap<>()).put(side, by);
        }

        private Optional<String> text(Flow.MatchKey key, Side side, State state) {
            Map<FieldName, Neutral> values = new HashMap<>();
            for (Reading reading : flow.read(side, state, refs()).values()) {
                if (reading instanceof Reading.Of of) {
                    values.putAll(of.fields());
                }
            }
            return flow.keyText(key, values);
        }

        private Refs refs() {
            return new Refs(links);
        }

        /// A record with all that is read along with it.
        private State state(Side side, RecordRef record) throws StartFailure {
            State plain = java.util.Objects.requireNonNull(records(side).get(record));
            Map<String, Value.Obj> with = new HashMap<>();
            for (Flow.Enrichment enrichment : flow.enrichments()) {
                if (enrichment.of() == side) {
                    Optional<RecordRef> further = enrichment.target(plain.record());
                    with.put(
                            enrichment.name(),
                            further.isEmpty()
                                    ? Value.Obj.EMPTY
                                    : world.one(further.get()).orElse(Value.Obj.EMPTY));
                }
            }
            return new State(plain.record(), with, plain.version());
        }

        private void decide(Side side, RecordRef record) throws StartFailure {
            State state = state(side, record);
            Situation situation =
                    situation(side, state, Optional.empty(), Optional.empty(), found(side, state));
            Decision decision = Sync.decide(situation);
            switch (decision) {
                case Decision.Create create -> {
                    steps.add(
                            step(
                                    Kind.CREATE,
                                    record,
                                    state,
                                    Optional.empty(),
                                    "at "
                                            + resource(create.target())
                                            + ": "
                                            + json(create.body())));
                    link(side, record, Optional.empty());
                }
                case Decision.Adopt adopt -> adopt(side, record, state, adopt);
                case Decision.Expand expand ->
                        steps.add(
                                step(
                                        Kind.EXPAND,
                                        record,
                                        state,
                                        Optional.empty(),
                                        expand.sentence()));
                case Decision.Reject reject ->
                        steps.add(
                                step(
                                        Kind.REFUSE,
                                        record,
                                        state,
                                        Optional.empty(),
                                        reject.pointer() + ": " + reject.sentence()));
                case Decision.AwaitParent await ->
                        steps.add(
                                step(Kind.WAIT, record, state, Optional.empty(), await.sentence()));
                case Decision.Leave leave ->
                        steps.add(
                                step(
                                        Kind.LEAVE,
                                        record,
                                        state,
                                        Optional.empty(),
                                        leave.sentence()));
                case Decision.Hold _,
                        Decision.Merge _,
                        Decision.Rename _,
                        Decision.Move _,
                        Decision.Bury _,
                        Decision.Revive _,
                        Decision.Remake _,
                        Decision.AwaitOrigin _,
                        Decision.AwaitProof _ ->
                        steps.add(
                                step(
                                        Kind.HOLD,
                                        record,
                                        state,
                                        Optional.empty(),
                                        decision.sentence()));
            }
        }

        /// The surest key that finds anything decides, as when a record crosses.
        private List<Candidate> found(Side side, State state) throws StartFailure {
            for (Map.Entry<Flow.MatchKey, Map<Side, Map<String, List<RecordRef>>>> key :
                    keys.entrySet()) {
                Optional<String> text = text(key.getKey(), side, state);
                List<RecordRef> records =
                        text.map(
                                        one ->
                                                java.util.Objects.requireNonNull(
                                                                key.getValue().get(side.other()))
                                                        .getOrDefault(one, List.of()))
                                .orElse(List.of());
                if (!records.isEmpty()) {
                    List<Candidate> candidates = new ArrayList<>();
                    for (RecordRef one : records) {
                        candidates.add(
                                new Candidate(
                                        one,
                                        state(side.other(), one),
                                        linked.contains(one),
                                        key.getKey().strong()));
                    }
                    return candidates;
                }
            }
            return List.of();
        }

        private void adopt(Side side, RecordRef record, State state, Decision.Adopt adopt)
                throws StartFailure {
            link(side, record, Optional.of(adopt.partner()));
            Optional<RecordRef> partner = Optional.of(adopt.partner());
            if (!adopt.merges()) {
                steps.add(step(Kind.LINK, record, state, partner, ""));
                return;
            }
            State other = state(side.other(), adopt.partner());
            Link link =
                    new Link(
                                    id(record),
                                    flow.name(),
                                    Link.Life.LINKED,
                                    Link.End.NONE,
                                    Link.End.NONE,
                                    flow.version())
                            .with(side, end(record))
                            .with(side.other(), end(adopt.partner()));
            Decision merged =
                    Sync.decide(
                            situation(
                                    side, state, Optional.of(link), Optional.of(other), List.of()));
            if (!(merged instanceof Decision.Merge merge)) {
                steps.add(step(Kind.HOLD, record, state, partner, merged.sentence()));
                return;
            }
            merged(record, state, adopt.partner(), merge);
        }

        private void merged(
                RecordRef record, State state, RecordRef partner, Decision.Merge merge) {
            List<String> written = new ArrayList<>();
            List<String> asked = new ArrayList<>();
            merge.verdicts()
                    .forEach(
                            (group, verdict) -> {
                                switch (verdict) {
                                    case Verdict.Write write -> written.add(written(group, write));
                                    case Verdict.Conflict conflict ->
                                            asked.add(
                                                    group.value()
                                                            + ": '"
                                                            + conflict.acme()
                                                            + "' at Acme, '"
                                                            + conflict.app()
                                                            + "' in the app");
                                    case Verdict.Bad bad ->
                                            asked.add(
                                                    group.value()
                                                            + ": "
                                                            + bad.pointer()
                                                            + " "
                                                            + bad.sentence());
                                    case Verdict.Wait wait ->
                                            asked.add(group.value() + ": " + wait.sentence());
                                    case Verdict.Same _,
                                            Verdict.Agreed _,
                                            Verdict.Parked _,
                                            Verdict.Rests _ -> {}
                                }
                            });
            Kind kind = !asked.isEmpty() ? Kind.HOLD : written.isEmpty() ? Kind.LINK : Kind.MERGE;
            List<String> all = new ArrayList<>(asked);
            all.addAll(written);
            steps.add(step(kind, record, state, Optional.of(partner), String.join("; ", all)));
        }

        private String written(GroupName group, Verdict.Write write) {
            return group.value()
                    + " to "
                    + resource(write.target())
                    + ": "
                    + json(write.members())
                    + write.losing().map(lost -> ", where '" + lost + "' is lost").orElse("");
        }

        private void link(Side side, RecordRef record, Optional<RecordRef> partner) {
            linked.add(record);
            partner.ifPresent(linked::add);
            String other = partner.map(RecordRef::id).orElse(TO_COME);
            Refs.Pair pair =
                    side == Side.ACME
                            ? new Refs.Pair(id(record), record.id(), other)
                            : new Refs.Pair(id(record), other, record.id());
            links.put(record, pair);
            partner.ifPresent(one -> links.put(one, pair));
        }

        private UUID id(RecordRef record) {
            return UUID.nameUUIDFromBytes(
                    (flow.name().value() + " " + record).getBytes(StandardCharsets.UTF_8));
        }

        private static Link.End end(RecordRef record) {
            return new Link.End(
                    Optional.of(record.id()), Optional.empty(), Optional.empty(), Optional.empty());
        }

        private Situation situation(
                Side side,
                State state,
                Optional<Link> link,
                Optional<State> other,
                List<Candidate> candidates) {
            Sight here = new Sight.Present(state);
            Sight there = other.<Sight>map(Sight.Present::new).orElseGet(Sight.None::new);
            return new Situation(
                    flow,
                    side,
                    link,
                    side == Side.ACME ? here : there,
                    side == Side.ACME ? there : here,
                    refs(),
                    Parking.NOTHING,
                    Map.of(),
                    Optional.empty(),
                    new Sight.None(),
                    candidates,
                    now,
                    Duration.ZERO);
        }

        private Step step(
                Kind kind,
                RecordRef record,
                State state,
                Optional<RecordRef> partner,
                String detail) {
            Set<String> parts = new LinkedHashSet<>();
            parts.add(json(state.record()));
            state.with().values().forEach(one -> parts.add(json(one)));
            parts.add(detail);
            String mark =
                    UUID.nameUUIDFromBytes(
                                    String.join("\n", parts).getBytes(StandardCharsets.UTF_8))
                            .toString();
            return new Step(flow.name(), kind, record, partner, detail, mark);
        }
    }

    private static String json(Value.Obj record) {
        return new String(JsonText.write(record), StandardCharsets.UTF_8);
    }
}
