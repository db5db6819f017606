package drawbridge.simulator;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// One customer's account in one system, as that system behaves: it trims and rounds, refuses what
/// is too long, counts versions or does not, and remembers deletes or forgets them.
final class ModelSystem {

    /// @param versions whether records carry a version that an update may name
    /// @param tombstones whether a deleted record still answers that it was deleted
    record Habits(
            String name,
            boolean versions,
            boolean tombstones,
            boolean numericIds,
            long firstId,
            String versionField,
            String changedField,
            String referenceField,
            Map<String, Integer> longest,
            Map<String, String> emailField) {}

    /// @param read when the gateway read the record before it wrote it
    record Race(RecordRef record, Instant read, Instant written) {}

    /// @param gateway whether the gateway did it
    record Effect(
            Instant at,
            boolean gateway,
            String operation,
            RecordRef record,
            Value.Obj before,
            Value.Obj after,
            Value.Obj request) {}

    static final class Row {
        Value.Obj record;
        long version;
        boolean deleted;
        Instant changed;
        final NavigableSet<Instant> readsByGateway = new TreeSet<>();

        /// As it was before its last change.
        Optional<State> before = Optional.empty();

        Row(Value.Obj record, Instant changed) {
            this.record = record;
            this.changed = changed;
        }
    }

    final Habits habits;
    final Map<RecordRef, Row> rows = new LinkedHashMap<>();
    final List<Effect> effects = new ArrayList<>();

    /// The dashboard: `owner/day/kind` to number.
    final Map<String, Long> figures = new TreeMap<>();

    int puts;

    /// How often somebody looked for records by what they say.
    int finds;

    /// Whether a null in an update is answered as if it were taken, and is not.
    boolean keepsWhatIsCleared;

    /// The member of which no two records may hold the same, a deleted one included.
    Optional<String> unique = Optional.empty();

    /// Whether a create that is refused for that is told which record holds it.
    boolean namesWhatExists = true;

    /// How much of a member it keeps; what is longer it cuts, within a sign if need be.
    final Map<String, Integer> cuts = new HashMap<>();

    /// Whether it keeps text as HTML has it.
    boolean escapes;

    /// Records that do not answer under their id, though they are there.
    final Set<RecordRef> lost = new HashSet<>();

    /// Records that are read from a copy which does not have their last change yet.
    final Set<RecordRef> lagging = new HashSet<>();

    /// Updates that came without the precondition that the system offers.
    final List<RecordRef> blind = new ArrayList<>();

    /// Writes of the gateway to records that a user had changed since it read them: where a system
    /// has no preconditions, nobody can prevent that.
    final List<Race> races = new ArrayList<>();

    private final VirtualTime time;
    private final BiConsumer<RecordRef, Boolean> onChange;
    private long ids;

    /// @param onChange told of each effect, and whether the gateway caused it
    ModelSystem(Habits habits, VirtualTime time, BiConsumer<RecordRef, Boolean> onChange) {
        this.habits = habits;
        this.time = time;
        this.onChange = onChange;
        this.ids = habits.firstId();
    }

    // ---- What the gateway may do

    Remote.Read read(RecordRef ref, boolean gateway) {
        Row row = rows.get(ref);
        if (row == null || (gateway && lost.contains(ref))) {
            return new Remote.Read.Absent(false);
        }
        if (gateway) {
            row.readsByGateway.add(time.now());
        }
        return row.deleted
                ? new Remote.Read.Absent(habits.tombstones())
                : new Remote.Read.Present(
                        row.before.filter(_ -> lagging.contains(ref)).orElseGet(() -> state(row)));
    }

    List<Remote.Found> find(ResourceName resource, String lookup, Map<String, String> arguments) {
        finds++;
        String field;
        String wanted;
        if (lookup.equals("external-reference")) {
            field = habits.referenceField();
            wanted = arguments.get("reference");
        } else {
            field = habits.emailField().getOrDefault(resource.resource(), "email");
            wanted = arguments.values().iterator().next();
        }
        List<Remote.Found> found = new ArrayList<>();
        rows.forEach(
                (ref, row) -> {
                    Value value = row.record.members().get(field);
                    boolean seen =
                            !row.deleted
                                    || (habits.tombstones() && lookup.equals("external-reference"));
                    if (ref.resource().equals(resource)
                            && seen
                            && value instanceof Value.Text(String text)
                            && text.equalsIgnoreCase(wanted)) {
                        found.add(new Remote.Found(ref, state(row), row.deleted));
                    }
                });
        return found;
    }

    Remote.Written create(ResourceName resource, Value.Obj body, boolean gateway) {
        refuse(body);
        if (gateway && !habits.tombstones()) {
            refuseUsed(body);
        }
        if (gateway) {
            refuseTaken(resource, body);
        }
        RecordRef ref = new RecordRef(resource, newId(resource));
        Value.Obj record = settle(ref, Values.merge(empty(resource), escaped(body)));
        Row row = new Row(record, time.now());
        rows.put(ref, row);
        touch(row);
        effects.add(
                new Effect(time.now(), gateway, "create", ref, Value.Obj.EMPTY, row.record, body));
        onChange.accept(ref, gateway);
        return new Remote.Written(ref, Optional.of(state(row)));
    }

    /// Where a look does not find deleted records, a reference may be used once for ever.
    private void refuseUsed(Value.Obj body) {
        Value reference = body.members().get(habits.referenceField());
        for (Effect effect : effects) {
            if (reference != null
                    && effect.gateway()
                    && effect.operation().equals("create")
                    && reference.equals(effect.request().members().get(habits.referenceField()))) {
                throw new CrossingFailure.Exists(
                        new Facts("the reference is in use", 409, "", ""),
                        Optional.of(effect.record().id()));
            }
        }
    }

    private void refuseTaken(ResourceName resource, Value.Obj body) {
        Optional<Value> wanted = unique.map(body.members()::get);
        rows.forEach(
                (ref, row) -> {
                    if (wanted.isPresent()
                            && ref.resource().equals(resource)
                            && wanted.equals(unique.map(row.record.members()::get))) {
                        throw new CrossingFailure.Exists(
                                new Facts("such a record exists", 409, "", ""),
                                Optional.of(ref.id()).filter(_ -> namesWhatExists));
                    }
                });
    }

    Remote.Written update(
            RecordRef ref, Value.Obj patch, Optional<Version> precondition, boolean gateway) {
        return update(ref, patch, precondition, byGateway(gateway));
    }

    private Optional<Instant> byGateway(boolean gateway) {
        return Optional.of(time.now()).filter(_ -> gateway);
    }

    /// @param sent when the gateway sent it; empty where a user did
    Remote.Written update(
            RecordRef ref,
            Value.Obj patch,
            Optional<Version> precondition,
            Optional<Instant> sent) {
        boolean gateway = sent.isPresent();
        Row row = rows.get(ref);
        if (row == null || row.deleted) {
            throw new CrossingFailure.Gone(Facts.of(ref + " is not there"));
        }
        if (gateway && habits.versions() && precondition.isEmpty()) {
            blind.add(ref);
        }
        if (precondition.filter(version -> !version.text().equals("" + row.version)).isPresent()) {
            throw new CrossingFailure.Precondition(
                    Facts.of("If-Match " + precondition.get().text() + ", is " + row.version));
        }
        race(ref, row, sent);
        refuse(patch);
        Value.Obj before = row.record;
        Value.Obj after = settle(ref, Values.merge(before, escaped(taken(patch))));
        boolean changes = !without(after).equals(without(before));
        if (changes) {
            row.before = Optional.of(state(row));
            row.record = after;
            touch(row);
        }
        effects.add(
                new Effect(
                        time.now(),
                        gateway,
                        changes ? "update" : "none",
                        ref,
                        before,
                        row.record,
                        patch));
        if (changes) {
            onChange.accept(ref, gateway);
        }
        return new Remote.Written(ref, Optional.of(state(row)));
    }

    /// What was read after the write had been sent is nothing that it rests on.
    private void race(RecordRef ref, Row row, Optional<Instant> sent) {
        if (!habits.versions()) {
            sent.map(row.readsByGateway::floor)
                    .filter(row.changed::isAfter)
                    .ifPresent(read -> races.add(new Race(ref, read, time.now())));
        }
    }

    private Value.Obj taken(Value.Obj patch) {
        if (!keepsWhatIsCleared) {
            return patch;
        }
        Map<String, Value> members = new LinkedHashMap<>(patch.members());
        members.values().removeIf(Value.Null.class::isInstance);
        return new Value.Obj(members);
    }

    boolean put(String figure, long number) {
        puts++;
        return !Long.valueOf(number).equals(figures.put(figure, number));
    }

    void delete(RecordRef ref) {
        var _ = delete(ref, Optional.empty(), Optional.empty());
    }

    /// @param sent when the gateway sent it; empty where a user did
    boolean delete(RecordRef ref, Optional<Version> precondition, Optional<Instant> sent) {
        boolean gateway = sent.isPresent();
        Row row = rows.get(ref);
        if (row != null && !row.deleted) {
            if (precondition
                    .filter(version -> !version.text().equals("" + row.version))
                    .isPresent()) {
                throw new CrossingFailure.Precondition(Facts.of("deletes an older version"));
            }
            race(ref, row, sent);
            row.deleted = true;
            Value.Obj before = row.record;
            touch(row);
            effects.add(
                    new Effect(
                            time.now(), gateway, "delete", ref, before, before, Value.Obj.EMPTY));
            onChange.accept(ref, gateway);
            return true;
        }
        return false;
    }

    /// Takes a delete back.
    void restore(RecordRef ref) {
        Row row = rows.get(ref);
        if (row != null && row.deleted) {
            row.deleted = false;
            Value.Obj before = row.record;
            touch(row);
            effects.add(
                    new Effect(
                            time.now(),
                            false,
                            "restore",
                            ref,
                            before,
                            row.record,
                            Value.Obj.EMPTY));
            onChange.accept(ref, false);
        }
    }

    // ---- How it behaves

    State state(Row row) {
        return new State(
                row.record,
                Map.of(),
                habits.versions()
                        ? Optional.of(new Version("" + row.version, OptionalLong.of(row.version)))
                        : Optional.empty());
    }

    private Value.Obj without(Value.Obj record) {
        Map<String, Value> members = new LinkedHashMap<>(record.members());
        members.remove(habits.versionField());
        members.remove(habits.changedField());
        return new Value.Obj(members);
    }

    private void touch(Row row) {
        row.version++;
        row.changed = time.now();
        Map<String, Value> members = new LinkedHashMap<>(row.record.members());
        if (habits.versions()) {
            members.put(habits.versionField(), Value.of(row.version));
        }
        members.put(
                habits.changedField(),
                habits.versions()
                        ? Value.of(row.changed.toString())
                        : Value.of(row.changed.toEpochMilli()));
        row.record = new Value.Obj(members);
    }

    private String newId(ResourceName resource) {
        ids++;
        return habits.numericIds() ? "" + ids : resource.resource().substring(0, 3) + "_" + ids;
    }

    private Value.Obj settle(RecordRef ref, Value.Obj record) {
        Map<String, Value> members = new LinkedHashMap<>();
        record.members()
                .forEach(
                        (name, value) -> {
                            Value settled = kept(name, trimmed(value));
                            if (name.equals("duration_minutes")
                                    && value instanceof Value.Num(var minutes)) {
                                settled = Value.of(Math.ceilDiv(minutes.intValue(), 5) * 5L);
                            }
                            members.put(name, settled);
                        });
        members.put(
                "id",
                habits.numericIds() ? Value.of(Long.parseLong(ref.id())) : Value.of(ref.id()));
        return new Value.Obj(members);
    }

    private Value.Obj escaped(Value.Obj told) {
        if (!escapes) {
            return told;
        }
        Map<String, Value> members = new LinkedHashMap<>(told.members());
        members.replaceAll(
                (_, value) ->
                        value instanceof Value.Text(String text)
                                ? Value.of(text.replace("&", "&amp;").replace("<", "&lt;"))
                                : value);
        return new Value.Obj(members);
    }

    private Value kept(String name, Value value) {
        int most = cuts.getOrDefault(name, Integer.MAX_VALUE);
        return value instanceof Value.Text(String text) && text.length() > most
                ? Value.of(text.substring(0, most))
                : value;
    }

    private static Value trimmed(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Value.of(text.strip());
            case Value.Obj(Map<String, Value> members) -> {
                Map<String, Value> all = new LinkedHashMap<>();
                members.forEach((name, member) -> all.put(name, trimmed(member)));
                yield new Value.Obj(all);
            }
            case Value.Arr _, Value.Bool _, Value.Null _, Value.Num _ -> value;
        };
    }

    private void refuse(Value.Obj body) {
        List<BadField> bad = new ArrayList<>();
        body.members()
                .forEach(
                        (name, value) -> {
                            Integer most = habits.longest().get(name);
                            if (most != null
                                    && value instanceof Value.Text(String text)
                                    && text.strip().length() > most) {
                                bad.add(new BadField(name, "is too long (maximum " + most + ")"));
                            }
                        });
        if (!bad.isEmpty()) {
            throw new CrossingFailure.BadRecord(
                    new Facts("refused", 400, "the call", "the answer"), bad);
        }
    }

    /// The members that every record of a resource has.
    private static Value.Obj empty(ResourceName resource) {
        Map<String, Value> members = new LinkedHashMap<>();
        List<String> names =
                switch (resource.resource()) {
                    case "appointment" ->
                            List.of(
                                    "owner_id",
                                    "contact_id",
                                    "subject",
                                    "starts_at",
                                    "duration_minutes",
                                    "time_zone",
                                    "all_day_on",
                                    "status",
                                    "location",
                                    "room",
                                    "labels",
                                    "external_ref");
                    case "event" ->
                            List.of(
                                    "memberId",
                                    "title",
                                    "allDay",
                                    "start",
                                    "end",
                                    "zone",
                                    "state",
                                    "place",
                                    "tags",
                                    "externalRef");
                    default -> List.of();
                };
        names.forEach(name -> members.put(name, Value.NULL));
        if (resource.resource().equals("event")) {
            members.put("allDay", Value.of(false));
            members.put(
                    "customer",
                    new Value.Obj(
                            Map.of("name", Value.NULL, "phone", Value.NULL, "mail", Value.NULL)));
        }
        return new Value.Obj(members);
    }
}
