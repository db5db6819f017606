package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.ErrorSpec.Said;
import drawbridge.mapping.Formats;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import io.vertx.core.MultiMap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an error says, read as the descriptor declares. A body of another shape says nothing, but a
/// page for people is called what it is.
///
/// @param code the short code
/// @param existing the id of the record that a refused create met
/// @param limit whether its code only asks to wait
/// @param right whether its code is about one record's missing right
record Complaint(
        Optional<String> sentence,
        List<BadField> fields,
        Optional<String> code,
        Optional<String> existing,
        boolean limit,
        boolean right) {

    private static final int PAGE_BYTES = 4 * 1024;
    private static final int TITLE = 200;
    private static final Pattern TITLES =
            Pattern.compile("<title[^>]*>([^<]*)</title", Pattern.CASE_INSENSITIVE);

    static Complaint read(ErrorSpec spec, MultiMap headers, byte[] body) {
        return read(spec, Formats.JSON, headers, body);
    }

    /// @param formats in which it is told
    static Complaint read(ErrorSpec spec, Formats formats, MultiMap headers, byte[] body) {
        Optional<Value> json =
                parsed(formats, Optional.ofNullable(headers.get("Content-Type")), body);
        Value found = json.orElse(Value.NULL);
        Optional<String> page = json.isPresent() ? Optional.empty() : page(headers, body);
        Optional<String> said = spec.message().flatMap(place -> text(place, headers, found));
        List<BadField> fields =
                spec.fields()
                        .flatMap(pointer -> pointer.reach(found))
                        .map(place -> fields(spec, place, said))
                        .orElse(List.of());
        Optional<String> code = spec.code().flatMap(place -> code(place, headers, found));
        return new Complaint(
                said.or(() -> sentence(fields)).or(() -> page),
                fields,
                code,
                spec.existing().flatMap(place -> place.reach(found)).flatMap(Values::idText),
                code.filter(spec.limits()::contains).isPresent(),
                code.filter(spec.rights()::contains).isPresent());
    }

    private static Optional<Value> parsed(Formats formats, Optional<String> type, byte[] body) {
        try {
            return Optional.of(BodyText.parse(formats, type, body));
        } catch (BodyText.Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Said place, MultiMap headers, Value value) {
        return switch (place) {
            case Said.At(var pointer) -> pointer.reach(value).flatMap(Complaint::text);
            case Said.Header(String name) ->
                    Optional.ofNullable(headers.get(name)).filter(said -> !said.isBlank());
        };
    }

    private static Optional<String> code(Said place, MultiMap headers, Value value) {
        return switch (place) {
            case Said.At(var pointer) -> pointer.reach(value).flatMap(Values::idText);
            case Said.Header _ -> text(place, headers, value);
        };
    }

    /// What a page for people is called.
    private static Optional<String> page(MultiMap headers, byte[] body) {
        String start =
                new String(body, 0, Math.min(body.length, PAGE_BYTES), StandardCharsets.UTF_8)
                        .strip();
        String type = Optional.ofNullable(headers.get("Content-Type")).orElse("");
        String lower = start.toLowerCase(Locale.ROOT);
        boolean html =
                type.toLowerCase(Locale.ROOT).contains("html")
                        || lower.startsWith("<!doctype html")
                        || lower.startsWith("<html");
        if (!html) {
            return Optional.empty();
        }
        Matcher title = TITLES.matcher(start);
        String called = title.find() ? title.group(1).strip().replaceAll("\\s+", " ") : "";
        String shown = called.length() > TITLE ? called.substring(0, TITLE) + "…" : called;
        return Optional.of("a page of HTML" + (shown.isEmpty() ? "" : ", '" + shown + "'"));
    }

    private static List<BadField> fields(ErrorSpec spec, Value found, Optional<String> said) {
        return switch (spec.shape()) {
            case NONE -> List.of();
            case LIST_OF_NAME_AND_REASON -> named(spec.names(), found);
            case LIST_OF_NAMES -> names(found, said.orElse("is refused"));
            case OBJECT_OF_LISTS -> listed(found);
        };
    }

    private static List<BadField> names(Value found, String sentence) {
        List<Value> names = found instanceof Value.Arr(List<Value> items) ? items : List.of(found);
        return names.stream()
                .flatMap(name -> text(name).stream())
                .map(name -> new BadField(name, sentence))
                .toList();
    }

    private static List<BadField> named(ErrorSpec.Names names, Value found) {
        List<BadField> fields = new ArrayList<>();
        if (found instanceof Value.Arr(List<Value> items)) {
            for (Value item : items) {
                if (item instanceof Value.Obj(Map<String, Value> members)
                        && members.get(names.name()) instanceof Value.Text(String name)) {
                    String reason =
                            members.get(names.reason()) instanceof Value.Text(String text)
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
