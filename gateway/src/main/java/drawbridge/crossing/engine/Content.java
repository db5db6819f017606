package drawbridge.crossing.engine;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a record said, as one hash: whichever way it came (webhook, push, poll, the answer to our
/// own write), the same state of the same record has the same content.
///
/// A version stands for the whole state. Without one the record itself is hashed, its members in
/// the order of their names, so that a list and a single read agree.
public final class Content {

    private Content() {}

    public static Hash of(RecordRef record, Optional<Version> version, Value.Obj state) {
        return version.map(known -> versioned("state", record, known))
                .orElseGet(() -> Hash.of("state", text(record), "", canonical(state)));
    }

    /// The record is gone.
    ///
    /// @param state what the system still says about it; may be empty
    public static Hash gone(RecordRef record, Optional<Version> version, Value.Obj state) {
        return version.map(known -> versioned("gone", record, known))
                .orElseGet(() -> Hash.of("gone", text(record), "", canonical(state)));
    }

    private static Hash versioned(String what, RecordRef record, Version version) {
        return Hash.of(what, text(record), "v", version.text());
    }

    private static String text(RecordRef record) {
        // A resource's name holds no line break, so that nothing runs together.
        return record.resource() + "\n" + record.id();
    }

    private static String canonical(Value value) {
        return new String(JsonText.write(sorted(value)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Value sorted(Value value) {
        return switch (value) {
            case Value.Obj(Map<String, Value> members) -> {
                Map<String, Value> byName = new TreeMap<>();
                members.forEach((name, member) -> byName.put(name, sorted(member)));
                yield new Value.Obj(byName);
            }
            case Value.Arr array ->
                    new Value.Arr(array.items().stream().map(Content::sorted).toList());
            case Value.Num(BigDecimal number) -> new Value.Num(number.stripTrailingZeros());
            case Value.Text text -> text;
            case Value.Bool bool -> bool;
            case Value.Null none -> none;
        };
    }
}
