package drawbridge.trial;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.mapping.check.document.Departure;
import drawbridge.system.Wiretap.Answered;
import drawbridge.system.Wiretap.Header;
import drawbridge.system.Wiretap.Unheard;
import drawbridge.system.Wiretap.Wire;
import drawbridge.trial.Attempt.Reading;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Attempts for programs, masked like those for people.
record TrialJson(Masks masks) {

    /// Of a body that is longer, the beginning is given as text.
    private static final int LONGEST = 256 * 1024;

    Value.Obj of(Attempt attempt) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("operation", Value.of(attempt.name()));
        members.put("works", Value.of(attempt.worked()));
        attempt.trouble().ifPresent(trouble -> members.put("trouble", Value.of(trouble)));
        members.put("calls", list(attempt.wires().stream().<Value>map(this::call).toList()));
        members.put("reads", list(attempt.readings().stream().<Value>map(this::reading).toList()));
        members.put(
                "departs",
                list(attempt.departures().stream().<Value>map(this::departure).toList()));
        return new Value.Obj(members);
    }

    static Value.Obj untried(String name, String why) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("operation", Value.of(name));
        members.put("untried", Value.of(why));
        return new Value.Obj(members);
    }

    private static Value list(List<Value> items) {
        return new Value.Arr(items);
    }

    private Value call(Wire wire) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("method", Value.of(wire.method()));
        members.put("address", Value.of(masks.text(wire.address())));
        members.put("headers", headers(wire.headers()));
        if (wire.body().length() > 0) {
            members.put("body", body(wire.body().toString()));
        }
        members.put("milliseconds", Value.of(wire.took().toMillis()));
        switch (wire.reply()) {
            case Answered answered -> {
                members.put("status", Value.of(answered.status()));
                members.put("answer-headers", headers(answered.headers()));
                members.put("answer", body(answered.body().toString()));
                members.put("answer-cut", Value.of(answered.cut()));
            }
            case Unheard unheard -> members.put("no-answer", Value.of(masks.text(unheard.why())));
        }
        members.put("curl", Value.of(new Curl(masks).line(wire)));
        return new Value.Obj(members);
    }

    private Value headers(List<Header> headers) {
        Map<String, Value> members = new LinkedHashMap<>();
        headers.forEach(
                header ->
                        members.merge(
                                header.name(),
                                Value.of(masks.header(header.name(), header.value())),
                                (one, other) ->
                                        one instanceof Value.Text(String first)
                                                        && other instanceof Value.Text(String next)
                                                ? Value.of(first + ", " + next)
                                                : one));
        return new Value.Obj(members);
    }

    private Value body(String body) {
        String plain = masks.text(body);
        if (plain.length() > LONGEST) {
            return Value.of(plain.substring(0, LONGEST) + "…");
        }
        try {
            return JsonText.parse(plain.getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed text) {
            return Value.of(plain);
        }
    }

    private Value reading(Reading reading) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("what", Value.of(reading.what()));
        members.put(
                "value",
                reading.value().<Value>map(text -> Value.of(masks.text(text))).orElse(Value.NULL));
        members.put("at", Value.of(reading.at()));
        return new Value.Obj(members);
    }

    private Value departure(Departure departure) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("place", Value.of(departure.place()));
        members.put("problem", Value.of(masks.text(departure.sentence())));
        members.put("severity", Value.of(departure.note() ? "note" : "problem"));
        return new Value.Obj(members);
    }
}
