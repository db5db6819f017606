package drawbridge.replay;

import drawbridge.audit.Pointing;
import drawbridge.audit.Ports.Reader;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;
import drawbridge.journal.AuditReads;
import drawbridge.journal.AuditReads.Known;
import drawbridge.journal.TrafficReads;
import drawbridge.journal.TrafficReads.Place;
import drawbridge.journal.TrafficReads.Recorded;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Puts recorded changes through other mappings, and tells for each what would be written
/// otherwise.
///
/// What a change did back then is not kept: it is worked out by the mappings in force, over the
/// very record that came in. Bases, links and what records point to are taken as they are now, for
/// both sides of the comparison.
public final class Replay {

    /// Further records that are read at once.
    private static final int AT_ONCE = 8;

    private final Ports ports;

    /// What was handed in last: the pages of one replay hand in the same.
    private volatile Optional<Last> last = Optional.empty();

    private record Last(Map<String, String> files, String tenant, Tried tried) {}

    public Replay(Ports ports) {
        this.ports = ports;
    }

    /// @param mappings those in force
    /// @param reader of records that are read along with others, where no base holds them; never of
    ///   a system that the tried mappings describe
    public record Ports(
            Vertx vertx,
            Supplier<Mappings> mappings,
            TrafficReads traffic,
            AuditReads known,
            Journal journal,
            Reader reader) {}

    /// @param files the mappings that are tried, by path within their folder
    public record Wish(
            Instant since,
            Optional<FlowName> flow,
            Optional<Place> behind,
            int most,
            Map<String, String> files) {

        public Wish {
            files = Map.copyOf(files);
        }
    }

    public sealed interface Answer {

        /// @param problems of the mappings, at least one
        record Refused(List<Mappings.Problem> problems) implements Answer {

            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /// @param next where older changes go on; empty: there are none
        record Told(List<Looked> changes, Optional<Place> next) implements Answer {

            public Told {
                changes = List.copyOf(changes);
            }
        }
    }

    /// @param earlier whether it came in under other mappings than those in force
    /// @param result what would be otherwise; empty: nobody knows what the record held
    public record Looked(Recorded change, boolean earlier, Optional<Result> result) {}

    /// @param agreed whether the record was taken as both sides agreed on it last
    /// @param refusedThen whether the mappings in force refuse it, in whole or in part
    /// @param refusedNow whether those that are tried do
    public record Result(
            List<Difference> differences, boolean agreed, boolean refusedThen, boolean refusedNow) {

        public Result {
            differences = List.copyOf(differences);
        }
    }

    /// @param name of the tenant in the mappings
    public Future<Answer> page(TenantId tenant, String name, Wish wish) {
        Map<FlowName, Flow> inForce =
                ports.mappings().get().tenant(name).map(TenantSpec::flows).orElse(Map.of());
        return ports.vertx()
                .executeBlocking(() -> tried(wish.files(), name))
                .compose(
                        tried ->
                                switch (tried) {
                                    case Tried.Refused(var problems) ->
                                            Future.succeededFuture(new Answer.Refused(problems));
                                    case Tried.Flows(var flows) ->
                                            looked(tenant, wish, inForce, flows);
                                });
    }

    private Tried tried(Map<String, String> files, String tenant) {
        Optional<Last> known =
                last.filter(one -> one.tenant().equals(tenant) && one.files().equals(files));
        if (known.isPresent()) {
            return known.get().tried();
        }
        Tried tried = Tried.of(files, tenant);
        last = Optional.of(new Last(files, tenant, tried));
        return tried;
    }

    private Future<Answer> looked(
            TenantId tenant, Wish wish, Map<FlowName, Flow> inForce, Map<FlowName, Flow> tried) {
        String version = ports.mappings().get().version();
        return ports.traffic()
                .newest(tenant, wish.flow(), wish.since(), wish.behind(), wish.most())
                .compose(
                        newest -> {
                            List<Recorded> ours =
                                    newest.changes().stream()
                                            .filter(one -> isEnd(one, inForce, tried))
                                            .toList();
                            Optional<Place> next =
                                    newest.more()
                                            ? Optional.of(newest.changes().getLast().place())
                                            : Optional.empty();
                            return known(tenant, ours)
                                    .map(known -> cases(ours, known, inForce, tried))
                                    .compose(cases -> judged(tenant, cases, version))
                                    .map(all -> new Answer.Told(all, next));
                        });
    }

    /// A record that is only read along with others is no record of the flow by itself; and what a
    /// count counts is no flow.
    private static boolean isEnd(
            Recorded one, Map<FlowName, Flow> inForce, Map<FlowName, Flow> tried) {
        return isEnd(one, inForce.get(one.flow())) || isEnd(one, tried.get(one.flow()));
    }

    private static boolean isEnd(Recorded one, @Nullable Flow flow) {
        return flow != null && flow.end(one.side()).resource().equals(one.record().resource());
    }

    private record Key(FlowName flow, Side side) {}

    private Future<Map<Key, Map<RecordRef, Known>>> known(TenantId tenant, List<Recorded> ours) {
        Map<Key, Set<RecordRef>> asked = new LinkedHashMap<>();
        ours.forEach(
                one ->
                        asked.computeIfAbsent(new Key(one.flow(), one.side()), _ -> new HashSet<>())
                                .add(one.record()));
        Future<Map<Key, Map<RecordRef, Known>>> all = Future.succeededFuture(new HashMap<>());
        for (Map.Entry<Key, Set<RecordRef>> each : asked.entrySet()) {
            Key key = each.getKey();
            all =
                    all.compose(
                            so ->
                                    ports.known()
                                            .records(
                                                    tenant, key.flow(), key.side(), each.getValue())
                                            .map(
                                                    found -> {
                                                        so.put(key, found);
                                                        return so;
                                                    }));
        }
        return all;
    }

    /// One change with all that it is judged by.
    ///
    /// @param record what it held; empty: nobody knows, or it is gone
    /// @param held the further records that the base holds
    private record Case(
            Recorded change,
            Optional<Link> link,
            Optional<Value.Obj> record,
            Map<RecordRef, Value.Obj> held,
            Optional<Flow> then,
            Optional<Flow> now) {

        List<Flow> flows() {
            return Stream.of(then, now).flatMap(Optional::stream).toList();
        }

        boolean isKnown() {
            return change.tombstone() || record.isPresent();
        }
    }

    private static List<Case> cases(
            List<Recorded> ours,
            Map<Key, Map<RecordRef, Known>> known,
            Map<FlowName, Flow> inForce,
            Map<FlowName, Flow> tried) {
        List<Case> cases = new ArrayList<>();
        for (Recorded one : ours) {
            Optional<Link> link =
                    Optional.ofNullable(
                                    known.getOrDefault(new Key(one.flow(), one.side()), Map.of())
                                            .get(one.record()))
                            .flatMap(Known::link);
            Optional<State> base =
                    link.flatMap(has -> has.end(one.side()).base()).map(Base::agreed);
            Optional<Flow> then = flow(one, inForce);
            Optional<Value.Obj> record =
                    one.tombstone()
                            ? Optional.empty()
                            : body(one).or(() -> base.map(State::record));
            cases.add(
                    new Case(
                            one,
                            link,
                            record,
                            held(one.side(), base, then),
                            then,
                            flow(one, tried)));
        }
        return cases;
    }

    private static Optional<Flow> flow(Recorded one, Map<FlowName, Flow> flows) {
        return Optional.ofNullable(flows.get(one.flow())).filter(flow -> isEnd(one, flow));
    }

    private static Optional<Value.Obj> body(Recorded one) {
        if (!one.whole()) {
            return Optional.empty();
        }
        try {
            return JsonText.parse(one.body().toArray()) instanceof Value.Obj record
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (JsonText.Malformed unreadable) {
            return Optional.empty();
        }
    }

    private static Map<RecordRef, Value.Obj> held(
            Side side, Optional<State> base, Optional<Flow> inForce) {
        Map<RecordRef, Value.Obj> held = new HashMap<>();
        for (Flow.Enrichment further : inForce.map(Flow::enrichments).orElse(List.of())) {
            if (further.of() == side && base.isPresent()) {
                Value.Obj there = base.get().with().get(further.name());
                Optional<RecordRef> target = further.target(base.get().record());
                if (there != null && target.isPresent()) {
                    held.put(target.get(), there);
                }
            }
        }
        return held;
    }

    private Future<List<Looked>> judged(TenantId tenant, List<Case> cases, String version) {
        Map<RecordRef, Value.Obj> along = new ConcurrentHashMap<>();
        Queue<RecordRef> wanted = new ConcurrentLinkedQueue<>(wanted(cases));
        List<Future<Void>> readers =
                Stream.generate(() -> read(tenant, wanted, along)).limit(AT_ONCE).toList();
        return Future.join(readers)
                .compose(_ -> refs(tenant, cases))
                .compose(
                        refs ->
                                ports.vertx()
                                        .executeBlocking(
                                                () ->
                                                        cases.stream()
                                                                .map(
                                                                        one ->
                                                                                looked(
                                                                                        one, refs,
                                                                                        along,
                                                                                        version))
                                                                .toList()));
    }

    /// The further records that no base holds.
    private static Set<RecordRef> wanted(List<Case> cases) {
        Set<RecordRef> wanted = new LinkedHashSet<>();
        for (Case one : cases) {
            for (Flow flow : one.flows()) {
                for (Flow.Enrichment further : flow.enrichments()) {
                    if (further.of() == one.change().side()) {
                        one.record()
                                .flatMap(further::target)
                                .filter(target -> !one.held().containsKey(target))
                                .ifPresent(wanted::add);
                    }
                }
            }
        }
        return wanted;
    }

    /// What cannot be read now stays unknown, on both sides of the comparison.
    private Future<Void> read(
            TenantId tenant, Queue<RecordRef> wanted, Map<RecordRef, Value.Obj> along) {
        RecordRef next = wanted.poll();
        if (next == null) {
            return Future.succeededFuture();
        }
        return ports.reader()
                .read(tenant, next)
                .onSuccess(
                        answer ->
                                along.put(
                                        next,
                                        answer instanceof Remote.Read.Present(State state)
                                                ? state.record()
                                                : Value.Obj.EMPTY))
                .transform(_ -> read(tenant, wanted, along));
    }

    private Future<Refs> refs(TenantId tenant, List<Case> cases) {
        IdentityHashMap<Flow, Pointing> pointing = new IdentityHashMap<>();
        for (Case one : cases) {
            for (Flow flow : one.flows()) {
                Pointing to = pointing.computeIfAbsent(flow, Pointing::new);
                one.record().ifPresent(record -> to.add(one.change().side(), State.of(record)));
                one.link().ifPresent(to::add);
            }
        }
        Future<Map<RecordRef, Refs.Pair>> all = Future.succeededFuture(new HashMap<>());
        for (Pointing each : pointing.values()) {
            all =
                    all.compose(
                            so ->
                                    each.refs(ports.journal(), tenant)
                                            .map(
                                                    more -> {
                                                        so.putAll(more.links());
                                                        return so;
                                                    }));
        }
        return all.map(Refs::new);
    }

    private static Looked looked(
            Case one, Refs refs, Map<RecordRef, Value.Obj> along, String version) {
        boolean earlier = !one.change().mappings().equals(version);
        if (!one.isKnown()) {
            return new Looked(one.change(), earlier, Optional.empty());
        }
        Optional<Effect> then = one.then().map(flow -> effect(one, flow, refs, along));
        Optional<Effect> now = one.now().map(flow -> effect(one, flow, refs, along));
        boolean agreed = !one.change().tombstone() && body(one.change()).isEmpty();
        return new Looked(
                one.change(),
                earlier,
                Optional.of(
                        new Result(
                                Compared.between(then, now),
                                agreed,
                                then.filter(Effect::isRefused).isPresent(),
                                now.filter(Effect::isRefused).isPresent())));
    }

    private static Effect effect(Case one, Flow flow, Refs refs, Map<RecordRef, Value.Obj> along) {
        Recorded change = one.change();
        Sight sight =
                one.record()
                        .<Sight>map(
                                record ->
                                        new Sight.Present(
                                                new State(
                                                        record,
                                                        with(one, flow, record, along),
                                                        Optional.empty())))
                        .orElseGet(() -> new Sight.Gone(true));
        return Effect.of(flow, change.side(), sight, one.link(), refs, change.at());
    }

    private static Map<String, Value.Obj> with(
            Case one, Flow flow, Value.Obj record, Map<RecordRef, Value.Obj> along) {
        Map<String, Value.Obj> with = new TreeMap<>();
        for (Flow.Enrichment further : flow.enrichments()) {
            if (further.of() == one.change().side()) {
                Optional<RecordRef> target = further.target(record);
                Optional<Value.Obj> found =
                        target.isEmpty()
                                ? Optional.of(Value.Obj.EMPTY)
                                : Optional.ofNullable(one.held().get(target.get()))
                                        .or(() -> Optional.ofNullable(along.get(target.get())));
                found.ifPresent(has -> with.put(further.name(), has));
            }
        }
        return with;
    }
}
