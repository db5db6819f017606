package drawbridge.ops;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a person changed in a record, so that nothing but this is laid over the record as it is by
/// then. A member that is gone becomes null.
final class Difference {

    private Difference() {}

    static Value.Obj between(Value.Obj before, Value.Obj after) {
        Map<String, Value> different = new LinkedHashMap<>();
        after.members()
                .forEach(
                        (name, now) -> {
                            Value old = before.members().get(name);
                            if (old instanceof Value.Obj inner && now instanceof Value.Obj over) {
                                Value.Obj within = between(inner, over);
                                if (!within.members().isEmpty()) {
                                    different.put(name, within);
                                }
                            } else if (!now.equals(old)) {
                                different.put(name, now);
                            }
                        });
        before.members()
                .keySet()
                .forEach(
                        name -> {
                            if (!after.members().containsKey(name)) {
                                different.put(name, new Value.Null());
                            }
                        });
        return new Value.Obj(different);
    }

    /// The object that the text is.
    ///
    /// @throws Refusal that says what it is instead, naming `field`
    static Value.Obj object(String field, byte[] text) {
        try {
            return Optional.of(JsonText.parse(text))
                    .filter(Value.Obj.class::isInstance)
                    .map(Value.Obj.class::cast)
                    .orElseThrow(
                            () -> Refusal.badInput(field, "The payload is JSON, but no object."));
        } catch (JsonText.Malformed malformed) {
            throw Refusal.badInput(
                    field, "The payload is no JSON: " + malformed.getMessage() + ".");
        }
    }
}
