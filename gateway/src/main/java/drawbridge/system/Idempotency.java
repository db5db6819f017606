package drawbridge.system;

import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Operation;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// By what a system knows a create that it has met before: our reference, for a call that makes a
/// record or changes the one that is there, and a key of the create, for a header such as
/// `Idempotency-Key`.
///
/// The key is another one where the content is another one: a system that meets an old key with new
/// content refuses it, or answers the old create and drops what is new.
final class Idempotency {

    static final String REFERENCE = "reference";
    static final String KEY = "key";

    private Idempotency() {}

    /// What the places `{reference}` and `{key}` stand for; nothing where no record is being made.
    static Map<String, Value> places(Call call, Value.Obj body) {
        return call.reference()
                .map(
                        reference ->
                                Map.<String, Value>of(
                                        REFERENCE,
                                        Value.of(reference),
                                        KEY,
                                        Value.of(key(call, reference, body).toString())))
                .orElseGet(Map::of);
    }

    /// The body without the reference that stands in the path: no system takes it twice.
    static Value.Obj body(ResourceSpec spec, Operation create, Value.Obj body) {
        return create.path().contains("{" + REFERENCE + "}")
                ? spec.externalReference().map(at -> without(body, at.steps())).orElse(body)
                : body;
    }

    private static Value.Obj without(Value.Obj record, List<String> steps) {
        Map<String, Value> members = new LinkedHashMap<>(record.members());
        Value below = members.remove(steps.getFirst());
        if (steps.size() > 1 && below instanceof Value.Obj inner) {
            members.put(steps.getFirst(), without(inner, steps.subList(1, steps.size())));
        }
        return new Value.Obj(members);
    }

    private static UUID key(Call call, String reference, Value.Obj body) {
        return Hash.of(
                        "create",
                        call.tenant().toString(),
                        reference,
                        new String(JsonText.write(body), StandardCharsets.UTF_8))
                .asUuid();
    }
}
