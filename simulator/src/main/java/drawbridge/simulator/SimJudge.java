package drawbridge.simulator;

import drawbridge.crossing.engine.Guarding;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.Count;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;
import drawbridge.sync.Making;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Judges a run by what the systems hold and what their users did. The journal is asked only for
/// what is parked and which records are linked.
@NullUnmarked
final class SimJudge {

    /// Why a person is asked about a record that is gone at one side: until that is answered, the
    /// other side may be as it is.
    private static final Set<String> ABOUT_DELETES =
            Set.of(
                    Deleting.AGAINST_EDIT,
                    Deleting.ASKED,
                    Deleting.NEVER_FOUND,
                    Guarding.MASS_DELETE);

    /// Why a person is asked about a record that may live on as another one.
    private static final Set<String> ABOUT_HEIRS = Set.of("several-matches", "merged");

    /// Why a person is asked before a record gets a partner.
    private static final Set<String> ABOUT_PARTNERS =
            Set.of("several-matches", "copied-record", "stray-reference", Making.IN_DOUBT);

    private final SimWorld world;
    private final SimTraffic traffic;
    private final SimDeletes deletes;
    private final List<String> wrong = new ArrayList<>();
    private final Map<TenantId, SimLedger> ledgers = new HashMap<>();
    private int figuresCompared;

    SimJudge(SimWorld world, SimTraffic traffic) {
        this.world = world;
        this.traffic = traffic;
        this.deletes = new SimDeletes(world, traffic);
    }

    List<String> quiet(boolean isQuiet) {
        return isQuiet
                ? List.of()
                : List.of("stuck: no quiet after healing: " + world.journal.restless());
    }

    int gatewayEffects() {
        return world.systems.values().stream()
                .flatMap(systems -> systems.values().stream())
                .mapToInt(
                        system ->
                                system.puts
                                        + (int)
                                                system.effects.stream()
                                                        .filter(e -> e.gateway())
                                                        .count())
                .sum();
    }

    List<String> breaches() {
        wrong.addAll(world.journal.books.violations);
        wrong.addAll(world.journal.guard.unguarded);
        wrong.addAll(world.journal.guard.stuck());
        for (TenantId tenant : world.tenants.keySet()) {
            sums(tenant);
            doubled(tenant);
            wrong.addAll(new SimDead(world, tenant, ledger(tenant)).breaches());
            written(tenant);
            figures(tenant);
            for (Side side : Side.values()) {
                deletes.unasked(tenant, side).ifPresent(wrong::add);
            }
            for (Side side : Side.values()) {
                partners(tenant, side);
            }
            for (Link link : world.journal.links.all(tenant)) {
                if (link.flow().equals(SimWorld.APPOINTMENTS)
                        && !traffic.isOfSeries(tenant, link)) {
                    echoed(tenant, link);
                    pair(tenant, link);
                }
            }
            if (world.expands(tenant)) {
                wrong.addAll(new SimOccurrences(world, traffic, tenant).breaches());
            }
        }
        wrong.addAll(new SimQuestions(world, this::ledger).needless());
        if (figuresCompared == 0) {
            wrong.add("nothing was counted");
        }
        return wrong;
    }

    private void sums(TenantId tenant) {
        Map<String, Long> tally = world.journal.books.tally(tenant);
        if (tally.getOrDefault("pending", 0L) != 0) {
            wrong.add("pending: " + tally);
        }
        long sum =
                tally.entrySet().stream()
                        .filter(entry -> !Set.of("duplicates", "missed").contains(entry.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        if (sum != world.journal.books.pairs(tenant)) {
            wrong.add("sum: " + tally + " of " + world.journal.books.pairs(tenant) + " pairs");
        }
        long told = world.journal.told.getOrDefault(tenant, 0L);
        long sent = world.postman.told.getOrDefault(tenant, 0L);
        if (told > sent) {
            wrong.add("sum: " + told + " changes were stored of " + sent + " deliveries");
        }
        // What became of a write cannot be told while its record is gone and a person is asked.
        boolean open =
                world.journal.links.openAttempts().stream()
                        .anyMatch(lane -> !world.journal.books.isAskedAsAWhole(lane));
        if (open && !traffic.letBe) {
            wrong.add("stuck: open attempts");
        }
    }

    /// One reference, one record made by us; a second one only where users deleted the first before
    /// we knew of it.
    private void doubled(TenantId tenant) {
        for (Side side : Side.values()) {
            ModelSystem system = traffic.system(tenant, side);
            Map<Value, RecordRef> made = new HashMap<>();
            for (ModelSystem.Effect effect : system.effects) {
                if (effect.gateway() && effect.operation().equals("create")) {
                    Value reference = effect.after().members().get(system.habits.referenceField());
                    if (world.flow(tenant, SimWorld.APPOINTMENTS)
                            .end(side)
                            .externalReference()
                            .isEmpty()) {
                        continue;
                    }
                    RecordRef before = made.put(reference, effect.record());
                    if (before != null) {
                        wrong.add("doubled: " + effect.record() + " at " + effect.at());
                    }
                }
            }
            for (RecordRef record : system.blind) {
                wrong.add("blind: " + record + " was written without a precondition");
            }
        }
    }

    /// No link joins two records that the gateway made, one of them for an echo of its own, unless
    /// one took the place of another. What a user brought back is that user's.
    private void echoed(TenantId tenant, Link link) {
        List<RecordRef> both =
                Arrays.stream(Side.values())
                        .flatMap(
                                side ->
                                        link
                                                .end(side)
                                                .record()
                                                .map(
                                                        id ->
                                                                new RecordRef(
                                                                        SimWorld.resource(side),
                                                                        id))
                                                .filter(record -> isOurs(tenant, side, record))
                                                .filter(
                                                        record ->
                                                                !traffic.restored.containsKey(
                                                                        record))
                                                .filter(
                                                        _ ->
                                                                traffic.named(tenant, side, link)
                                                                                .size()
                                                                        == 1)
                                                .stream())
                        .toList();
        if (both.size() == 2 && !traffic.letBe) {
            wrong.add("doubled: " + both.getFirst() + " and " + both.getLast() + " are both ours");
        }
    }

    private boolean isOurs(TenantId tenant, Side side, RecordRef record) {
        return traffic.system(tenant, side).effects.stream()
                .filter(effect -> effect.record().equals(record))
                .findFirst()
                .filter(ModelSystem.Effect::gateway)
                .isPresent();
    }

    private SimLedger ledger(TenantId tenant) {
        return ledgers.computeIfAbsent(tenant, its -> new SimLedger(world, its));
    }

    /// The dashboard says exactly how many activities there are, of everybody who is in both
    /// systems.
    private void figures(TenantId tenant) {
        Count count = world.count(tenant);
        Refs refs = world.journal.links.users(tenant);
        Map<String, Long> truth = new TreeMap<>();
        traffic.system(tenant, Side.ACME)
                .rows
                .forEach(
                        (record, row) -> {
                            if (record.resource().equals(SimWorld.ACTIVITY)
                                    && !row.deleted
                                    && count.place(row.record)
                                            instanceof Count.Place.In(var bucket, var _)) {
                                refs.of(new RecordRef(SimWorld.USER, bucket.owner()))
                                        .map(pair -> pair.appId())
                                        .map(id -> new Bucket(id, bucket.day(), bucket.kind()))
                                        .ifPresent(at -> truth.merge(at.id(), 1L, Long::sum));
                            }
                        });
        Map<String, Long> shown = new TreeMap<>(traffic.system(tenant, Side.APP).figures);
        shown.values().removeIf(number -> number == 0);
        if (!shown.equals(truth)) {
            wrong.add("miscounted: the dashboard says " + shown + ", true is " + truth);
        }
        figuresCompared += truth.size();
    }

    /// No more writes than there were reasons for.
    private void written(TenantId tenant) {
        for (Side side : Side.values()) {
            ModelSystem system = traffic.system(tenant, side);
            Map<RecordRef, Integer> writes = new HashMap<>();
            for (ModelSystem.Effect effect : system.effects) {
                if (effect.gateway()
                        && effect.operation().equals("update")
                        && !SimSeries.isTheirs(system.rows.get(effect.record()))) {
                    writes.merge(effect.record(), 1, Integer::sum);
                }
            }
            writes.forEach(
                    (record, count) -> {
                        int reasons = reasons(tenant, side, record);
                        if (count > reasons) {
                            wrong.add(
                                    "looped: "
                                            + record
                                            + " was written "
                                            + count
                                            + " times for "
                                            + reasons
                                            + " reasons");
                        }
                    });
        }
    }

    private int reasons(TenantId tenant, Side side, RecordRef record) {
        Optional<Link> link =
                world.journal
                        .links
                        .of(tenant, SimWorld.APPOINTMENTS, side, record.id())
                        .or(() -> onceNamed(tenant, side, record));
        List<RecordRef> both = new ArrayList<>(List.of(record));
        for (Side one : Side.values()) {
            link.ifPresent(known -> both.addAll(traffic.moves.lives(tenant, known, one)));
        }
        Set<RecordRef> lives = new HashSet<>(both);
        long acts =
                lives.stream()
                        .flatMap(one -> ledger(tenant).of(one).stream())
                        .filter(effect -> !effect.gateway())
                        .mapToLong(SimJudge::reasons)
                        .sum();
        // A delete is one more reason, and what a lost create was rounded to another.
        return (int) (acts + contacts(tenant, lives) + 2);
    }

    private static long reasons(ModelSystem.Effect effect) {
        return switch (effect.operation()) {
            case "none", "delete" -> 0;
            case "restore" -> 2;
            default -> 1;
        };
    }

    /// How often somebody changed a customer of these records.
    private long contacts(TenantId tenant, Set<RecordRef> records) {
        Set<String> customers = new HashSet<>();
        for (RecordRef record : records) {
            for (ModelSystem.Effect effect : ledger(tenant).of(record)) {
                Values.idText(effect.after().members().getOrDefault("contact_id", Value.NULL))
                        .ifPresent(customers::add);
            }
        }
        return traffic.system(tenant, Side.ACME).effects.stream()
                .filter(effect -> effect.record().resource().equals(SimWorld.CONTACT))
                .filter(effect -> customers.contains(effect.record().id()))
                .filter(effect -> effect.operation().equals("update"))
                .count();
    }

    /// The link in which another record took its place since.
    private Optional<Link> onceNamed(TenantId tenant, Side side, RecordRef record) {
        return world.journal.links.all(tenant).stream()
                .filter(link -> link.flow().equals(SimWorld.APPOINTMENTS))
                .filter(link -> traffic.named(tenant, side, link).contains(record))
                .findFirst();
    }

    /// Whoever is alive has a partner, or is parked.
    private void partners(TenantId tenant, Side side) {
        ModelSystem system = traffic.system(tenant, side);
        system.rows.forEach(
                (record, row) -> {
                    boolean ours =
                            record.resource()
                                    .equals(
                                            side == Side.ACME
                                                    ? SimWorld.APPOINTMENT
                                                    : SimWorld.EVENT);
                    if (!ours || row.deleted || SimSeries.isTheirs(row)) {
                        return;
                    }
                    Optional<Link> link =
                            world.journal.links.of(
                                    tenant, SimWorld.APPOINTMENTS, side, record.id());
                    boolean linked =
                            link.filter(known -> known.life() != Link.Life.UNLINKED).isPresent();
                    // One that came back in the moment when another took its place is left alone.
                    boolean replaced =
                            traffic.restored.containsKey(record)
                                    && world.journal.links.all(tenant).stream()
                                            .anyMatch(
                                                    known ->
                                                            traffic.named(tenant, side, known)
                                                                    .contains(record));
                    if (!linked
                            && !replaced
                            && !traffic.letBe
                            && parked(tenant, laneOf(tenant, record, link)).stream()
                                    .noneMatch(SimJudge::holdsBack)) {
                        wrong.add("lost: " + record + " has no partner and is not parked");
                    }
                });
    }

    /// Whether a record has no partner as long as this is open.
    private static boolean holdsBack(ParkedItem item) {
        return item.group().isEmpty()
                && (item.kind() == ParkedKind.DEAD || ABOUT_PARTNERS.contains(item.reason()));
    }

    /// Whether a delete is not carried to the other side as long as this is open: somebody is asked
    /// about it, or kept what is left, of which the deleted side can make no record.
    private static boolean holdsDelete(ParkedItem item) {
        return ABOUT_DELETES.contains(item.reason())
                || ABOUT_HEIRS.contains(item.reason())
                || (item.kind() == ParkedKind.DEAD && item.group().isEmpty());
    }

    private static LaneId laneOf(TenantId tenant, RecordRef record, Optional<Link> link) {
        return link.map(known -> new LaneId(known.id()))
                .orElseGet(() -> LaneId.of(tenant, SimWorld.APPOINTMENTS, record));
    }

    private List<ParkedItem> parked(TenantId tenant, LaneId lane) {
        return world.journal.books.parkedOf(new LaneKey(tenant, lane));
    }

    private void pair(TenantId tenant, Link link) {
        if (link.acme().record().isEmpty() || link.app().record().isEmpty()) {
            return;
        }
        RecordRef acme = new RecordRef(SimWorld.APPOINTMENT, link.acme().record().get());
        RecordRef app = new RecordRef(SimWorld.EVENT, link.app().record().get());
        ModelSystem.Row left = traffic.system(tenant, Side.ACME).rows.get(acme);
        ModelSystem.Row right = traffic.system(tenant, Side.APP).rows.get(app);
        if (left == null || right == null) {
            wrong.add("lost: a record of link " + link);
            return;
        }
        SimPair pair = new SimPair(tenant, link, acme, app, left, right);
        List<ParkedItem> items = parked(tenant, pair.lane());
        deletes.overEdit(pair, ledger(tenant)).ifPresent(wrong::add);
        if (left.deleted != right.deleted && items.stream().noneMatch(SimJudge::holdsDelete)) {
            deletes.carried(pair).ifPresent(wrong::add);
        }
        if (left.deleted || right.deleted || link.life() != Link.Life.LINKED) {
            if (!left.deleted && !right.deleted) {
                wrong.add("buried alive: " + acme + " and " + app);
            }
            return;
        }
        Set<String> held = new HashSet<>();
        items.forEach(item -> item.group().ifPresent(held::add));
        wrong.addAll(new SimAgreement(world, traffic, ledger(tenant)).of(pair, held));
    }
}
