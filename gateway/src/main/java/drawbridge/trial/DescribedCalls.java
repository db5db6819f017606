package drawbridge.trial;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Pages;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.check.Departures;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Inspected.Laid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The calls that a system's file describes, as tools for HTTP write them: what is not known yet is
/// a variable in double braces, and no secret stands in any of them.
record DescribedCalls(Laid<SystemSpec> system, Departures departures) {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    /// @param path below the connection's endpoint
    record Described(
            String resource,
            String name,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            Optional<String> body) {}

    List<Described> all() {
        List<Described> all = new ArrayList<>();
        for (String name : system.yaml().members("resources").keySet()) {
            system.made().resource(name).ifPresent(spec -> resource(name, spec, all));
        }
        system.made()
                .figures()
                .forEach(
                        (name, figure) ->
                                all.add(
                                        described(
                                                name,
                                                "put",
                                                figure.put(),
                                                Map.of(),
                                                Optional.of(
                                                        figure.number()
                                                                .put(
                                                                        Value.Obj.EMPTY,
                                                                        Value.of(0))))));
        return all;
    }

    private void resource(String name, ResourceSpec spec, List<Described> all) {
        spec.list().ifPresent(list -> all.add(list(name, "list", list)));
        spec.read().ifPresent(read -> all.add(plain(name, "read", read)));
        spec.deleted().ifPresent(deleted -> all.add(list(name, "deleted", deleted.list())));
        new TreeMap<>(spec.lookups())
                .forEach((lookup, how) -> all.add(plain(name, lookup, how.call())));
        Optional<Value.Obj> body =
                departures.created(spec).map(DescribedCalls::sample).map(spec.form()::pack);
        spec.create()
                .ifPresent(
                        create ->
                                all.add(
                                        described(
                                                name,
                                                "create",
                                                create,
                                                Map.of(),
                                                Optional.of(body.orElse(Value.Obj.EMPTY)))));
        spec.update()
                .ifPresent(
                        update ->
                                all.add(
                                        described(
                                                name,
                                                "update",
                                                update,
                                                Map.of(),
                                                Optional.of(spec.form().pack(Value.Obj.EMPTY)))));
        spec.delete().ifPresent(delete -> all.add(plain(name, "delete", delete)));
    }

    private Described plain(String resource, String name, Operation operation) {
        return described(resource, name, operation, Map.of(), Optional.empty());
    }

    private Described list(String resource, String name, ListSpec list) {
        Map<String, String> more = new LinkedHashMap<>();
        switch (list.changes()) {
            case Changes.Since since -> since.parameter().ifPresent(at -> more.put(at, "{since}"));
            case Changes.Tokens tokens ->
                    tokens.parameter().ifPresent(at -> more.put(at, "{token}"));
            case Changes.Scan scan -> {
                scan.from().ifPresent(at -> more.put(at, "{from}"));
                scan.to().ifPresent(at -> more.put(at, "{to}"));
            }
            case Changes.Everything _ -> {}
        }
        switch (list.pages().way()) {
            // The first page has no cursor.
            case Pages.Cursor _, Pages.Link _, Pages.NextUrl _, Pages.None _ -> {}
            case Pages.Numbered page ->
                    page.parameter().ifPresent(at -> more.put(at, String.valueOf(page.first())));
            case Pages.Offset offset -> offset.parameter().ifPresent(at -> more.put(at, "0"));
        }
        return described(resource, name, list.call(), more, Optional.empty());
    }

    private Described described(
            String resource,
            String name,
            Operation operation,
            Map<String, String> more,
            Optional<Value.Obj> record) {
        Map<String, String> query = new LinkedHashMap<>();
        new TreeMap<>(operation.query()).forEach((key, value) -> query.put(key, braced(value)));
        more.forEach((key, value) -> query.put(key, braced(value)));
        query.values().removeIf(value -> value.equals("{{cursor}}"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        new TreeMap<>(operation.headers()).forEach((key, value) -> headers.put(key, braced(value)));
        Optional<String> body =
                record.map(
                                own ->
                                        operation
                                                .body()
                                                .map(
                                                        beside ->
                                                                drawbridge.mapping.Values.merge(
                                                                        beside, own))
                                                .orElse(own))
                        .or(operation::body)
                        .map(JsonText::write)
                        .map(bytes -> Bodies.laidOut(new String(bytes, StandardCharsets.UTF_8)))
                        .map(DescribedCalls::braced);
        body.ifPresent(_ -> headers.putIfAbsent("Content-Type", "application/json"));
        return new Described(
                resource,
                name,
                operation.method(),
                system.made().basePath() + braced(operation.path()),
                query,
                headers,
                body);
    }

    private static String braced(String text) {
        return PLACE.matcher(text).replaceAll("{{$1}}");
    }

    /// A body with what the document must have or names first, one level deep.
    private static Value.Obj sample(Shape shape) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Pointer at : shape.places()) {
            if (at.steps().size() == 1) {
                shape.at(at)
                        .filter(found -> !found.is("readOnly"))
                        .ifPresent(found -> members.put(at.steps().getFirst(), sampled(found)));
            }
        }
        return new Value.Obj(members);
    }

    private static Value sampled(Shape shape) {
        if (!shape.facts().words().isEmpty()) {
            return Value.of(shape.facts().words().getFirst());
        }
        String type = shape.facts().types().stream().sorted().findFirst().orElse("string");
        return switch (type) {
            case "integer", "number" -> Value.of(0);
            case "boolean" -> Value.of(false);
            case "array" -> new Value.Arr(List.of());
            case "object" -> Value.Obj.EMPTY;
            default ->
                    switch (shape.facts().format().orElse("")) {
                        case "date-time" -> Value.of("2026-03-02T09:00:00Z");
                        case "date" -> Value.of("2026-03-02");
                        case "email" -> Value.of("user1@example.com");
                        default -> Value.of("");
                    };
        };
    }
}
