package drawbridge.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON pointer (RFC 6901) into a native record. Only object members are followed.
public record Pointer(List<String> steps) {

    public Pointer {
        steps = List.copyOf(steps);
    }

    /// @throws IllegalArgumentException when the text is not a pointer
    public static Pointer parse(String text) {
        if (text.isEmpty()) {
            return new Pointer(List.of());
        }
        if (text.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer begins with '/': " + text);
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return new Pointer(steps);
    }

    /// The place to which `further` leads from here.
    public Pointer then(Pointer further) {
        List<String> all = new ArrayList<>(steps);
        all.addAll(further.steps);
        return new Pointer(all);
    }

    /// The value at this place; empty when the record has no such member.
    public Optional<Value> find(Value value) {
        Value here = value;
        for (String step : steps) {
            if (!(here instanceof Value.Obj(Map<String, Value> members))) {
                return Optional.empty();
            }
            Value next = members.get(step);
            if (next == null) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(here);
    }

    /// The same in an answer, where a number also leads into a list.
    public Optional<Value> reach(Value value) {
        Value here = value;
        for (String step : steps) {
            Optional<Value> next =
                    here instanceof Value.Arr(List<Value> items)
                            ? item(items, step)
                            : here instanceof Value.Obj(Map<String, Value> members)
                                    ? Optional.ofNullable(members.get(step))
                                    : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            here = next.get();
        }
        return Optional.of(here);
    }

    private static Optional<Value> item(List<Value> items, String step) {
        boolean number = step.matches("0|[1-9][0-9]{0,8}");
        int place = number ? Integer.parseInt(step) : items.size();
        return place < items.size() ? Optional.of(items.get(place)) : Optional.empty();
    }

    /// A copy of `record` that holds `value` at this place; objects on the way are made.
    public Value.Obj put(Value.Obj record, Value value) {
        return put(record, 0, value);
    }

    private Value.Obj put(Value.Obj record, int depth, Value value) {
        Map<String, Value> members = new LinkedHashMap<>(record.members());
        String step = steps.get(depth);
        if (depth == steps.size() - 1) {
            members.put(step, value);
        } else {
            Value.Obj inner =
                    members.get(step) instanceof Value.Obj object ? object : Value.Obj.EMPTY;
            members.put(step, put(inner, depth + 1, value));
        }
        return new Value.Obj(members);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            text.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
