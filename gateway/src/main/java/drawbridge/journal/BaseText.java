package drawbridge.journal;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Mark;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A base as JSON. Records stand in it as texts that are JSON themselves, so that a record at the
/// limits of depth and size can be read back.
final class BaseText {

    private BaseText() {}

    static byte[] write(Base base) {
        return JsonText.write(value(base));
    }

    static Value.Obj value(Base base) {
        Map<String, Value> held = new LinkedHashMap<>();
        base.held().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> held.put(entry.getKey().value(), value(entry.getValue())));
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("agreed", value(base.agreed()));
        members.put("held", new Value.Obj(held));
        if (!base.marks().isEmpty()) {
            members.put("marks", marks(base));
        }
        if (base.unread()) {
            members.put("unread", Value.of(true));
        }
        return new Value.Obj(members);
    }

    /// By the version under which they were taken, so that it stands there once.
    private static Value.Obj marks(Base base) {
        Map<String, Map<String, Value>> marks = new TreeMap<>();
        base.marks()
                .forEach(
                        (group, mark) ->
                                marks.computeIfAbsent(
                                                mark.mapping() + " " + mark.zones(),
                                                _ -> new TreeMap<>())
                                        .put(group.value(), Value.of(mark.value())));
        Map<String, Value> members = new LinkedHashMap<>();
        marks.forEach((under, groups) -> members.put(under, new Value.Obj(groups)));
        return new Value.Obj(members);
    }

    private static Map<GroupName, Mark> marks(Value.Obj root) {
        Map<GroupName, Mark> marks = new HashMap<>();
        if (root.members().get("marks") instanceof Value.Obj stored) {
            stored.members()
                    .forEach(
                            (under, groups) -> {
                                String[] both = under.split(" ", 2);
                                object(groups)
                                        .members()
                                        .forEach(
                                                (group, value) ->
                                                        marks.put(
                                                                new GroupName(group),
                                                                new Mark(
                                                                        both[0],
                                                                        both[1],
                                                                        text(value))));
                            });
        }
        return marks;
    }

    static Base read(byte[] bytes) {
        return base(object(parse(bytes)));
    }

    static Base base(Value.Obj root) {
        Map<GroupName, State> held = new LinkedHashMap<>();
        object(member(root, "held"))
                .members()
                .forEach((name, state) -> held.put(new GroupName(name), state(object(state))));
        return new Base(
                state(object(member(root, "agreed"))),
                held,
                marks(root),
                Value.of(true).equals(root.members().get("unread")));
    }

    static Value value(State state) {
        Map<String, Value> with = new LinkedHashMap<>();
        state.with().forEach((name, record) -> with.put(name, text(record)));
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("record", text(state.record()));
        members.put("with", new Value.Obj(with));
        state.version()
                .ifPresent(
                        version -> {
                            members.put("version", Value.of(version.text()));
                            version.order()
                                    .ifPresent(order -> members.put("order", Value.of(order)));
                        });
        return new Value.Obj(members);
    }

    static State state(Value.Obj stored) {
        Map<String, Value.Obj> with = new LinkedHashMap<>();
        object(member(stored, "with"))
                .members()
                .forEach((name, record) -> with.put(name, record(record)));
        return new State(record(member(stored, "record")), with, version(stored));
    }

    private static Optional<Version> version(Value.Obj stored) {
        return Optional.ofNullable(stored.members().get("version"))
                .map(
                        text ->
                                new Version(
                                        text(text),
                                        stored.members().get("order")
                                                        instanceof Value.Num(BigDecimal order)
                                                ? OptionalLong.of(order.longValueExact())
                                                : OptionalLong.empty()));
    }

    static Value text(Value.Obj record) {
        return Value.of(new String(JsonText.write(record), StandardCharsets.UTF_8));
    }

    static Value.Obj record(Value stored) {
        return object(parse(text(stored).getBytes(StandardCharsets.UTF_8)));
    }

    static Value parse(byte[] bytes) {
        try {
            return JsonText.parse(bytes);
        } catch (JsonText.Malformed e) {
            throw new IllegalStateException("a stored base is no JSON", e);
        }
    }

    static Value member(Value.Obj object, String name) {
        Value value = object.members().get(name);
        if (value == null) {
            throw new IllegalStateException("a stored base lacks " + name);
        }
        return value;
    }

    static Value.Obj object(Value value) {
        if (value instanceof Value.Obj object) {
            return object;
        }
        throw new IllegalStateException("a stored base has no object where one belongs");
    }

    static String text(Value value) {
        if (value instanceof Value.Text(String text)) {
            return text;
        }
        throw new IllegalStateException("a stored base has no text where one belongs");
    }
}
