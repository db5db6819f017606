package drawbridge.simulator;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Guarding;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Flow.MassDelete;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The deletes that the model journal counts and stops.
@NullUnmarked
final class ModelGuard {

    private record Of(TenantId tenant, FlowName flow) {}

    private static final class Asked {
        final Of of;
        final Side gone;
        final LaneId countedAs;
        final Instant at;
        Optional<UUID> item = Optional.empty();
        Optional<Resolution> verdict = Optional.empty();

        Asked(Of of, Side gone, LaneId countedAs, Instant at) {
            this.of = of;
            this.gone = gone;
            this.countedAs = countedAs;
            this.at = at;
        }
    }

    private final ModelLinks links;
    private final ModelBooks books;
    private final Map<LaneKey, Asked> asked = new LinkedHashMap<>();
    private final Map<Of, UUID> incidents = new HashMap<>();

    /// Links whose delete a person rejected.
    final Set<LaneKey> spared = new HashSet<>();

    /// Deletes that were let through by nobody's word although they were too many.
    final List<String> unguarded = new ArrayList<>();

    private final Map<Of, Map<LaneKey, Asked>> let = new HashMap<>();

    ModelGuard(ModelLinks links, ModelBooks books) {
        this.links = links;
        this.books = books;
    }

    Clearance clear(LaneKey lane, ConfirmedDelete delete, Instant now) {
        Of of = new Of(lane.tenant(), delete.flow());
        Instant since = now.minus(delete.limits().within());
        asked.values()
                .removeIf(one -> one.of.equals(of) && one.item.isEmpty() && one.at.isBefore(since));
        Asked own =
                asked.computeIfAbsent(
                        lane, _ -> new Asked(of, delete.gone(), delete.countedAs(), now));
        Optional<UUID> incident = Optional.ofNullable(incidents.get(of));
        if (own.verdict.isEmpty() && !own.item.equals(incident)) {
            own.item = Optional.empty();
        }
        if (own.verdict.isPresent()) {
            forget(of, lane);
            return own.verdict.get() == Resolution.APPROVE
                    ? new Clearance.Go()
                    : new Clearance.Spare();
        }
        if (incident.isPresent() || isTooMany(of, delete.limits())) {
            UUID item = incident.orElseGet(() -> begin(of, delete, now));
            if (own.item.isEmpty()) {
                own.item = Optional.of(item);
                books.moved(item);
            }
            // One that was let through before and met a failure is carried out, if at all, by a
            // person's word now.
            forget(of, lane);
            return new Clearance.Stop(item);
        }
        Instant until = own.at.plus(delete.limits().gather());
        if (until.isAfter(now)) {
            return new Clearance.Wait(until);
        }
        Map<LaneKey, Asked> gone = let.computeIfAbsent(of, _ -> new HashMap<>());
        gone.values().removeIf(one -> one.at.isBefore(since));
        gone.put(lane, own);
        long acts = acts(gone.values().stream());
        if (acts > Math.max(delete.limits().count(), links.all(of.tenant()).size() / 50)) {
            unguarded.add("unguarded: " + acts + " deletes of " + of);
        }
        return new Clearance.Go();
    }

    /// A delete that a person decided about, or that came to nothing, was not let through.
    private void forget(Of of, LaneKey lane) {
        let.getOrDefault(of, new HashMap<>()).remove(lane);
    }

    private boolean isTooMany(Of of, MassDelete limits) {
        List<Asked> undecided =
                asked.values().stream()
                        .filter(one -> one.of.equals(of) && one.verdict.isEmpty())
                        .toList();
        long many = acts(undecided.stream());
        List<Link> living =
                links.all(of.tenant()).stream()
                        .filter(link -> link.flow().equals(of.flow()))
                        .filter(link -> link.life() == Link.Life.LINKED)
                        .toList();
        boolean emptied =
                many >= MassDelete.EMPTY_FROM
                        && living.stream()
                                .map(link -> new LaneKey(of.tenant(), new LaneId(link.id())))
                                .allMatch(asked::containsKey);
        return emptied || limits.isExceededBy(many, undecided.size(), living.size());
    }

    /// What somebody did to one record is one delete.
    private static long acts(Stream<Asked> some) {
        return some.map(one -> one.countedAs).distinct().count();
    }

    private long waiting(Of of, UUID item) {
        return asked.values().stream()
                .filter(one -> one.of.equals(of) && one.verdict.isEmpty())
                .filter(one -> one.item.equals(Optional.of(item)))
                .count();
    }

    private UUID begin(Of of, ConfirmedDelete delete, Instant now) {
        UUID item = delete.incident();
        incidents.put(of, item);
        books.park(
                new LaneKey(of.tenant(), new LaneId(item)),
                of.flow(),
                delete.gone(),
                new NewParked(
                        item,
                        ParkedKind.CONFLICT,
                        Guarding.MASS_DELETE,
                        "Deletes wait.",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.NONE,
                        "",
                        ""),
                now);
        return item;
    }

    /// What a person said about the deletes that wait; answers their lanes and the gone sides.
    Map<LaneKey, Side> decide(UUID item, Resolution verdict) {
        Map<LaneKey, Side> lanes = new LinkedHashMap<>();
        asked.forEach(
                (lane, one) -> {
                    if (one.item.equals(Optional.of(item))) {
                        one.verdict = Optional.of(verdict);
                        lanes.put(lane, one.gone);
                        if (verdict == Resolution.REJECT) {
                            spared.add(lane);
                        }
                    }
                });
        incidents.values().remove(item);
        return lanes;
    }

    Optional<Resolution> verdict(LaneKey lane) {
        return Optional.ofNullable(asked.get(lane)).flatMap(one -> one.verdict);
    }

    /// After a settlement was written.
    void settled(LaneKey lane, Settlement settlement) {
        Asked one = asked.get(lane);
        boolean told = settlement.link().isPresent() || !settlement.unpark().isEmpty();
        if (one == null || !told) {
            return;
        }
        boolean alive =
                settlement.link().filter(link -> link.life() == Link.Life.LINKED).isPresent();
        boolean waits = one.item.filter(item -> books.hasPart(lane, item)).isPresent();
        if ((one.item.isPresent() || alive) && !waits) {
            asked.remove(lane);
            forget(one.of, lane);
            if (one.item.isPresent() && one.verdict.isEmpty()) {
                left(one.of, one.item.get());
            }
        }
    }

    private void left(Of of, UUID item) {
        books.moved(item);
        if (waiting(of, item) == 0) {
            incidents.remove(of, item);
            books.closeIncident(item);
        }
    }

    /// Incidents that no lane waits for, and lanes that wait for none.
    List<String> stuck() {
        List<String> stuck = new ArrayList<>();
        incidents.forEach(
                (of, item) -> {
                    if (waiting(of, item) == 0) {
                        stuck.add("stuck: nothing waits for incident " + item);
                    }
                });
        asked.forEach(
                (lane, one) -> {
                    if (one.item.isPresent() && !one.item.get().equals(incidents.get(one.of))) {
                        stuck.add("stuck: " + lane + " waits for an incident that is over");
                    }
                    if (one.item.filter(item -> !books.hasPart(lane, item)).isPresent()) {
                        stuck.add("stuck: " + lane + " waits without an item");
                    }
                });
        return stuck;
    }
}
