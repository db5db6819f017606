package drawbridge.trial;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.Value;
import drawbridge.trial.DescribedCalls.Described;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A Postman collection of the calls of a system, version 2.1
/// (https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html).
final class PostmanFile {

    private static final String SCHEMA =
            "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([A-Za-z0-9_-]+)}}");

    private PostmanFile() {}

    static String of(SystemSpec system, List<Described> calls, String endpoint) {
        SequencedMap<String, List<Value>> folders = new LinkedHashMap<>();
        calls.forEach(
                call ->
                        folders.computeIfAbsent(call.resource(), _ -> new ArrayList<>())
                                .add(item(call)));
        List<Value> items = new ArrayList<>();
        folders.forEach(
                (name, inside) ->
                        items.add(object("name", Value.of(name), "item", new Value.Arr(inside))));
        Value.Obj collection =
                object(
                        "info",
                        object("name", Value.of(system.name()), "schema", Value.of(SCHEMA)),
                        "auth",
                        auth(system),
                        "item",
                        new Value.Arr(items));
        String text = new String(JsonText.write(collection), StandardCharsets.UTF_8);
        TreeSet<String> names = new TreeSet<>();
        VARIABLE.matcher(text).results().map(found -> found.group(1)).forEach(names::add);
        List<Value> variables = new ArrayList<>();
        names.forEach(
                name ->
                        variables.add(
                                object(
                                        "key",
                                        Value.of(name),
                                        "value",
                                        Value.of(name.equals("endpoint") ? endpoint : ""))));
        Map<String, Value> whole = new LinkedHashMap<>(collection.members());
        whole.put("variable", new Value.Arr(variables));
        return Bodies.laidOut(
                        new String(JsonText.write(new Value.Obj(whole)), StandardCharsets.UTF_8))
                + "\n";
    }

    private static Value auth(SystemSpec system) {
        if (system.auth().key().isPresent()) {
            return switch (system.auth().key().get()) {
                case SystemSpec.Auth.Header(String name, String prefix) ->
                        key(name, prefix + "{{key}}");
                case SystemSpec.Auth.Basic() ->
                        object(
                                "type",
                                Value.of("basic"),
                                "basic",
                                pairs(Map.of("username", "{{user}}", "password", "{{password}}")));
                case SystemSpec.Auth.Signature signed ->
                        key(signed.header(), signed.prefix() + "{{signature}}");
            };
        }
        return object("type", Value.of("bearer"), "bearer", pairs(Map.of("token", "{{token}}")));
    }

    private static Value key(String header, String value) {
        return object(
                "type",
                Value.of("apikey"),
                "apikey",
                pairs(Map.of("key", header, "value", value, "in", "header")));
    }

    private static Value pairs(Map<String, String> pairs) {
        List<Value> all = new ArrayList<>();
        new java.util.TreeMap<>(pairs)
                .forEach(
                        (key, value) ->
                                all.add(
                                        object(
                                                "key",
                                                Value.of(key),
                                                "value",
                                                Value.of(value),
                                                "type",
                                                Value.of("string"))));
        return new Value.Arr(all);
    }

    private static Value item(Described call) {
        Map<String, Value> request = new LinkedHashMap<>();
        request.put("method", Value.of(call.method()));
        request.put("header", named(call.headers()));
        request.put("url", url(call));
        call.body()
                .ifPresent(
                        body ->
                                request.put(
                                        "body",
                                        object(
                                                "mode",
                                                Value.of("raw"),
                                                "raw",
                                                Value.of(body),
                                                "options",
                                                object(
                                                        "raw",
                                                        object("language", Value.of("json"))))));
        return object("name", Value.of(call.name()), "request", new Value.Obj(request));
    }

    private static Value url(Described call) {
        StringBuilder raw = new StringBuilder("{{endpoint}}").append(call.path());
        char sign = '?';
        for (Map.Entry<String, String> one : call.query().entrySet()) {
            raw.append(sign).append(one.getKey()).append('=').append(one.getValue());
            sign = '&';
        }
        List<Value> path = new ArrayList<>();
        for (String step : call.path().substring(1).split("/", -1)) {
            path.add(Value.of(step));
        }
        return object(
                "raw",
                Value.of(raw.toString()),
                "host",
                new Value.Arr(List.of(Value.of("{{endpoint}}"))),
                "path",
                new Value.Arr(path),
                "query",
                named(call.query()));
    }

    private static Value named(Map<String, String> all) {
        List<Value> list = new ArrayList<>();
        all.forEach(
                (name, value) -> list.add(object("key", Value.of(name), "value", Value.of(value))));
        return new Value.Arr(list);
    }

    private static Value.Obj object(Object... pairs) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            members.put((String) pairs[i], (Value) pairs[i + 1]);
        }
        return new Value.Obj(members);
    }
}
