package drawbridge.mapping.file;

import drawbridge.mapping.Formats.Format;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Value;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes an [Operation] of `GET /users/{id}`, or of `{ call: POST /search, body: { … } }`.
final class CallCompiler {

    /// Headers that the gateway fills in itself.
    private static final Set<String> OWN =
            Set.of(
                    "authorization",
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "accept-encoding",
                    "if-match",
                    "drawbridge-attempt");

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    private final Problems problems;

    CallCompiler(Problems problems) {
        this.problems = problems;
    }

    /// A call for one record, which must name it.
    Operation onOne(Yaml yaml) {
        Operation call = call(yaml, List.of("id"));
        if (!call.has("id")) {
            problems.add(
                    yaml.at(), "the call must say which record it means: write {id} somewhere");
        }
        return call;
    }

    /// @param places that may stand in it
    Operation call(Yaml yaml, List<String> places) {
        Operation call;
        if (yaml instanceof Yaml.Entries) {
            Section section = Section.of(yaml);
            call = parts(section, words(section.need("call")));
        } else {
            String[] words = words(yaml);
            call = new Operation(words[0], words[1]);
        }
        known(yaml, call, places);
        return call;
    }

    /// The same where `path` stands for a `GET` of it.
    Operation listed(Section yaml, List<String> places) {
        if (yaml.has("path") == yaml.has("call")) {
            problems.add(
                    yaml.at(),
                    "write the call either as 'path: /users' or as 'call: GET /users', and not as"
                            + " both");
        }
        String[] words =
                yaml.has("call")
                        ? words(yaml.need("call"))
                        : new String[] {"GET", yaml.text("path")};
        Operation call = parts(yaml, words);
        known(yaml.yaml(), call, places);
        return call;
    }

    private static String[] words(Yaml yaml) {
        String[] words = Section.text(yaml).split(" ", 2);
        if (words.length != 2) {
            throw new Problems.Malformed(yaml.at(), "a method and a path are expected here");
        }
        return words;
    }

    private Operation parts(Section yaml, String[] words) {
        Map<String, String> headers = yaml.texts("headers");
        for (String name : headers.keySet()) {
            if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(
                        yaml.section("headers").at(name),
                        "the header '" + name + "' is filled in by the gateway itself");
            }
        }
        return new Operation(
                words[0],
                words[1],
                yaml.texts("query"),
                headers,
                yaml.maybe("body", CallCompiler::object),
                yaml.maybe("quotes", at -> Section.word(at, Operation.Quotes.class)),
                yaml.maybe("sends", at -> Section.word(at, Format.class)),
                yaml.maybe("answers", at -> Section.word(at, Format.class)));
    }

    private static Value.Obj object(Yaml yaml) {
        if (yaml instanceof Yaml.Entries entries) {
            return entries.value();
        }
        throw new Problems.Malformed(yaml.at(), "keys are expected here");
    }

    /// A place that nothing fills would be sent as it stands.
    private void known(Yaml yaml, Operation call, List<String> places) {
        if (places.contains("*")) {
            return;
        }
        Matcher inPath = PLACE.matcher(call.path());
        while (inPath.find()) {
            known(yaml.at(), inPath.group(1), places);
        }
        if (yaml instanceof Yaml.Entries entries) {
            for (String key : List.of("query", "headers", "body")) {
                entries.get(key).ifPresent(part -> places(part, places));
            }
        }
    }

    private void places(Yaml part, List<String> known) {
        switch (part) {
            case Yaml.Entries entries ->
                    entries.entries().values().forEach(entry -> places(entry.value(), known));
            case Yaml.Items items -> items.items().forEach(item -> places(item, known));
            case Yaml.Scalar(Yaml.Place at, Value value, int _) -> {
                if (value instanceof Value.Text(String text)) {
                    Matcher found = PLACE.matcher(text);
                    while (found.find()) {
                        known(at, found.group(1), known);
                    }
                }
            }
        }
    }

    private void known(Yaml.Place at, String name, List<String> places) {
        if (!places.contains(name)) {
            problems.add(at, "there is no place '{" + name + "}' here" + hint(name, places));
        }
    }

    private static String hint(String name, List<String> places) {
        Optional<String> meant =
                Nearest.to(name, places)
                        .or(
                                () ->
                                        places.size() == 1
                                                ? places.stream().findFirst()
                                                : Optional.empty());
        return meant.map(near -> "; did you mean '{" + near + "}'?")
                .orElse(places.isEmpty() ? "" : "; there is {" + String.join("}, {", places) + "}");
    }

    /// Tells where a value has no place in a call, or two.
    ///
    /// @param parameter that takes it; empty where the place stands in the call
    void placed(
            Yaml.Place at, Operation call, Optional<String> parameter, String place, String what) {
        boolean written = call.has(place);
        if (parameter.isEmpty() && !written) {
            problems.add(
                    at,
                    "nothing takes "
                            + what
                            + ": name its parameter, or write {"
                            + place
                            + "} where it belongs in the call");
        }
        if (parameter.isPresent() && written) {
            problems.add(
                    at,
                    what
                            + " would be sent twice: in the parameter '"
                            + parameter.get()
                            + "' and where {"
                            + place
                            + "} stands");
        }
    }
}
