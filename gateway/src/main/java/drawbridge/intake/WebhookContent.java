package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.WebhookSpec;
import drawbridge.mapping.SystemSpec.WebhookType;
import drawbridge.mapping.Value;
import drawbridge.system.RecordFacts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads the body of a genuine webhook: one event, or an array of them, each a change of its own.
///
/// Its sender can mend nothing and may never send it again. So nothing is refused here: what cannot
/// be read becomes a change that says why.
final class WebhookContent {

    private final SystemSpec system;
    private final WebhookSpec spec;
    private final Reception reception;
    private final Told told;

    /// Who is told which record an event was about, and when that changed by its own word.
    interface Told {

        void of(ResourceName resource, Instant changed);
    }

    WebhookContent(SystemSpec system, WebhookSpec spec, Reception reception, Told told) {
        this.system = system;
        this.spec = spec;
        this.reception = reception;
        this.told = told;
    }

    List<Incoming> read(byte[] body) {
        Value value;
        try {
            value = JsonText.parse(body);
        } catch (JsonText.Malformed e) {
            return List.of(
                    unreadable(Bytes.copyOf(body), "the body is no JSON: " + e.getMessage()));
        }
        return value instanceof Value.Arr(List<Value> events)
                ? events.stream().map(this::event).toList()
                : List.of(event(value));
    }

    private Incoming event(Value event) {
        Bytes whole = Bytes.copyOf(JsonText.write(event));
        if (!(event instanceof Value.Obj)) {
            return unreadable(whole, "the event is no object");
        }
        Optional<Value> type = spec.type().find(event);
        if (type.isEmpty()) {
            return unreadable(whole, spec.type() + " is missing: it says what happened");
        }
        if (!(type.get() instanceof Value.Text(String name))) {
            return unreadable(whole, spec.type() + " is no text: it says what happened");
        }
        WebhookType known = spec.types().get(name);
        Optional<ResourceSpec> resource =
                Optional.ofNullable(known).flatMap(is -> system.resource(is.resource().resource()));
        return known == null || resource.isEmpty()
                ? reception.unwanted(whole)
                : record(event, whole, known, resource.get());
    }

    private Incoming record(Value event, Bytes whole, WebhookType type, ResourceSpec resource) {
        Optional<Value> found = spec.record().find(event);
        if (found.isEmpty() || !(found.get() instanceof Value.Obj record)) {
            return unreadable(
                    resource,
                    whole,
                    spec.record()
                            + (found.isEmpty() ? " is missing" : " is no object")
                            + ": it holds the record");
        }
        RecordFacts facts = RecordFacts.of(resource, record);
        facts.updatedAt().ifPresent(changed -> told.of(resource.name(), changed));
        Optional<String> id = facts.id();
        if (id.isEmpty()) {
            return unreadable(
                    resource,
                    whole,
                    spec.record()
                            + resource.id().toString()
                            + (resource.id().find(record).isEmpty()
                                    ? " is missing"
                                    : " is neither text nor number")
                            + ": it names the record");
        }
        Optional<Pointer> missing =
                type.full() && !type.deleted()
                        ? reception.hopeless(resource, record)
                        : Optional.empty();
        if (missing.isPresent()) {
            return unreadable(
                    resource,
                    whole,
                    spec.record()
                            + missing.get().toString()
                            + " is missing, and "
                            + system.name()
                            + " cannot be asked for the record");
        }
        return reception.change(
                resource,
                id.get(),
                record,
                facts,
                Bytes.copyOf(JsonText.write(record)),
                type.deleted(),
                type.full());
    }

    private Incoming unreadable(Bytes body, String why) {
        return reception.unreadable(Optional.empty(), Optional.empty(), body, Hash.of(body), why);
    }

    private Incoming unreadable(ResourceSpec resource, Bytes body, String why) {
        return reception.unreadable(
                Optional.of(resource.name()), Optional.empty(), body, Hash.of(body), why);
    }
}
