package drawbridge.simulator;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Guarding;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.sync.Making;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// The users of both systems and the operator: they create, edit, move, delete, on both sides at
/// once now and then, and now and then what the other side must refuse.
@NullUnmarked
final class SimTraffic {

    private final SimWorld world;
    private final VirtualTime time;
    private final Map<TenantId, List<RecordRef>> owners = new HashMap<>();
    private final Map<TenantId, List<RecordRef>> members = new HashMap<>();
    private final Map<TenantId, List<RecordRef>> contacts = new HashMap<>();
    final SimEdits edits = new SimEdits();
    final SimMoves moves;

    /// How often a delete of a record was taken back.
    final Map<RecordRef, Integer> restored = new HashMap<>();

    final SimLabels labels;
    private final SimSeries series;
    private int changes;
    private int serial;
    private boolean over;
    private int planned;

    /// Whether a person let a question about a create be, though what it made is there.
    boolean letBe;

    SimTraffic(SimWorld world) {
        this.world = world;
        this.time = world.time;
        this.moves = new SimMoves(this, world.time);
        this.labels = new SimLabels(world.time);
        this.series = new SimSeries(world);
    }

    int changes() {
        return changes;
    }

    boolean isDone() {
        return over && planned == 0;
    }

    void end() {
        over = true;
    }

    void begin() {
        for (TenantId tenant : world.tenants.keySet()) {
            owners.put(tenant, new ArrayList<>());
            members.put(tenant, new ArrayList<>());
            contacts.put(tenant, new ArrayList<>());
            for (int i = 1; i <= 5; i++) {
                person(tenant, i);
            }
            for (int i = 1; i <= 6; i++) {
                contacts.get(tenant)
                        .add(acme(tenant).create(SimWorld.CONTACT, contact(i), false).record());
            }
            next(tenant);
            if (time.chance(0.5)) {
                bulk(tenant);
            }
            touch(tenant);
            if (world.expands(tenant)) {
                repeat(tenant);
            }
            operate(tenant);
            if (world.takesBack()) {
                restore(tenant, new Random(world.seed() + tenant.hashCode()));
            }
        }
    }

    /// The fifth person is in Acme from the start, and in the app only later.
    private void person(TenantId tenant, int i) {
        String mail = "user" + i + "@example.com";
        owners.get(tenant)
                .add(
                        acme(tenant)
                                .create(
                                        SimWorld.USER,
                                        object(
                                                "email",
                                                Value.of(mail),
                                                "full_name",
                                                Value.of("User " + i)),
                                        false)
                                .record());
        planned++;
        time.after(
                i == 5 ? time.between(20_000, 90_000) : time.between(0, 2_000),
                () -> {
                    planned--;
                    members.get(tenant)
                            .add(
                                    app(tenant)
                                            .create(
                                                    SimWorld.MEMBER,
                                                    object(
                                                            "mail",
                                                            Value.of(
                                                                    mail.toUpperCase(
                                                                            java.util.Locale.ROOT)),
                                                            "name",
                                                            Value.of("User " + i)),
                                                    false)
                                            .record());
                });
    }

    private Value.Obj contact(int i) {
        return object(
                "first_name", Value.of("Contact"),
                "last_name", Value.of("" + i),
                "phone", Value.of("+49 30 9018 20" + (10 + i)),
                "email", Value.of("contact" + i + "@example.com"));
    }

    private void next(TenantId tenant) {
        if (over) {
            return;
        }
        planned++;
        time.after(
                time.between(200, 1_600),
                () -> {
                    planned--;
                    change(tenant);
                    next(tenant);
                });
    }

    /// Where the app keeps no rules, somebody works on series.
    private void repeat(TenantId tenant) {
        if (over) {
            return;
        }
        planned++;
        time.after(
                time.between(1_000, 6_000),
                () -> {
                    planned--;
                    if (!members.get(tenant).isEmpty()) {
                        changes++;
                        series.change(tenant, any(owners.get(tenant)), any(members.get(tenant)));
                    }
                    repeat(tenant);
                });
    }

    /// E-mails and calls: made, moved to another day or user, made something that is not counted,
    /// deleted.
    private void touch(TenantId tenant) {
        if (over) {
            return;
        }
        planned++;
        time.after(
                time.between(300, 2_500),
                () -> {
                    planned--;
                    changes++;
                    int what = time.random.nextInt(10);
                    List<RecordRef> known =
                            acme(tenant).rows.keySet().stream()
                                    .filter(
                                            record ->
                                                    record.resource().equals(SimWorld.ACTIVITY)
                                                            && isAlive(acme(tenant), record))
                                    .toList();
                    if (what < 6 || known.isEmpty()) {
                        var _ = acme(tenant).create(SimWorld.ACTIVITY, activity(tenant), false);
                    } else if (what < 9) {
                        var _ =
                                acme(tenant)
                                        .update(
                                                any(known),
                                                activity(tenant),
                                                Optional.empty(),
                                                false);
                    } else {
                        acme(tenant).delete(any(known));
                    }
                    touch(tenant);
                });
    }

    private Value.Obj activity(TenantId tenant) {
        return object(
                "kind", Value.of(any(List.of("email", "email", "call", "letter"))),
                "user_id", Value.of(any(owners.get(tenant)).id()),
                "occurred_at",
                        Value.of(
                                "2026-03-0"
                                        + (1 + time.random.nextInt(3))
                                        + "T"
                                        + any(List.of("11:00:00Z", "23:30:00Z"))));
    }

    private void change(TenantId tenant) {
        changes++;
        int what = time.random.nextInt(103);
        if (what >= 102) {
            pick(tenant, Side.ACME).ifPresent(record -> handOver(tenant, record));
        } else if (what >= 100) {
            span(tenant);
        } else if (what < 14) {
            createAtAcme(tenant);
        } else if (what < 28) {
            createAtApp(tenant);
        } else if (what < 31) {
            rename(tenant);
        } else if (what < 36) {
            pick(tenant, Side.ACME).ifPresent(record -> acme(tenant).delete(record));
        } else if (what < 40) {
            pick(tenant, Side.APP).ifPresent(record -> app(tenant).delete(record));
        } else if (what < 44) {
            moves.copy(tenant);
        } else if (what < 45) {
            pick(tenant, Side.ACME)
                    .ifPresent(
                            record -> {
                                moves.quarrel(record);
                                edit(tenant, Side.ACME, record, "title");
                            });
        } else if (what < 54) {
            both(tenant);
        } else {
            Side side = time.chance(0.5) ? Side.ACME : Side.APP;
            pick(tenant, side).ifPresent(record -> edit(tenant, side, record, group()));
        }
    }

    /// Another user of Acme takes an appointment over; the app may not know them yet.
    private void handOver(TenantId tenant, RecordRef appointment) {
        Value owner = Value.of(owners.get(tenant).getLast().id());
        var _ =
                acme(tenant)
                        .update(appointment, object("owner_id", owner), Optional.empty(), false);
    }

    /// Somebody enters days in the app of which Acme holds but one.
    private void span(TenantId tenant) {
        if (members.get(tenant).isEmpty()) {
            return;
        }
        Map<String, Value> event = new LinkedHashMap<>();
        event.put("memberId", Value.of(Long.parseLong(any(members.get(tenant)).id())));
        event.putAll(title(Side.APP).members());
        event.put("allDay", Value.of(true));
        event.put("start", Value.of("2026-07-01"));
        event.put("end", Value.of("2026-07-0" + (3 + time.random.nextInt(3))));
        event.put("state", Value.of("open"));
        var _ = app(tenant).create(SimWorld.EVENT, new Value.Obj(event), false);
    }

    /// Now and then somebody takes a delete back.
    private void restore(TenantId tenant, Random dice) {
        planned++;
        time.after(
                Duration.ofMillis(2_000 + dice.nextInt(8_000)),
                () -> {
                    planned--;
                    if (over) {
                        return;
                    }
                    Side side = dice.nextBoolean() ? Side.ACME : Side.APP;
                    ModelSystem system = system(tenant, side);
                    List<RecordRef> gone =
                            system.rows.keySet().stream()
                                    .filter(row -> row.resource().equals(SimWorld.resource(side)))
                                    .filter(row -> !isAlive(system, row))
                                    .filter(row -> !SimSeries.isTheirs(system.rows.get(row)))
                                    .filter(row -> isEnd(tenant, side, row))
                                    .toList();
                    if (!gone.isEmpty()) {
                        changes++;
                        RecordRef record = gone.get(dice.nextInt(gone.size()));
                        system.restore(record);
                        restored.merge(record, 1, Integer::sum);
                    }
                    restore(tenant, dice);
                });
    }

    /// Whether no other record took its place.
    private boolean isEnd(TenantId tenant, Side side, RecordRef record) {
        return world.journal
                .links
                .of(tenant, SimWorld.APPOINTMENTS, side, record.id())
                .flatMap(link -> link.end(side).record())
                .filter(record.id()::equals)
                .isPresent();
    }

    /// Somebody deletes many records of one side at once.
    private void bulk(TenantId tenant) {
        planned++;
        time.after(
                time.between(30_000, 100_000),
                () -> {
                    planned--;
                    changes++;
                    Side side = time.chance(0.5) ? Side.ACME : Side.APP;
                    ModelSystem system = system(tenant, side);
                    List<RecordRef> gone = new ArrayList<>(alive(system, side));
                    java.util.Collections.shuffle(gone, time.random);
                    gone.stream().limit(8 + time.random.nextInt(12)).forEach(system::delete);
                });
    }

    /// A user may delete what the gateway made before the gateway knows that it made it.
    void saw(TenantId tenant, Side side, RecordRef record, boolean gateway) {
        if (gateway && moves.quarrels(tenant, side, record)) {
            planned++;
            time.after(
                    time.between(300, 1_500),
                    () -> {
                        planned--;
                        if (isAlive(system(tenant, side), record)) {
                            spell(tenant, side, record);
                        }
                    });
        }
        if (gateway && !over && isNew(tenant, side, record) && time.chance(0.1)) {
            planned++;
            time.after(
                    time.between(50, 14_000),
                    () -> {
                        planned--;
                        changes++;
                        system(tenant, side).delete(record);
                    });
        }
    }

    /// One of two systems that do not agree about how titles are spelt.
    private void spell(TenantId tenant, Side side, RecordRef record) {
        String member = side == Side.ACME ? "subject" : "title";
        Value.Obj now = system(tenant, side).rows.get(record).record;
        if (now.members().get(member) instanceof Value.Text(String text)) {
            String spelt =
                    side == Side.ACME
                            ? text.toUpperCase(java.util.Locale.ROOT)
                            : text.toLowerCase(java.util.Locale.ROOT);
            if (!spelt.equals(text)) {
                var _ =
                        system(tenant, side)
                                .update(
                                        record,
                                        object(member, Value.of(spelt)),
                                        Optional.empty(),
                                        false);
                remember(tenant, side, record, List.of("title"));
            }
        }
    }

    private boolean isNew(TenantId tenant, Side side, RecordRef record) {
        ModelSystem.Effect effect = system(tenant, side).effects.getLast();
        return effect.operation().equals("create") && effect.record().equals(record);
    }

    private String group() {
        return List.of("title", "title", "time", "time", "place", "status", "labels", "labels")
                .get(time.random.nextInt(8));
    }

    private void createAtAcme(TenantId tenant) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("owner_id", Value.of(any(owners.get(tenant)).id()));
        members.put(
                "contact_id",
                time.chance(0.7) ? Value.of(any(contacts.get(tenant)).id()) : Value.NULL);
        members.putAll(title(Side.ACME).members());
        members.putAll(when(Side.ACME).members());
        members.putAll(place(Side.ACME, tenant).members());
        members.put("status", Value.of("Planned"));
        RecordRef made =
                acme(tenant).create(SimWorld.APPOINTMENT, new Value.Obj(members), false).record();
        remember(tenant, Side.ACME, made, List.of("title", "time", "place"));
    }

    private void createAtApp(TenantId tenant) {
        if (members.get(tenant).isEmpty()) {
            return;
        }
        Map<String, Value> event = new LinkedHashMap<>();
        event.put("memberId", Value.of(Long.parseLong(any(members.get(tenant)).id())));
        event.putAll(title(Side.APP).members());
        event.putAll(when(Side.APP).members());
        event.putAll(place(Side.APP, tenant).members());
        event.put("state", Value.of("open"));
        RecordRef made = app(tenant).create(SimWorld.EVENT, new Value.Obj(event), false).record();
        remember(tenant, Side.APP, made, List.of("title", "time", "place"));
    }

    private void rename(TenantId tenant) {
        RecordRef contact = any(contacts.get(tenant));
        var _ =
                acme(tenant)
                        .update(
                                contact,
                                object("last_name", Value.of("Renamed " + ++serial)),
                                Optional.empty(),
                                false);
    }

    /// Both sides of a linked pair at nearly the same time.
    private void both(TenantId tenant) {
        Optional<RecordRef> record = pick(tenant, Side.ACME);
        Optional<RecordRef> partner =
                record.flatMap(one -> partner(tenant, Side.ACME, one))
                        .filter(one -> isAlive(app(tenant), one));
        if (partner.isPresent()) {
            String group = group();
            String other = time.chance(0.5) ? group : group();
            edit(tenant, Side.ACME, record.get(), group);
            planned++;
            time.after(
                    time.between(0, 300),
                    () -> {
                        planned--;
                        if (isAlive(app(tenant), partner.get())) {
                            edit(tenant, Side.APP, partner.get(), other);
                        }
                    });
        }
    }

    Optional<RecordRef> partner(TenantId tenant, Side side, RecordRef record) {
        return world.journal
                .links
                .of(tenant, SimWorld.APPOINTMENTS, side, record.id())
                .filter(link -> link.life() == Link.Life.LINKED)
                .flatMap(link -> link.end(side.other()).record())
                .map(id -> new RecordRef(SimWorld.resource(side.other()), id));
    }

    /// Whether a link belongs to a record of the users who work on series.
    boolean isOfSeries(TenantId tenant, Link link) {
        return Arrays.stream(Side.values())
                .anyMatch(
                        side ->
                                link.end(side)
                                        .record()
                                        .map(id -> new RecordRef(SimWorld.resource(side), id))
                                        .map(system(tenant, side).rows::get)
                                        .filter(SimSeries::isTheirs)
                                        .isPresent());
    }

    /// All records that a link ever named.
    List<RecordRef> named(TenantId tenant, Side side, Link link) {
        return world.journal.links.named(tenant, link.flow(), side, link.id()).stream()
                .map(id -> new RecordRef(SimWorld.resource(side), id))
                .toList();
    }

    private void edit(TenantId tenant, Side side, RecordRef record, String group) {
        Value.Obj patch =
                switch (group) {
                    case "title" -> title(side);
                    case "time" -> when(side);
                    case "place" -> place(side, tenant);
                    case "labels" ->
                            labels.change(
                                    side, record, system(tenant, side).rows.get(record).record);
                    default -> status(side);
                };
        var _ = system(tenant, side).update(record, patch, Optional.empty(), false);
        remember(tenant, side, record, List.of(group));
    }

    void remember(TenantId tenant, Side side, RecordRef record, List<String> groups) {
        Value.Obj after = system(tenant, side).rows.get(record).record;
        if (system(tenant, side).effects.getLast().operation().equals("none")) {
            return;
        }
        for (String group : groups) {
            edits.add(tenant, new SimEdits.Edit(time.now(), side, record, group, after));
        }
    }

    // ---- Values, none of them twice

    Value.Obj title(Side side) {
        String text = " Title " + ++serial + " ";
        if (side == Side.ACME && time.chance(0.04)) {
            text = "Title " + serial + " which is much too long for the app" + ", much".repeat(8);
        }
        return object(side == Side.ACME ? "subject" : "title", Value.of(text));
    }

    private Value.Obj place(Side side, TenantId tenant) {
        Value text = time.chance(0.1) ? Value.NULL : Value.of("Place " + ++serial);
        if (side == Side.APP) {
            return object("place", text);
        }
        return object(world.placeMember(tenant), text);
    }

    private Value.Obj when(Side side) {
        LocalDateTime start = LocalDateTime.of(2026, 6, 1, 8, 0).plusMinutes(++serial * 5L);
        int minutes = 30 + 5 * time.random.nextInt(6);
        if (side == Side.ACME) {
            return object(
                    "starts_at", Value.of(start + ":00"),
                    "duration_minutes", Value.of(minutes),
                    "time_zone", Value.of("Europe/Berlin"),
                    "all_day_on", Value.NULL);
        }
        int odd = time.chance(0.2) ? 2 : 0;
        Instant instant = start.atZone(java.time.ZoneId.of("Europe/Berlin")).toInstant();
        return object(
                "allDay", Value.of(false),
                "start", Value.of(instant.toString()),
                "end", Value.of(instant.plus(Duration.ofMinutes(minutes + odd)).toString()),
                "zone", Value.of("Europe/Berlin"));
    }

    private Value.Obj status(Side side) {
        int which = time.random.nextInt(3);
        return side == Side.ACME
                ? object("status", Value.of(List.of("Planned", "Held", "Not Held").get(which)))
                : object("state", Value.of(List.of("open", "done", "cancelled").get(which)));
    }

    // ---- The operator

    private void operate(TenantId tenant) {
        if (over && !mayBeAsked(tenant)) {
            return;
        }
        planned++;
        time.after(
                time.between(4_000, 12_000),
                () -> {
                    planned--;
                    decide(tenant);
                    operate(tenant);
                });
    }

    /// What the gateway made in a system that keeps no reference, and no link knows of.
    private List<RecordRef> madeUnlinked(TenantId tenant) {
        return Arrays.stream(Side.values())
                .flatMap(
                        side ->
                                system(tenant, side).effects.stream()
                                        .filter(effect -> effect.gateway())
                                        .filter(effect -> effect.operation().equals("create"))
                                        .map(ModelSystem.Effect::record)
                                        .filter(
                                                record ->
                                                        record.resource()
                                                                        .equals(
                                                                                SimWorld.resource(
                                                                                        side))
                                                                && named(tenant, side, record)))
                .toList();
    }

    private boolean named(TenantId tenant, Side side, RecordRef record) {
        return world.journal
                .links
                .of(tenant, SimWorld.APPOINTMENTS, side, record.id())
                .filter(link -> link.life() != Link.Life.UNLINKED)
                .isEmpty();
    }

    private void decide(TenantId tenant) {
        List<NewParked> open = world.journal.books.open(tenant);
        if (open.isEmpty() || world.someReplica().isEmpty()) {
            return;
        }
        NewParked item = open.get(time.random.nextInt(open.size()));
        if (over && !isInDoubt(item)) {
            return;
        }
        Verb verb =
                isInDoubt(item)
                        ? madeUnlinked(tenant).isEmpty() ? Verb.REPLAY : Verb.DISCARD
                        : item.reason().equals(Guarding.MASS_DELETE)
                                ? time.chance(0.5) ? Verb.APPROVE : Verb.REJECT
                                : item.kind() == ParkedKind.DEAD
                                        ? Verb.REPLAY
                                        : world.expands(tenant) || time.chance(0.5)
                                                ? Verb.KEEP_ACME
                                                : Verb.KEEP_APP;
        if (verb == Verb.DISCARD && !(over && time.chance(0.2))) {
            // It is there: the gateway will find it, once it is told of it.
            return;
        }
        letBe |= verb == Verb.DISCARD;
        var _ =
                world.someReplica()
                        .get()
                        .front()
                        .act(
                                new Act(
                                        tenant,
                                        item.id(),
                                        verb,
                                        world.journal
                                                .books
                                                .openVersion(tenant, item.id())
                                                .orElseThrow(),
                                        "operator",
                                        "agreed",
                                        new UUID(time.random.nextLong(), time.random.nextLong())));
    }

    /// Whether a create may still be asked about, of which nothing but a person can tell.
    private boolean mayBeAsked(TenantId tenant) {
        boolean isAsked = world.journal.books.open(tenant).stream().anyMatch(SimTraffic::isInDoubt);
        return isAsked
                || (!letBe
                        && !world.journal.links.openAttempts().isEmpty()
                        && keepsNoReference(tenant));
    }

    private boolean keepsNoReference(TenantId tenant) {
        return Arrays.stream(Side.values())
                .map(side -> world.flow(tenant, SimWorld.APPOINTMENTS).end(side))
                .anyMatch(end -> end.externalReference().isEmpty());
    }

    private static boolean isInDoubt(NewParked item) {
        return item.reason().equals(Making.IN_DOUBT);
    }

    // ---- Small words

    Optional<RecordRef> pick(TenantId tenant, Side side) {
        List<RecordRef> alive = alive(system(tenant, side), side);
        return alive.isEmpty() ? Optional.empty() : Optional.of(any(alive));
    }

    private static List<RecordRef> alive(ModelSystem system, Side side) {
        return system.rows.keySet().stream()
                .filter(record -> record.resource().equals(SimWorld.resource(side)))
                .filter(record -> isAlive(system, record))
                .filter(record -> !SimSeries.isTheirs(system.rows.get(record)))
                .toList();
    }

    static boolean isAlive(ModelSystem system, RecordRef record) {
        ModelSystem.Row row = system.rows.get(record);
        return row != null && !row.deleted;
    }

    private <T> T any(List<T> list) {
        return list.get(time.random.nextInt(list.size()));
    }

    private ModelSystem acme(TenantId tenant) {
        return world.system(tenant, "acme");
    }

    private ModelSystem app(TenantId tenant) {
        return world.system(tenant, "app");
    }

    ModelSystem system(TenantId tenant, Side side) {
        return side == Side.ACME ? acme(tenant) : app(tenant);
    }

    private static Value.Obj object(Object... namesAndValues) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new Value.Obj(members);
    }
}
