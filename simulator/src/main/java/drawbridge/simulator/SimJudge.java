package drawbridge.simulator;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.Count;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.simulator.SimTraffic.Edit;
import drawbridge.sync.Link;
import drawbridge.sync.Readings;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// Judges a run by what the systems hold and what their users did. The journal is asked only for
/// what is parked and which records are linked.
@NullUnmarked
final class SimJudge {

    /// Of several days Acme takes but one.
    private static final String DAYS = "/all_day_on";

    private final SimWorld world;
    private final SimTraffic traffic;
    private final List<String> wrong = new ArrayList<>();
    private int figuresCompared;

    SimJudge(SimWorld world, SimTraffic traffic) {
        this.world = world;
        this.traffic = traffic;
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
            dead(tenant);
            written(tenant);
            figures(tenant);
            for (Side side : Side.values()) {
                unasked(tenant, side);
            }
            for (Side side : Side.values()) {
                partners(tenant, side);
            }
            for (Link link : world.journal.links.all(tenant)) {
                if (link.flow().equals(SimWorld.APPOINTMENTS)) {
                    pair(tenant, link);
                }
            }
        }
        wrong.addAll(new SimQuestions(world).needless());
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
        if (world.journal.links.openAttempts() > 0) {
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

    /// Only what a user wrote too long is dead. The dashboard says exactly how many activities
    /// there are, of everybody who is in both systems.
    private void figures(TenantId tenant) {
        Count count = world.count(tenant);
        Refs refs = refs(tenant);
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

    /// Not more deletes of a side than the flow allows were carried out without anybody being
    /// asked.
    private void unasked(TenantId tenant, Side gone) {
        Set<LaneKey> asked = new HashSet<>();
        for (ModelBooks.Asked one : world.journal.books.asked()) {
            if (one.item().group().isEmpty()) {
                asked.add(one.lane());
            }
        }
        List<Link> links = world.journal.links.all(tenant);
        List<String> carried =
                links.stream()
                        .filter(link -> link.flow().equals(SimWorld.APPOINTMENTS))
                        .filter(link -> link.life() == Link.Life.TOMBSTONE)
                        .filter(link -> isCarried(tenant, link, gone))
                        .filter(link -> !asked.contains(new LaneKey(tenant, new LaneId(link.id()))))
                        .map(
                                link ->
                                        SimWorld.resource(gone)
                                                + " "
                                                + link.end(gone).record().orElseThrow())
                        .toList();
        Flow.MassDelete limits = world.flow(tenant, SimWorld.APPOINTMENTS).massDelete();
        long most = Math.max(limits.count(), (long) links.size() * limits.percent() / 100);
        if (carried.size() > most) {
            wrong.add("unguarded: " + carried.size() + " deletes were carried out: " + carried);
        }
    }

    private boolean isCarried(TenantId tenant, Link link, Side gone) {
        if (link.acme().record().isEmpty() || link.app().record().isEmpty()) {
            return false;
        }
        RecordRef deleted = new RecordRef(SimWorld.resource(gone), link.end(gone).record().get());
        RecordRef left =
                new RecordRef(
                        SimWorld.resource(gone.other()), link.end(gone.other()).record().get());
        Optional<Instant> at =
                traffic.system(tenant, gone).effects.stream()
                        .filter(effect -> !effect.gateway() && effect.record().equals(deleted))
                        .filter(effect -> effect.operation().equals("delete"))
                        // What its user had cancelled before crosses as that edit.
                        .filter(effect -> !isMarked(effect.before()))
                        .map(ModelSystem.Effect::at)
                        .findFirst();
        return at.isPresent()
                && traffic.system(tenant, gone.other()).effects.stream()
                        .anyMatch(
                                effect ->
                                        effect.gateway()
                                                && effect.record().equals(left)
                                                && effect.at().isAfter(at.get())
                                                && isOfADelete(effect));
    }

    /// Whether it deletes the record, or marks it as what was deleted elsewhere.
    private static boolean isOfADelete(ModelSystem.Effect effect) {
        return effect.operation().equals("delete")
                || (isMarked(effect.after()) && !isMarked(effect.before()));
    }

    private static boolean isMarked(Value.Obj record) {
        return has(record, "state", "cancelled")
                || has(record, "status", "Not Held")
                || has(record, "place", "Deleted")
                || has(record, "location", "Deleted")
                || has(record, "room", "Deleted");
    }

    private void dead(TenantId tenant) {
        for (NewParked item : world.journal.books.open(tenant)) {
            if (item.kind() == ParkedKind.DEAD
                    && item.field()
                            .filter(field -> field.contains("title") || field.equals(DAYS))
                            .isEmpty()) {
                wrong.add(
                        "dead for no reason: "
                                + item.sentence()
                                + " "
                                + item.field().orElse("(no field)")
                                + ", item "
                                + item.id());
            }
        }
    }

    /// No more writes than there were reasons for.
    private void written(TenantId tenant) {
        for (Side side : Side.values()) {
            ModelSystem system = traffic.system(tenant, side);
            Map<RecordRef, Integer> writes = new HashMap<>();
            for (ModelSystem.Effect effect : system.effects) {
                if (effect.gateway() && effect.operation().equals("update")) {
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
        long edits =
                traffic.edits.get(tenant).stream()
                        .filter(edit -> both.contains(edit.record()))
                        .count();
        long contacts =
                traffic.system(tenant, Side.ACME).effects.stream()
                        .filter(effect -> effect.record().resource().equals(SimWorld.CONTACT))
                        .filter(effect -> effect.operation().equals("update"))
                        .count();
        long restores =
                both.stream()
                        .distinct()
                        .mapToInt(one -> traffic.restored.getOrDefault(one, 0))
                        .sum();
        // A delete is one more reason, and what a lost create was rounded to another.
        return (int) (edits + contacts + 2 + 2 * restores);
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
                    if (!ours || row.deleted) {
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
                            && parked(tenant, laneOf(tenant, record, link)).isEmpty()) {
                        wrong.add("lost: " + record + " has no partner and is not parked");
                    }
                });
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
        List<ParkedItem> items = parked(tenant, new LaneId(link.id()));
        if (left == null || right == null) {
            wrong.add("lost: a record of link " + link);
            return;
        }
        if (left.deleted != right.deleted && items.stream().noneMatch(i -> i.group().isEmpty())) {
            cancelled(tenant, link, left, right, acme, app);
        }
        if (left.deleted || right.deleted || link.life() != Link.Life.LINKED) {
            if (!left.deleted && !right.deleted) {
                wrong.add("buried alive: " + acme + " and " + app);
            }
            return;
        }
        Set<String> held = new HashSet<>();
        items.forEach(item -> held.add(item.group().orElse("*")));
        if (!held.contains("*")) {
            agree(tenant, link, left, right, acme, app, held);
        }
    }

    /// What the policy wants of the record that is left, unless a user undid that since.
    private void cancelled(
            TenantId tenant,
            Link link,
            ModelSystem.Row left,
            ModelSystem.Row right,
            RecordRef acme,
            RecordRef app) {
        Side gone = left.deleted ? Side.ACME : Side.APP;
        Value.Obj record = (left.deleted ? right : left).record;
        Instant since = (left.deleted ? left : right).changed;
        Flow.OnDelete policy = world.flow(tenant, SimWorld.APPOINTMENTS).onDelete(gone);
        boolean done =
                switch (policy) {
                    case CANCEL, HOLD ->
                            has(record, "state", "cancelled") || has(record, "status", "Not Held");
                    case SOFT ->
                            has(record, "place", "Deleted")
                                    || has(record, "location", "Deleted")
                                    || has(record, "room", "Deleted");
                    case HARD -> false;
                    case UNLINK -> true;
                };
        String marked = policy == Flow.OnDelete.SOFT ? "place" : "status";
        RecordRef living = left.deleted ? app : acme;
        // Of a delete that was taken back and repeated while nobody could look, the mark of the
        // first one is all there is: who took it away meanwhile has done so knowingly.
        Instant known = marked(tenant, gone.other(), living).filter(since::isAfter).orElse(since);
        boolean editedSince =
                policy != Flow.OnDelete.HARD
                        && last(tenant, living, marked)
                                .filter(edit -> edit.at().isAfter(known))
                                .isPresent();
        boolean spared =
                world.journal.guard.spared.contains(new LaneKey(tenant, new LaneId(link.id())));
        if (!done && !editedSince && !spared) {
            wrong.add("lost delete: " + acme + " and " + app);
        }
    }

    /// When the gateway last marked a record as that of a delete.
    private Optional<Instant> marked(TenantId tenant, Side side, RecordRef record) {
        return traffic.system(tenant, side).effects.stream()
                .filter(effect -> effect.gateway() && effect.record().equals(record))
                .filter(SimJudge::isOfADelete)
                .map(ModelSystem.Effect::at)
                .reduce((_, later) -> later);
    }

    private static boolean has(Value.Obj record, String member, String text) {
        return Value.of(text).equals(record.members().get(member));
    }

    private void agree(
            TenantId tenant,
            Link link,
            ModelSystem.Row left,
            ModelSystem.Row right,
            RecordRef acme,
            RecordRef app,
            Set<String> held) {
        Flow flow = world.flow(tenant, SimWorld.APPOINTMENTS);
        Refs refs = refs(tenant);
        SequencedMap<GroupName, Reading> ones =
                flow.read(Side.ACME, whole(tenant, left.record), refs);
        SequencedMap<GroupName, Reading> others = flow.read(Side.APP, State.of(right.record), refs);
        for (Flow.Group group : flow.groups()) {
            String name = group.name().value();
            Reading one = ones.get(group.name());
            Reading other = others.get(group.name());
            if (held.contains(name)) {
                continue;
            }
            // Of a create that was lost and whose record was replaced, a person's copy is all there
            // is.
            boolean unknown =
                    group.ways().size() == 1
                            && moved(tenant, link)
                            && world.remote.doubted.stream()
                                    .anyMatch(
                                            traffic.moves.lives(tenant, link, Side.APP)::contains);
            boolean uncarried =
                    group.ways().equals(Set.of(Direction.TO_APP))
                            && isMadeByUs(tenant, acme)
                            && isBlank(one);
            if (!unknown && !uncarried && !same(flow, one, other)) {
                wrong.add(
                        "diverged: "
                                + name
                                + " of "
                                + acme
                                + " is "
                                + flow.show(group.name(), one)
                                + ", of "
                                + app
                                + " "
                                + flow.show(group.name(), other));
                continue;
            }
            if (moved(tenant, link)) {
                // Who copied what, and when, is not told by the last edits.
                continue;
            }
            if (group.policy() == Flow.Policy.UNION) {
                labels(tenant, link, acme, app, left);
            } else {
                older(tenant, link, group, acme, app, flow, refs, one);
            }
        }
    }

    /// What crosses to the app alone was not told to Acme when the appointment was made for an
    /// event.
    private boolean isMadeByUs(TenantId tenant, RecordRef acme) {
        return world.system(tenant, "acme").effects.stream()
                .anyMatch(
                        effect ->
                                effect.gateway()
                                        && effect.operation().equals("create")
                                        && effect.record().equals(acme));
    }

    private static boolean isBlank(Reading reading) {
        return reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && fields.values().stream()
                        .allMatch(
                                value ->
                                        value instanceof Neutral.Empty
                                                || value instanceof Neutral.Unknown);
    }

    private boolean moved(TenantId tenant, Link link) {
        return Arrays.stream(Side.values())
                .anyMatch(side -> traffic.moves.lives(tenant, link, side).size() > 1);
    }

    /// Where a call was lost or a person decided, labels may be others.
    private void labels(
            TenantId tenant, Link link, RecordRef acme, RecordRef app, ModelSystem.Row left) {
        boolean sure =
                !traffic.system(tenant, Side.APP).raced.contains(app)
                        && !world.remote.doubted.contains(acme)
                        && !world.remote.doubted.contains(app)
                        && !world.journal.books.wasParked(tenant, new LaneId(link.id()), "labels");
        if (sure) {
            wrong.addAll(traffic.labels.wrong(List.of(acme, app), Side.ACME, left.record));
        }
    }

    /// The last edit stands. Where both sides were parked against each other or a policy decides,
    /// one side's last edit stands.
    private void older(
            TenantId tenant,
            Link link,
            Flow.Group group,
            RecordRef acme,
            RecordRef app,
            Flow flow,
            Refs refs,
            Reading now) {
        String name = group.name().value();
        boolean raced = traffic.system(tenant, Side.APP).raced.contains(app);
        if (raced || name.equals("status") || name.equals("owner") || name.equals("customer")) {
            return;
        }
        Optional<Edit> atAcme = last(tenant, acme, name);
        Optional<Edit> atApp = last(tenant, app, name);
        boolean decided =
                group.policy() != Flow.Policy.HOLD
                        || world.journal.books.wasParked(tenant, new LaneId(link.id()), name);
        boolean acmeStands =
                atAcme.filter(edit -> stands(flow, refs, group, edit, now)).isPresent();
        boolean appStands = atApp.filter(edit -> stands(flow, refs, group, edit, now)).isPresent();
        boolean acmeLast =
                atAcme.isPresent()
                        && (atApp.isEmpty() || atAcme.get().at().isAfter(atApp.get().at()));
        // Who sets a place and clears it before anybody looked has changed nothing.
        boolean cleared =
                atApp.filter(edit -> !acmeLast && isBlank(read(flow, refs, group, edit)))
                        .isPresent();
        boolean quietly =
                !decided
                        && !cleared
                        && !acmeLast
                        && !world.remote.doubted.contains(acme)
                        && !world.remote.doubted.contains(app);
        if (quietly && !untouched(flow, refs, group, atApp, app, tenant)) {
            wrong.add("written back: " + name + " of " + app + " after " + atApp);
        }
        // What a person kept may be what its create brought, or any older value of either side.
        boolean bothWrote = atAcme.isPresent() && atApp.isPresent();
        boolean parkedOnce = world.journal.books.wasParked(tenant, new LaneId(link.id()), name);
        boolean keptStands =
                parkedOnce
                        && (isMark(flow, group, now)
                                || traffic.edits.get(tenant).stream()
                                        .filter(edit -> edit.group().equals(name))
                                        .filter(edit -> isOf(edit, acme, app))
                                        .anyMatch(edit -> stands(flow, refs, group, edit, now)));
        boolean lastStands = acmeLast ? acmeStands : appStands;
        boolean right =
                (decided || cleared)
                        ? acmeStands || appStands || keptStands || !bothWrote
                        : lastStands;
        if (!right && !(atAcme.isEmpty() && atApp.isEmpty())) {
            wrong.add(
                    "older: "
                            + name
                            + " of "
                            + acme
                            + " and "
                            + app
                            + " is "
                            + flow.show(group.name(), now)
                            + ", but the last edits are "
                            + atAcme
                            + " and "
                            + atApp);
        }
    }

    private static boolean isOf(Edit edit, RecordRef acme, RecordRef app) {
        return edit.record().equals(acme) || edit.record().equals(app);
    }

    /// What our own delete put there: a person may keep it.
    private static boolean isMark(Flow flow, Flow.Group group, Reading now) {
        return now instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && group.fields().stream()
                        .allMatch(
                                field ->
                                        flow.softDeleted().containsKey(field)
                                                && flow.same(
                                                        field,
                                                        fields.get(field),
                                                        flow.softDeleted().get(field)));
    }

    /// What Acme made of the app's value by its habits is Acme's own: the app keeps what it has.
    private boolean untouched(
            Flow flow,
            Refs refs,
            Flow.Group group,
            Optional<Edit> edit,
            RecordRef app,
            TenantId tenant) {
        if (edit.isEmpty()) {
            return true;
        }
        Value.Obj now = traffic.system(tenant, Side.APP).rows.get(app).record;
        return !new Readings(flow)
                .differ(
                        flow.read(Side.APP, State.of(edit.get().after()), refs).get(group.name()),
                        flow.read(Side.APP, State.of(now), refs).get(group.name()));
    }

    private static boolean stands(Flow flow, Refs refs, Flow.Group group, Edit edit, Reading now) {
        return same(flow, now, read(flow, refs, group, edit));
    }

    private static Reading read(Flow flow, Refs refs, Flow.Group group, Edit edit) {
        return flow.read(edit.side(), State.of(edit.after()), refs).get(group.name());
    }

    private Optional<Edit> last(TenantId tenant, RecordRef record, String group) {
        return traffic.edits.get(tenant).stream()
                .filter(edit -> edit.record().equals(record) && edit.group().equals(group))
                .reduce((_, later) -> later);
    }

    /// Equal, up to Acme's habit of rounding lengths up to five minutes.
    private static boolean same(Flow flow, Reading acme, Reading other) {
        if (!(acme instanceof Reading.Of(SequencedMap<FieldName, Neutral> ones)
                && other instanceof Reading.Of(SequencedMap<FieldName, Neutral> others))) {
            return false;
        }
        return ones.entrySet().stream()
                .allMatch(
                        field -> {
                            Neutral there = others.get(field.getKey());
                            return there != null
                                    && (flow.same(field.getKey(), field.getValue(), there)
                                            || flow.same(
                                                    field.getKey(),
                                                    field.getValue(),
                                                    rounded(there)));
                        });
    }

    private static Neutral rounded(Neutral value) {
        return value instanceof Neutral.Timed(var start, var zone, var length)
                ? new Neutral.Timed(
                        start,
                        zone,
                        java.time.Duration.ofMinutes(Math.ceilDiv(length.toMinutes(), 5) * 5))
                : value;
    }

    private State whole(TenantId tenant, Value.Obj appointment) {
        Value id = appointment.members().get("contact_id");
        Value.Obj contact =
                Values.idText(id)
                        .map(text -> new RecordRef(SimWorld.CONTACT, text))
                        .map(ref -> traffic.system(tenant, Side.ACME).rows.get(ref).record)
                        .orElse(Value.Obj.EMPTY);
        return new State(appointment, Map.of("contact", contact), Optional.empty());
    }

    private Refs refs(TenantId tenant) {
        Map<RecordRef, Refs.Pair> pairs = new HashMap<>();
        for (Link link : world.journal.links.all(tenant)) {
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
}
