package drawbridge.simulator;

import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal.OpenAttempt;
import drawbridge.crossing.engine.Key;
import drawbridge.crossing.engine.Settling;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Attempted;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

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
import java.util.function.Supplier;

/// The links, attempts and uses of the model journal.
final class ModelLinks {

    private record LinkKey(TenantId tenant, FlowName flow, UUID id) {}

    private record KeyOf(TenantId tenant, FlowName flow, Hash hash) {}

    private record Owner(UUID link, boolean strong) {}

    private record End(TenantId tenant, FlowName flow, Side side, String id) {}

    /// A call that was about to be made.
    ///
    /// @param since when it began, or the one in doubt before it whose place it took
    record Tried(Instant at, ModelJournal.LaneKey lane, Attempt attempt, Instant since) {}

    final List<Tried> tried = new ArrayList<>();

    /// Attempts whose answer was heard, and settled with.
    final Set<UUID> answered = new HashSet<>();

    /// How each attempt ended.
    final Map<UUID, String> ended = new HashMap<>();

    /// How often a create met a key of another one.
    int keptApart;

    private final Supplier<Instant> now;
    private final Map<LinkKey, Link> links = new LinkedHashMap<>();
    private final Map<LinkKey, Instant> buried = new HashMap<>();
    private final Map<End, UUID> ends = new HashMap<>();
    private final Map<End, Set<UUID>> named = new LinkedHashMap<>();
    private final Map<ModelJournal.LaneKey, Attempt> open = new HashMap<>();
    private final Map<UUID, Instant> bounded = new HashMap<>();
    private final Map<KeyOf, Owner> keys = new HashMap<>();
    private final Map<ModelJournal.LaneKey, Set<RecordRef>> uses = new LinkedHashMap<>();

    ModelLinks(Supplier<Instant> now) {
        this.now = now;
    }

    /// When the link was buried last.
    Optional<Instant> buried(TenantId tenant, Link link) {
        return Optional.ofNullable(buried.get(new LinkKey(tenant, link.flow(), link.id())));
    }

    Optional<Link> byId(TenantId tenant, FlowName flow, UUID id) {
        return Optional.ofNullable(links.get(new LinkKey(tenant, flow, id)));
    }

    Optional<Link> of(TenantId tenant, FlowName flow, Side side, String id) {
        return Optional.ofNullable(ends.get(new End(tenant, flow, side, id)))
                .flatMap(link -> byId(tenant, flow, link));
    }

    /// The ids of all records that the link ever named on a side.
    List<String> named(TenantId tenant, FlowName flow, Side side, UUID link) {
        return named.entrySet().stream()
                .filter(end -> end.getValue().contains(link))
                .map(Map.Entry::getKey)
                .filter(end -> end.tenant().equals(tenant) && end.flow().equals(flow))
                .filter(end -> end.side() == side)
                .map(End::id)
                .toList();
    }

    boolean belongsToAnother(TenantId tenant, Link link) {
        for (Side side : Side.values()) {
            Optional<UUID> owner =
                    link.end(side)
                            .record()
                            .map(id -> ends.get(new End(tenant, link.flow(), side, id)));
            if (owner.filter(id -> !id.equals(link.id())).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// Inserts the link of a create; false when a record belongs to a link already.
    boolean insert(TenantId tenant, Link link) {
        Optional<Link> stored = byId(tenant, link.flow(), link.id());
        if (belongsToAnother(tenant, link)
                || stored.filter(old -> old.life() != Link.Life.UNLINKED).isPresent()) {
            return false;
        }
        if (stored.isEmpty()) {
            put(tenant, link);
        }
        return true;
    }

    void put(TenantId tenant, Link link) {
        LinkKey key = new LinkKey(tenant, link.flow(), link.id());
        Link old = links.put(key, link);
        boolean lived = old == null || old.life() != Link.Life.TOMBSTONE;
        if (lived && link.life() == Link.Life.TOMBSTONE) {
            buried.put(key, now.get());
        }
        for (Side side : Side.values()) {
            if (old != null) {
                old.end(side)
                        .record()
                        .ifPresent(id -> ends.remove(new End(tenant, link.flow(), side, id)));
            }
            link.end(side)
                    .record()
                    .map(id -> new End(tenant, link.flow(), side, id))
                    .ifPresent(
                            end -> {
                                ends.put(end, link.id());
                                named.computeIfAbsent(end, _ -> new HashSet<>()).add(link.id());
                            });
        }
    }

    /// Reserves all keys of a create, or none.
    Attempted reserve(TenantId tenant, FlowName flow, UUID link, List<Key> wanted) {
        boolean taken = false;
        boolean kept = false;
        for (Key key : wanted) {
            Owner owner = keys.get(new KeyOf(tenant, flow, key.hash()));
            if (owner != null && !owner.link().equals(link)) {
                taken = true;
                kept |=
                        byId(tenant, flow, owner.link())
                                .filter(known -> known.life() != Link.Life.UNLINKED)
                                .isPresent();
            }
        }
        if (taken) {
            keptApart++;
            return kept ? Attempted.KEPT : Attempted.RESERVED;
        }
        for (Key key : wanted) {
            keys.put(new KeyOf(tenant, flow, key.hash()), new Owner(link, key.strong()));
        }
        return Attempted.GO;
    }

    /// After an attempt ended.
    void free(TenantId tenant, FlowName flow, UUID link) {
        boolean linked =
                byId(tenant, flow, link)
                        .filter(known -> known.life() != Link.Life.UNLINKED)
                        .isPresent();
        keys.values().removeIf(owner -> owner.link().equals(link) && !(owner.strong() && linked));
    }

    void attempt(ModelJournal.LaneKey lane, Attempt attempt, Instant now) {
        Instant since = openCreate(lane).map(Tried::since).orElse(now);
        tried.add(new Tried(now, lane, attempt, since));
        open.put(lane, attempt);
    }

    /// Lanes of the tenant with an open create there that may have made what was told of first
    /// then, the oldest first.
    List<ModelJournal.LaneKey> creating(TenantId tenant, Side target, Instant told) {
        return tried.stream()
                .filter(one -> one.lane().tenant().equals(tenant) && !one.since().isAfter(told))
                .filter(one -> one.attempt().equals(open.get(one.lane())))
                .filter(one -> one.attempt().target() == target)
                .filter(one -> one.attempt().operation() == Settling.Operation.CREATE)
                .filter(one -> !isBounded(one, told))
                .map(Tried::lane)
                .toList();
    }

    /// Whether nothing that was told of for the first time then was made by it.
    boolean isBounded(Tried create, Instant told) {
        return Optional.ofNullable(bounded.get(create.attempt().id()))
                .filter(told::isAfter)
                .isPresent();
    }

    /// Open creates there whose time was over by then and that nothing bounds yet.
    List<Tried> lost(TenantId tenant, Side target, Instant until) {
        return tried.stream()
                .filter(one -> one.lane().tenant().equals(tenant))
                .filter(one -> one.attempt().equals(open.get(one.lane())))
                .filter(one -> one.attempt().target() == target)
                .filter(one -> one.attempt().operation() == Settling.Operation.CREATE)
                .filter(one -> !one.attempt().deadline().isAfter(until))
                .filter(one -> !bounded.containsKey(one.attempt().id()))
                .toList();
    }

    void bound(UUID attempt, Instant now) {
        bounded.putIfAbsent(attempt, now);
    }

    /// The create that the lane has open, if it has one.
    Optional<Tried> openCreate(ModelJournal.LaneKey lane) {
        return Optional.ofNullable(open.get(lane))
                .filter(attempt -> attempt.operation() == Settling.Operation.CREATE)
                .flatMap(this::tried);
    }

    void end(ModelJournal.LaneKey lane, EndedAttempt attempt) {
        ended.put(attempt.id(), attempt.how());
        if (attempt.how().equals("answered") || attempt.how().startsWith("answered: ")) {
            answered.add(attempt.id());
        }
        if (open.containsKey(lane) && open.get(lane).id().equals(attempt.id())) {
            open.remove(lane);
        }
    }

    void end(ModelJournal.LaneKey lane) {
        open.remove(lane);
    }

    Optional<OpenAttempt> openAttempt(ModelJournal.LaneKey lane) {
        return Optional.ofNullable(open.get(lane))
                .flatMap(this::tried)
                .map(
                        one ->
                                new OpenAttempt(
                                        one.attempt().id(),
                                        one.attempt().target(),
                                        one.attempt().operation(),
                                        one.attempt().record(),
                                        one.at(),
                                        one.attempt().deadline(),
                                        one.attempt().sent()));
    }

    private Optional<Tried> tried(Attempt attempt) {
        return tried.reversed().stream().filter(one -> one.attempt().equals(attempt)).findFirst();
    }

    void uses(ModelJournal.LaneKey lane, Set<RecordRef> records) {
        uses.put(lane, Set.copyOf(records));
    }

    List<ModelJournal.LaneKey> using(TenantId tenant, RecordRef record) {
        return uses.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .filter(entry -> entry.getValue().contains(record))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<Link> all(TenantId tenant) {
        return links.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// The users whom both systems know.
    Refs users(TenantId tenant) {
        Map<RecordRef, Refs.Pair> pairs = new HashMap<>();
        for (Link link : all(tenant)) {
            if (link.flow().equals(SimWorld.USERS)
                    && link.acme().record().isPresent()
                    && link.app().record().isPresent()) {
                Refs.Pair pair =
                        new Refs.Pair(
                                link.id(), link.acme().record().get(), link.app().record().get());
                pairs.put(new RecordRef(SimWorld.USER, pair.acmeId()), pair);
                pairs.put(new RecordRef(SimWorld.MEMBER, pair.appId()), pair);
            }
        }
        return new Refs(pairs);
    }

    /// The lanes on which a call is open of which nobody knows what it did.
    Set<ModelJournal.LaneKey> openAttempts() {
        return Set.copyOf(open.keySet());
    }
}
