package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec.ErrorSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an error body says, read as the descriptor declares. A body of another shape says nothing.
///
/// @param existing the id of the record that a refused create met
/// @param limit whether its code only asks to wait
/// @param right whether its code is about one record's missing right
record Complaint(
        Optional<String> sentence,
        List<BadField> fields,
        Optional<String> existing,
        boolean limit,
        boolean right) {

    private static final Complaint SILENT =
            new Complaint(Optional.empty(), List.of(), Optional.empty(), false, false);

    static Complaint read(ErrorSpec spec, byte[] body) {
        Value value;
        try {
            value = JsonText.parse(body);
        } catch (JsonText.Malformed e) {
            return SILENT;
        }
        List<BadField> fields =
                spec.fields()
                        .flatMap(pointer -> pointer.find(value))
                        .map(found -> fields(spec.shape(), found))
                        .orElse(List.of());
        Optional<String> message =
                spec.message()
                        .flatMap(pointer -> pointer.find(value))
                        .flatMap(Complaint::text)
                        .or(() -> sentence(fields));
        Optional<String> code =
                spec.code().flatMap(place -> place.find(value)).flatMap(Values::idText);
        return new Complaint(
                message,
                fields,
                spec.existing().flatMap(place -> place.find(value)).flatMap(Values::idText),
                code.filter(spec.limits()::contains).isPresent(),
                code.filter(spec.rights()::contains).isPresent());
    }

    private static List<BadField> fields(ErrorSpec.Shape shape, Value found) {
        return switch (shape) {
            case NONE -> List.of();
            case LIST_OF_NAME_AND_REASON -> named(found);
            case OBJECT_OF_LISTS -> listed(found);
        };
    }

    private static List<BadField> named(Value found) {
        List<BadField> fields = new ArrayList<>();
        if (found instanceof Value.Arr(List<Value> items)) {
            for (Value item : items) {
                if (item instanceof Value.Obj(Map<String, Value> members)
                        && members.get("name") instanceof Value.Text(String name)) {
                    String reason =
                            members.get("reason") instanceof Value.Text(String text)
                                    ? text
                                    : "is refused";
                    fields.add(new BadField(name, reason));
                }
            }
        }
        return fields;
    }

    private static List<BadField> listed(Value found) {
        List<BadField> fields = new ArrayList<>();
        if (found instanceof Value.Obj(Map<String, Value> members)) {
            members.forEach((name, reasons) -> fields.add(new BadField(name, reasons(reasons))));
        }
        return fields;
    }

    private static String reasons(Value reasons) {
        String text =
                reasons instanceof Value.Arr(List<Value> items)
                        ? items.stream()
                                .flatMap(item -> text(item).stream())
                                .collect(Collectors.joining("; "))
                        : text(reasons).orElse("");
        return text.isEmpty() ? "is refused" : text;
    }

    private static Optional<String> sentence(List<BadField> fields) {
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        fields.stream()
                                .map(bad -> bad.field() + " " + bad.sentence())
                                .collect(Collectors.joining("; ")));
    }

    private static Optional<String> text(Value value) {
        return value instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
    }
}
