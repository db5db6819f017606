package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;
import drawbridge.mapping.law.Said;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells where a value is not what a file expects, at the innermost key that differs.
///
/// @param how what was done with the value, such as `written to app`
record Difference(String how, Problems problems) {

    void tell(Yaml expected, Value came) {
        tell(expected, came, new Pointer(List.of()));
    }

    private void tell(Yaml expected, Value came, Pointer at) {
        if (expected.value().equals(came)) {
            return;
        }
        if (expected instanceof Yaml.Entries keys && came instanceof Value.Obj object) {
            members(keys, object, at);
        } else if (expected instanceof Yaml.Items(Place _, List<Yaml> items)
                && came instanceof Value.Arr(List<Value> values)
                && items.size() == values.size()) {
            for (int i = 0; i < items.size(); i++) {
                tell(items.get(i), values.get(i), at.then(step(String.valueOf(i))));
            }
        } else {
            problems.add(
                    expected.at(),
                    "%s is %s as %s, and not as %s"
                            .formatted(at, how, Said.of(came), Said.of(expected.value())));
        }
    }

    private void members(Yaml.Entries expected, Value.Obj came, Pointer at) {
        Map<Pointer, Value> more = new LinkedHashMap<>();
        came.members()
                .forEach(
                        (name, value) -> {
                            if (expected.get(name).isEmpty()) {
                                more.put(at.then(step(name)), value);
                            }
                        });
        expected.entries()
                .forEach(
                        (name, entry) -> {
                            Value value = came.members().get(name);
                            if (value == null) {
                                Pointer missing = at.then(step(name));
                                Optional<Pointer> meant = Meant.by(missing, more.keySet());
                                problems.add(
                                        entry.key(),
                                        "nothing is %s at %s%s"
                                                .formatted(how, missing, Meant.hint(meant)));
                                meant.ifPresent(more::remove);
                            } else {
                                tell(entry.value(), value, at.then(step(name)));
                            }
                        });
        more.forEach(
                (member, value) ->
                        problems.add(
                                expected.at(),
                                "%s is %s as %s, which is not expected here"
                                        .formatted(member, how, Said.of(value))));
    }

    private static Pointer step(String name) {
        return new Pointer(List.of(name));
    }
}
