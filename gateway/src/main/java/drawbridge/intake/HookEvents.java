package drawbridge.intake;

import drawbridge.crossing.engine.Bytes;
import drawbridge.mapping.JsonBytes;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.Place;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The events of a delivery, each with the bytes that say it.
///
/// @param whole what the body says; null where it says nothing
/// @param broken why there are no events, in plain words
record HookEvents(Value whole, List<Event> all, Optional<String> broken) {

    /// @param bytes as they came
    record Event(Value value, Bytes bytes) {

        /// A part of it, as it came.
        Bytes part(Pointer at, Value value) {
            List<byte[]> found = JsonBytes.elements(bytes.toArray(), at);
            return Bytes.copyOf(
                    found.size() == 1 && !(value instanceof Value.Arr)
                            ? found.getFirst()
                            : JsonText.write(value));
        }
    }

    HookEvents {
        all = List.copyOf(all);
    }

    static HookEvents of(WebhookSpec spec, HookRequest request) {
        byte[] body = request.body();
        if (body.length == 0 && needsNoBody(spec)) {
            return new HookEvents(
                    Value.NULL,
                    List.of(new Event(Value.Obj.EMPTY, described(spec, request))),
                    Optional.empty());
        }
        Value whole;
        try {
            whole = JsonText.parse(body);
        } catch (JsonText.Malformed e) {
            return broken(Value.NULL, "the body is no JSON: " + e.getMessage());
        }
        return spec.events()
                .find(whole)
                .map(events -> split(spec, body, whole, events))
                .orElseGet(() -> broken(whole, spec.events() + " is missing: it holds the events"));
    }

    private static HookEvents split(WebhookSpec spec, byte[] body, Value whole, Value events) {
        List<Value> values =
                events instanceof Value.Arr(List<Value> items) ? items : List.of(events);
        List<byte[]> bytes = JsonBytes.elements(body, spec.events());
        List<Event> all = new ArrayList<>();
        for (int n = 0; n < values.size(); n++) {
            all.add(
                    new Event(
                            values.get(n),
                            Bytes.copyOf(
                                    bytes.size() == values.size()
                                            ? bytes.get(n)
                                            : JsonText.write(values.get(n)))));
        }
        return new HookEvents(whole, all, Optional.empty());
    }

    private static HookEvents broken(Value whole, String why) {
        return new HookEvents(whole, List.of(), Optional.of(why));
    }

    /// Whether headers and address say all.
    private static boolean needsNoBody(WebhookSpec spec) {
        return !spec.type().isEmpty() && spec.type().stream().allMatch(Place::isOutsideTheBody);
    }

    /// What stands for a body that is none: the places that the descriptor names. A secret is not
    /// among them.
    private static Bytes described(WebhookSpec spec, HookRequest request) {
        Map<String, Value> said = new LinkedHashMap<>();
        Stream.of(spec.type().stream(), spec.id().stream(), spec.eventId().stream())
                .flatMap(places -> places)
                .forEach(
                        place ->
                                request.outside(place)
                                        .ifPresent(
                                                text ->
                                                        said.put(
                                                                HookRequest.named(place),
                                                                Value.of(text))));
        return Bytes.copyOf(JsonText.write(new Value.Obj(said)));
    }
}
