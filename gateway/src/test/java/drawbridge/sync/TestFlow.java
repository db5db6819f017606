package drawbridge.sync;

import drawbridge.mapping.Applies;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// A flow small enough to be read at a glance. Acme's members are in lower case, the app's in upper
/// case; text is compared trimmed; a text of more than nine letters does not fit; `owner` points to
/// a user; the text `?` is no text at all; what has a member `repeats` in Acme is a series. A
/// record that is `secret` takes no part, and one that is `untitled` none with its title; where
/// either is `?`, nobody knows.
///
/// | group | fields | crosses |
/// | --- | --- | --- |
/// | title | title | both ways |
/// | when | start, minutes | both ways |
/// | status | status | both ways |
/// | owner | owner | both ways |
/// | phone | phone | to the app only |
/// | tags | tags, written `a+b` | both ways, by union |
public record TestFlow(
        Policy titlePolicy,
        OnDelete deletes,
        NoMatch unmatched,
        List<MatchKey> matchKeys,
        OneMatch oneMatch,
        OnMappingChange onMappingChange,
        InDoubt inDoubt)
        implements Flow {

    public static final TestFlow USUAL =
            new TestFlow(
                    Policy.HOLD,
                    OnDelete.CANCEL,
                    NoMatch.CREATE,
                    List.of(),
                    OneMatch.LINK_ONLY,
                    OnMappingChange.HOLD,
                    InDoubt.CREATE_AGAIN);

    public static final GroupName TITLE = new GroupName("title");
    public static final GroupName TIME = new GroupName("time");
    public static final GroupName OWNER = new GroupName("owner");
    public static final GroupName PHONE = new GroupName("phone");
    static final ResourceName USER = new ResourceName("acme", "user");

    private static final int LONGEST = 9;
    private static final String REPEATS = "repeats";

    public TestFlow with(Policy policy) {
        return new TestFlow(
                policy, deletes, unmatched, matchKeys, oneMatch, onMappingChange, inDoubt);
    }

    public TestFlow with(OnDelete onDelete) {
        return new TestFlow(
                titlePolicy, onDelete, unmatched, matchKeys, oneMatch, onMappingChange, inDoubt);
    }

    public TestFlow with(NoMatch noMatch) {
        return new TestFlow(
                titlePolicy, deletes, noMatch, matchKeys, oneMatch, onMappingChange, inDoubt);
    }

    TestFlow matchingByTitle(boolean strong) {
        return new TestFlow(
                titlePolicy,
                deletes,
                unmatched,
                List.of(new MatchKey(List.of(new FieldName("title")), strong, Map.of())),
                oneMatch,
                onMappingChange,
                inDoubt);
    }

    public TestFlow with(OneMatch action) {
        return new TestFlow(
                titlePolicy, deletes, unmatched, matchKeys, action, onMappingChange, inDoubt);
    }

    public TestFlow with(OnMappingChange remap) {
        return new TestFlow(titlePolicy, deletes, unmatched, matchKeys, oneMatch, remap, inDoubt);
    }

    TestFlow with(InDoubt what) {
        return new TestFlow(
                titlePolicy, deletes, unmatched, matchKeys, oneMatch, onMappingChange, what);
    }

    /// What repeats in Acme is a series there; the app keeps no rules.
    @Override
    public Optional<Occurring> occurring() {
        return Optional.of(new Repeating());
    }

    private static final class Repeating implements Occurring {

        @Override
        public Side side() {
            return Side.ACME;
        }

        @Override
        public boolean repeats(State record) {
            return record.record().members().containsKey(REPEATS);
        }

        @Override
        public boolean isSingle(State record) {
            return !repeats(record);
        }

        @Override
        public Duration ahead() {
            return Duration.ofDays(60);
        }

        @Override
        public String loss() {
            return "";
        }

        @Override
        public Coming coming(RecordRef series, State record, Instant now) {
            return new Coming(List.of(), List.of(), Optional.empty());
        }

        @Override
        public Optional<State> occurrence(State series, OccurrenceId id) {
            return Optional.empty();
        }

        @Override
        public Patch write(State series, OccurrenceId id, Value.Obj patch) {
            return new Patch.Of(Value.Obj.EMPTY);
        }

        @Override
        public Patch cancel(State series, OccurrenceId id) {
            return new Patch.Of(Value.Obj.EMPTY);
        }

        @Override
        public State taken(State after, Value.Obj patch) {
            return after;
        }

        @Override
        public boolean isOver(State occurrence, Instant now) {
            return false;
        }
    }

    @Override
    public Set<FieldName> times() {
        return Set.of(new FieldName("start"));
    }

    @Override
    public Optional<String> keyText(MatchKey key, Map<FieldName, Neutral> values) {
        return Optional.empty();
    }

    @Override
    public FlowName name() {
        return new FlowName("test");
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public End end(Side side) {
        return new End(
                new ResourceName(side.word(), "thing"),
                side == Side.ACME,
                Optional.of(Pointer.parse("/ref")),
                true,
                Duration.ZERO,
                inDoubt,
                new Changed(
                        Pointer.parse("/" + member(side, "changed")),
                        SystemSpec.TimeFormat.ISO_INSTANT,
                        Duration.ofSeconds(2)));
    }

    @Override
    public List<Group> groups() {
        Set<Direction> both = EnumSet.allOf(Direction.class);
        return List.of(
                group("title", both, titlePolicy, "title"),
                group("time", both, Policy.HOLD, "start", "minutes"),
                group("status", both, Policy.HOLD, "status"),
                group("owner", both, Policy.HOLD, "owner"),
                group("phone", EnumSet.of(Direction.TO_APP), Policy.HOLD, "phone"),
                group("tags", both, Policy.UNION, "tags"));
    }

    private static Group group(String name, Set<Direction> ways, Policy policy, String... fields) {
        return new Group(
                new GroupName(name),
                List.of(fields).stream().map(FieldName::new).toList(),
                ways,
                policy);
    }

    @Override
    public List<Enrichment> enrichments() {
        return List.of();
    }

    @Override
    public NoMatch noMatch(Side source) {
        return unmatched;
    }

    @Override
    public OnDelete onDelete(Side source) {
        return deletes;
    }

    @Override
    public MassDelete massDelete() {
        return MassDelete.USUAL;
    }

    @Override
    public Map<FieldName, Neutral> cancelled() {
        return Map.of(new FieldName("status"), new Neutral.Words("cancelled"));
    }

    @Override
    public Map<FieldName, Neutral> softDeleted() {
        return Map.of(new FieldName("status"), new Neutral.Words("deleted"));
    }

    @Override
    public Set<Parent> parents(Side side, Value.Obj record) {
        return record.members().get(member(side, "owner")) instanceof Value.Text(String id)
                ? Set.of(
                        new Parent(
                                new FieldName("owner"),
                                new FlowName("users"),
                                new RecordRef(USER, id)))
                : Set.of();
    }

    @Override
    public Applies takes(Side side, State state) {
        return without(side, "secret", state);
    }

    @Override
    public Applies applies(GroupName group, Side side, State state) {
        return group.equals(TITLE) ? without(side, "untitled", state) : new Applies.Yes();
    }

    private static Applies without(Side side, String name, State state) {
        Value mark = state.record().members().get(member(side, name));
        if (Value.of("?").equals(mark)) {
            return new Applies.Unclear("/" + member(side, name), "Nobody knows.");
        }
        return mark instanceof Value.Text ? new Applies.No() : new Applies.Yes();
    }

    @Override
    public SequencedMap<GroupName, Reading> read(Side side, State state, Refs refs) {
        SequencedMap<GroupName, Reading> readings = new LinkedHashMap<>();
        for (Group group : groups()) {
            readings.put(group.name(), read(side, group, state.record(), refs));
        }
        return readings;
    }

    private static Reading read(Side side, Group group, Value.Obj record, Refs refs) {
        SequencedMap<FieldName, Neutral> fields = new LinkedHashMap<>();
        for (FieldName field : group.fields()) {
            String member = member(side, field.value());
            Value value = record.members().get(member);
            if (Value.of("?").equals(value)) {
                return new Reading.Bad(field, "/" + member, "It is no text.");
            }
            fields.put(field, read(field, value, refs));
        }
        return new Reading.Of(fields);
    }

    private static Neutral read(
            FieldName field, @org.jspecify.annotations.Nullable Value value, Refs refs) {
        if (value == null) {
            return new Neutral.Unknown();
        }
        if (!(value instanceof Value.Text(String text))) {
            return new Neutral.Empty();
        }
        if (field.value().equals("tags")) {
            return new Neutral.Many(List.of(text.split("\\+", -1)));
        }
        if (!field.value().equals("owner")) {
            return new Neutral.Words(text);
        }
        RecordRef owner = new RecordRef(USER, text);
        return refs.of(owner)
                .<Neutral>map(pair -> new Neutral.Linked(pair.link()))
                .orElseGet(() -> new Neutral.Unlinked(owner));
    }

    @Override
    public Patch write(Side target, GroupName group, Map<FieldName, Neutral> values, Refs refs) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Map.Entry<FieldName, Neutral> field : values.entrySet()) {
            String member = member(target, field.getKey().value());
            if (field.getValue() instanceof Neutral.Words(String text)
                    && text.strip().length() > LONGEST) {
                return new Patch.Refused(field.getKey(), "/" + member, "It is too long.");
            }
            members.put(
                    member,
                    switch (field.getValue()) {
                        case Neutral.Words(String text) -> Value.of(text);
                        case Neutral.Many(List<String> items) -> Value.of(String.join("+", items));
                        case Neutral.Linked(var link) ->
                                Value.of(refs.byLink(link).orElseThrow().acmeId());
                        default -> Value.NULL;
                    });
        }
        return new Patch.Of(new Value.Obj(members));
    }

    private static String show(Neutral value) {
        return switch (value) {
            case Neutral.Words words -> words.text();
            case Neutral.Many many -> String.join("+", many.items());
            default -> "-";
        };
    }

    static String member(Side side, String field) {
        return side == Side.ACME ? field : field.toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public boolean same(FieldName field, Neutral one, Neutral other) {
        if (one instanceof Neutral.Many(List<String> left)
                && other instanceof Neutral.Many(List<String> right)) {
            return Set.copyOf(left).equals(Set.copyOf(right));
        }
        return (one instanceof Neutral.Words(String left)
                        && other instanceof Neutral.Words(String right))
                ? left.strip().equals(right.strip())
                : one.equals(other);
    }

    @Override
    public String show(GroupName group, Reading reading) {
        return reading instanceof Reading.Of of
                ? String.join(" ", of.fields().values().stream().map(TestFlow::show).toList())
                : "unreadable";
    }
}
