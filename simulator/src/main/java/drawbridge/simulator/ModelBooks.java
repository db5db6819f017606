package drawbridge.simulator;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Guarding;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.sync.Making;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/// The books of the model journal: which changes there are, what became of each pair, what is
/// parked. It refuses what a store's keys would refuse, so that an engine that counts wrongly
/// fails.
@NullUnmarked
final class ModelBooks {

    static final FlowName NO_FLOW = new FlowName("-");

    record Pair(TenantId tenant, UUID change, FlowName flow) {}

    /// @param lane where the decision is to be carried out
    record Decided(ActAnswer answer, Optional<LaneKey> lane, Direction direction) {

        static Decided only(ActAnswer answer) {
            return new Decided(answer, Optional.empty(), Direction.TO_APP);
        }
    }

    record Asked(Instant at, LaneKey lane, FlowName flow, NewParked item) {}

    private final Set<List<Object>> deliveries = new HashSet<>();
    private final Set<List<Object>> contents = new HashSet<>();
    private final Map<Pair, List<Outcome>> outcomes = new LinkedHashMap<>();
    private final Map<Pair, Side> sides = new HashMap<>();
    private final Map<LaneKey, LaneKey> homes = new HashMap<>();
    private final Map<UUID, ModelItem> parked = new LinkedHashMap<>();
    private final ModelGather gather = new ModelGather(parked);
    private final Map<List<Object>, String> cursors = new HashMap<>();
    private final Map<List<Object>, Long> counters = new HashMap<>();
    private final Set<UUID> acts = new HashSet<>();
    private final Map<UUID, Bytes> wholes = new HashMap<>();
    private final Map<LaneKey, Map<Side, Bytes>> said = new HashMap<>();

    /// What a store's keys would refuse.
    final List<String> violations = new ArrayList<>();

    /// Items that a person decided about.
    final List<NewParked> acted = new ArrayList<>();

    boolean firstDelivery(TenantId tenant, Hash identity) {
        return deliveries.add(List.of(tenant, identity));
    }

    boolean firstContent(TenantId tenant, Hash content) {
        return contents.add(List.of(tenant, content));
    }

    void duplicates(TenantId tenant, int count) {
        counters.merge(List.of(tenant, "duplicates"), (long) count, Long::sum);
    }

    void missed(TenantId tenant) {
        counters.merge(List.of(tenant, "missed"), 1L, Long::sum);
    }

    void move(TenantId tenant, CursorMove move) {
        cursors.put(List.of(tenant, move.system(), move.resource()), move.position());
    }

    Optional<String> cursor(TenantId tenant, String system, String resource) {
        return Optional.ofNullable(cursors.get(List.of(tenant, system, resource)));
    }

    /// Makes the pairs of a change; false when it is stored already.
    boolean store(TenantId tenant, Incoming change) {
        List<Wanted> wants =
                change.wants().isEmpty() ? List.of(new Wanted(NO_FLOW, Side.ACME)) : change.wants();
        for (Wanted wanted : wants) {
            Pair pair = new Pair(tenant, change.id(), wanted.flow());
            if (outcomes.putIfAbsent(pair, new ArrayList<>()) != null) {
                return false;
            }
            sides.put(pair, wanted.side());
            if (change.full() && !change.tombstone()) {
                wholes.put(change.id(), change.body());
                change.record()
                        .map(record -> LaneId.of(tenant, wanted.flow(), record))
                        .map(lane -> said(new LaneKey(tenant, lane)))
                        .ifPresent(all -> all.put(wanted.side(), change.body()));
            }
            change.unreadable()
                    .or(wanted::bad)
                    .ifPresentOrElse(
                            why -> give(pair, OutcomeKind.DEAD, "unreadable", why),
                            () -> {
                                if (change.wants().isEmpty()) {
                                    give(
                                            pair,
                                            OutcomeKind.UNCHANGED,
                                            "no-flow",
                                            "No flow wants it.");
                                }
                            });
        }
        return true;
    }

    private void give(Pair pair, OutcomeKind kind, String reason, String sentence) {
        outcomes.get(pair)
                .add(
                        new Outcome(
                                pair.change(),
                                kind,
                                reason,
                                sentence,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    void settle(LaneKey lane, FlowName flow, Outcome outcome) {
        List<Outcome> soFar = outcomes.get(new Pair(lane.tenant(), outcome.change(), flow));
        if (soFar == null) {
            violations.add("an outcome for a pair that is none: " + outcome);
            return;
        }
        Optional<OutcomeKind> old =
                soFar.isEmpty() ? Optional.empty() : Optional.of(soFar.getLast().kind());
        if (!old.equals(outcome.replaces())) {
            violations.add("an outcome that should replace another than " + old + ": " + outcome);
            return;
        }
        soFar.add(outcome);
    }

    /// An outcome that is clear when the change comes in.
    void settledAtOnce(TenantId tenant, Wanted wanted, UUID change, OutcomeKind kind) {
        give(new Pair(tenant, change, wanted.flow()), kind, "counted", "Counted at once.");
    }

    Optional<OutcomeKind> outcome(TenantId tenant, FlowName flow, UUID change) {
        List<Outcome> soFar = outcomes.getOrDefault(new Pair(tenant, change, flow), List.of());
        return soFar.isEmpty() ? Optional.empty() : Optional.of(soFar.getLast().kind());
    }

    Map<Pair, List<Outcome>> outcomes() {
        return outcomes;
    }

    /// @param from the side whose change is parked
    void park(LaneKey lane, FlowName flow, Side from, NewParked item, Instant now) {
        ModelItem row = new ModelItem(lane, flow, from, item, now);
        row.said.putAll(said(lane));
        if (parked.putIfAbsent(item.id(), row) != null) {
            violations.add("parked twice under one id: " + item);
        }
    }

    /// After all items of a settlement were parked and closed.
    void gather(LaneKey lane, FlowName flow, Settlement settlement, Instant now) {
        settlement.park().forEach(item -> gather.joined(lane.tenant(), flow, item, now));
        settlement.unpark().forEach(item -> gather.left(item.id()));
    }

    boolean gathers(UUID id) {
        return gather.asks(id);
    }

    /// What a person says about many items that one stands for.
    ///
    /// @param due told of each lane that becomes due
    ActAnswer actOnAll(Act act, BiConsumer<LaneKey, Direction> due) {
        if (acts.contains(act.key())) {
            return ActAnswer.DONE;
        }
        ModelItem item = parked.get(act.parked());
        if (!item.lane.tenant().equals(act.tenant())) {
            return ActAnswer.UNKNOWN;
        }
        if (!item.open || item.version != act.version()) {
            return ActAnswer.STALE;
        }
        if (!ModelGather.allows(item, act.verb())) {
            return ActAnswer.REFUSED;
        }
        acts.add(act.key());
        acted.add(item.parked);
        for (ModelItem part : gather.decide(item, act.verb())) {
            due.accept(part.lane, direction(part, part.resolution.orElseThrow()));
        }
        return ActAnswer.ACCEPTED;
    }

    private Map<Side, Bytes> said(LaneKey lane) {
        return said.computeIfAbsent(home(lane), _ -> new EnumMap<>(Side.class));
    }

    void unpark(TenantId tenant, ClosedParked closed, Instant now) {
        ModelItem item = parked.get(closed.id());
        if (item == null || !item.open || !item.lane.tenant().equals(tenant)) {
            violations.add("closes what is not parked: " + closed);
            return;
        }
        item.open = false;
        item.closed = Optional.of(now);
    }

    /// Whether it is about an item as it is now, and comes for the first time.
    boolean mayAct(Act act) {
        return !acts.contains(act.key())
                && Optional.ofNullable(parked.get(act.parked()))
                        .filter(item -> item.open && item.version == act.version())
                        .filter(item -> item.lane.tenant().equals(act.tenant()))
                        .isPresent();
    }

    /// The lane whose create the item asks about.
    Optional<LaneKey> doubted(UUID id) {
        return Optional.ofNullable(parked.get(id))
                .filter(item -> item.parked.reason().equals(Making.IN_DOUBT))
                .map(item -> item.lane);
    }

    boolean isIncident(UUID id) {
        ModelItem item = parked.get(id);
        return item != null
                && item.parked.reason().equals(Guarding.MASS_DELETE)
                && item.partOf.isEmpty();
    }

    boolean hasPart(LaneKey lane, UUID incident) {
        return parked.values().stream().anyMatch(item -> item.isPart(lane, incident));
    }

    void resolveParts(LaneKey lane, UUID incident, Resolution verdict) {
        parked.values().stream()
                .filter(item -> item.isPart(lane, incident))
                .forEach(item -> item.resolution = Optional.of(verdict));
    }

    void resolve(UUID id, Resolution verdict) {
        parked.get(id).resolution = Optional.of(verdict);
    }

    void moved(UUID id) {
        parked.get(id).version++;
    }

    void closeIncident(UUID id) {
        parked.get(id).open = false;
    }

    /// What waits for a person goes along.
    void rehome(LaneKey from, LaneKey to) {
        homes.put(from, to);
        parked.values().stream()
                .filter(item -> item.lane.equals(from))
                .forEach(item -> item.lane = to);
    }

    /// A link has its own lane: what its record says from now on belongs to it, wherever that
    /// record was linked before.
    void isHome(LaneKey lane) {
        homes.remove(lane);
    }

    private LaneKey home(LaneKey lane) {
        return homes.getOrDefault(lane, lane);
    }

    List<ParkedItem> parkedOf(LaneKey lane) {
        return parked.values().stream()
                .filter(item -> item.open && item.lane.equals(lane))
                .map(
                        item ->
                                new ParkedItem(
                                        item.parked.id(),
                                        item.parked.kind(),
                                        item.parked.reason(),
                                        item.parked.group(),
                                        item.parked.changes(),
                                        item.resolution,
                                        item.wish))
                .toList();
    }

    /// Every question that was ever put to a person, in the order in which they were.
    List<Asked> asked() {
        return parked.values().stream()
                .map(item -> new Asked(item.at, item.lane, item.flow, item.parked))
                .toList();
    }

    /// Until when a person could say what becomes of a group of a lane: for ever where somebody is
    /// asked now; empty where nobody ever was. What is edited after that is another matter.
    Optional<Instant> askedUntil(LaneKey lane, String group) {
        return parked.values().stream()
                .filter(item -> item.lane.equals(lane))
                .filter(item -> item.parked.group().equals(Optional.of(group)))
                .filter(item -> item.parked.winner().isEmpty())
                .map(item -> item.decided.or(() -> item.closed).orElse(Instant.MAX))
                .max(Comparator.naturalOrder());
    }

    long pairs(TenantId tenant) {
        return outcomes.keySet().stream().filter(pair -> pair.tenant().equals(tenant)).count();
    }

    List<NewParked> open(TenantId tenant) {
        return parked.values().stream()
                .filter(item -> item.open && item.lane.tenant().equals(tenant))
                .filter(item -> item.partOf.isEmpty())
                .map(item -> item.parked)
                .toList();
    }

    /// Whether a person is asked about the whole of what the lane is about.
    boolean isAskedAsAWhole(LaneKey lane) {
        return parked.values().stream()
                .filter(item -> item.open && item.lane.equals(lane))
                .anyMatch(item -> item.parked.group().isEmpty());
    }

    Optional<Long> openVersion(TenantId tenant, UUID id) {
        return Optional.ofNullable(parked.get(id))
                .filter(item -> item.open && item.lane.tenant().equals(tenant))
                .map(item -> item.version);
    }

    /// The directions in which decisions wait to be carried out.
    Set<Direction> decided(LaneKey lane) {
        Set<Direction> directions = new TreeSet<>();
        for (ModelItem item : parked.values()) {
            if (item.open && item.lane.equals(lane)) {
                item.resolution.ifPresent(
                        resolution -> directions.add(direction(item, resolution)));
            }
        }
        return directions;
    }

    private Direction direction(ModelItem item, Resolution resolution) {
        return switch (resolution) {
            case KEEP_ACME, RESTORE_APP -> Direction.TO_APP;
            case KEEP_APP, RESTORE_ACME -> Direction.TO_ACME;
            case APPROVE, REJECT -> item.side.outbound();
            case REPLAY ->
                    item.parked.changes().isEmpty()
                            ? item.side.outbound()
                            : sides.get(
                                            new Pair(
                                                    item.lane.tenant(),
                                                    item.parked.changes().getLast(),
                                                    item.flow))
                                    .outbound();
        };
    }

    boolean firstAct(UUID key) {
        return acts.add(key);
    }

    Decided act(Act act, Instant now) {
        if (acts.contains(act.key())) {
            return Decided.only(ActAnswer.DONE);
        }
        ModelItem item = parked.get(act.parked());
        if (item == null || !item.lane.tenant().equals(act.tenant())) {
            return Decided.only(ActAnswer.UNKNOWN);
        }
        if (item.partOf.isPresent()) {
            return Decided.only(ActAnswer.REFUSED);
        }
        if (!item.open || item.version != act.version()) {
            return Decided.only(ActAnswer.STALE);
        }
        Optional<Resolution> resolution =
                switch (act.verb()) {
                    case KEEP_ACME -> Optional.of(Resolution.KEEP_ACME);
                    case KEEP_APP -> Optional.of(Resolution.KEEP_APP);
                    case REPLAY, EDIT -> Optional.of(Resolution.REPLAY);
                    case DISCARD, APPROVE, REJECT, RESTORE -> Optional.empty();
                };
        boolean aboutDeletes = act.verb() == Verb.APPROVE || act.verb() == Verb.REJECT;
        if (isIncident(act.parked()) != aboutDeletes) {
            return Decided.only(ActAnswer.REFUSED);
        }
        if (item.parked.kind() == ParkedKind.DEAD
                && (act.verb() == Verb.KEEP_ACME || act.verb() == Verb.KEEP_APP)) {
            return Decided.only(ActAnswer.REFUSED);
        }
        acts.add(act.key());
        acted.add(item.parked);
        item.version++;
        item.decided = Optional.of(now);
        item.resolution = resolution;
        if (resolution.isEmpty()) {
            item.open = false;
            return Decided.only(ActAnswer.ACCEPTED);
        }
        return new Decided(
                ActAnswer.ACCEPTED, Optional.of(item.lane), direction(item, resolution.get()));
    }

    /// What is to be put back stands in an item of its own, under the key of the act.
    Decided restore(Act act) {
        ModelItem item = parked.get(act.parked());
        if (acts.contains(act.key())) {
            return Decided.only(ActAnswer.DONE);
        }
        if (item == null || !item.lane.tenant().equals(act.tenant())) {
            return Decided.only(ActAnswer.UNKNOWN);
        }
        item.parked
                .winner()
                .ifPresent(
                        side ->
                                item.resolution =
                                        Optional.of(
                                                side == Side.ACME
                                                        ? Resolution.KEEP_ACME
                                                        : Resolution.KEEP_APP));
        boolean acmeKept = item.resolution.equals(Optional.of(Resolution.KEEP_ACME));
        boolean appKept = item.resolution.equals(Optional.of(Resolution.KEEP_APP));
        Side lost = acmeKept ? Side.APP : Side.ACME;
        Optional<Bytes> kept = item.parked.winner().map(_ -> item.parked.payload());
        Optional<Bytes> newest =
                item.parked.changes().stream()
                        .filter(
                                change ->
                                        lost
                                                == sides.get(
                                                        new Pair(act.tenant(), change, item.flow)))
                        .map(wholes::get)
                        .filter(java.util.Objects::nonNull)
                        .reduce((_, last) -> last);
        Optional<Bytes> body =
                kept.or(() -> newest).or(() -> Optional.ofNullable(item.said.get(lost)));
        boolean isAsked =
                parked.values().stream()
                        .filter(other -> other.open && other.lane.equals(item.lane))
                        .map(other -> other.parked.group())
                        .anyMatch(group -> group.isEmpty() || group.equals(item.parked.group()));
        if (item.open || isAsked || (!acmeKept && !appKept) || body.isEmpty()) {
            return Decided.only(ActAnswer.REFUSED);
        }
        acts.add(act.key());
        NewParked old = item.parked;
        ModelItem back =
                new ModelItem(
                        item.lane,
                        item.flow,
                        item.side,
                        new NewParked(
                                act.key(),
                                ParkedKind.CONFLICT,
                                "restore",
                                "A person wants the value back that lost.",
                                List.of(),
                                old.group(),
                                Optional.empty(),
                                old.baseValue(),
                                old.acmeValue(),
                                old.appValue(),
                                body.get(),
                                "",
                                ""),
                        item.at);
        back.resolution =
                Optional.of(lost == Side.APP ? Resolution.RESTORE_APP : Resolution.RESTORE_ACME);
        back.wish = body;
        parked.put(act.key(), back);
        return new Decided(ActAnswer.ACCEPTED, Optional.of(item.lane), lost.other().outbound());
    }

    /// The model parks nothing that has no lane, so that nothing can be replaced.
    ActAnswer replace(Act act, UUID newer) {
        ModelItem item = parked.get(act.parked());
        return item == null || !item.lane.tenant().equals(act.tenant())
                ? ActAnswer.UNKNOWN
                : ActAnswer.REFUSED;
    }

    /// How many pairs stand where, and the counters.
    Map<String, Long> tally(TenantId tenant) {
        Map<String, Long> tally = new TreeMap<>();
        outcomes.forEach(
                (pair, soFar) -> {
                    if (pair.tenant().equals(tenant)) {
                        String word =
                                soFar.isEmpty()
                                        ? "pending"
                                        : soFar.getLast().kind().name().toLowerCase(Locale.ROOT);
                        tally.merge(word, 1L, Long::sum);
                    }
                });
        for (String counter : List.of("duplicates", "missed")) {
            tally.put(counter, counters.getOrDefault(List.<Object>of(tenant, counter), 0L));
        }
        return tally;
    }
}
