package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.intake.HookEvents.Event;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.As;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.WebhookType;
import drawbridge.system.RecordFacts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a genuine webhook: one event, or an array of them, each a change of its own.
///
/// Its sender can mend nothing and may never send it again. So nothing is refused here: what cannot
/// be read becomes a change that says why. Of an unsigned one nothing is believed but that a record
/// may have changed, and nobody is asked about what a stranger wrote.
final class WebhookContent {

    /// Of several events in a body more than any sender puts there.
    private static final int MOST_EVENTS = 10_000;

    private static final Pointer ROOT = new Pointer(List.of());

    private final SystemSpec system;
    private final WebhookSpec spec;
    private final Reception reception;
    private final Told told;
    private final Set<ResourceName> lists = new LinkedHashSet<>();

    /// Who is told which record an event was about, and when that changed by its own word.
    interface Told {

        void of(ResourceName resource, Instant changed);
    }

    /// What a delivery says.
    ///
    /// @param lists those that are to be read at once
    /// @param identity by which the delivery is known when it comes again
    record Read(List<Incoming> changes, Set<ResourceName> lists, Optional<Hash> identity) {

        Read {
            changes = List.copyOf(changes);
            lists = Set.copyOf(lists);
        }

        boolean isUnreadable() {
            return !changes.isEmpty()
                    && changes.stream().allMatch(change -> change.unreadable().isPresent());
        }
    }

    WebhookContent(SystemSpec system, WebhookSpec spec, Reception reception, Told told) {
        this.system = system;
        this.spec = spec;
        this.reception = reception;
        this.told = told;
    }

    Read read(HookRequest request) {
        HookEvents events = HookEvents.of(spec, request);
        Optional<String> broken =
                events.broken()
                        .or(
                                () ->
                                        events.all().size() > MOST_EVENTS
                                                ? Optional.of(
                                                        "the body holds more than "
                                                                + MOST_EVENTS
                                                                + " events")
                                                : Optional.empty());
        if (broken.isPresent()) {
            return new Read(
                    List.of(unreadable(Bytes.copyOf(request.body()), broken.get())),
                    Set.of(),
                    identity(request, events));
        }
        List<Incoming> changes = new ArrayList<>();
        for (Event event : events.all()) {
            changes.add(event(request, events.whole(), event));
        }
        return new Read(changes, lists, identity(request, events));
    }

    /// The bytes of one event, as they were kept.
    List<Incoming> again(byte[] bytes) {
        Read whole = read(HookRequest.of(bytes));
        if (!whole.isUnreadable() || spec.events().steps().isEmpty()) {
            return whole.changes();
        }
        return new WebhookContent(system, spec.ofOneEvent(), reception, told)
                .read(HookRequest.of(bytes))
                .changes();
    }

    /// Of events that come together, all must say who they are. What is unsigned is never known
    /// again: a stranger could use up the ids of what is to come.
    private Optional<Hash> identity(HookRequest request, HookEvents events) {
        if (spec.eventId().isEmpty() || spec.isOnlyAHint()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>(List.of("webhook", system.name()));
        boolean outside = spec.eventId().stream().allMatch(Place::isOutsideTheBody);
        List<Value> said =
                outside ? List.of(Value.NULL) : events.all().stream().map(Event::value).toList();
        if (said.isEmpty()) {
            return Optional.empty();
        }
        for (Value event : said) {
            for (Place place : spec.eventId()) {
                Optional<String> id =
                        request.text(place, event, events.whole()).filter(text -> !text.isEmpty());
                if (id.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(id.get());
            }
        }
        // The same event may be sent to two addresses, and mean something else there.
        parts.addAll(request.segments());
        return Optional.of(Hash.of(parts.toArray(String[]::new)));
    }

    private Incoming event(HookRequest request, Value whole, Event event) {
        if (!(event.value() instanceof Value.Obj || isBareId(event.value()))) {
            return unreadable(event.bytes(), "the event is no object");
        }
        List<String> words = new ArrayList<>();
        for (Place place : spec.type()) {
            Optional<Value> word = request.find(place, event.value(), whole);
            if (word.isEmpty()) {
                return unreadable(
                        event.bytes(),
                        HookRequest.named(place) + " is missing: it says what happened");
            }
            Optional<String> text = word(word.get());
            if (text.isEmpty()) {
                return unreadable(
                        event.bytes(),
                        HookRequest.named(place) + " is no text: it says what happened");
            }
            words.add(text.get());
        }
        Optional<WebhookType> type =
                words.isEmpty()
                        ? spec.types().values().stream().findFirst()
                        : Optional.ofNullable(spec.types().get(String.join(".", words)));
        Optional<ResourceSpec> resource =
                type.flatMap(is -> system.resource(is.resource().resource()));
        if (type.isEmpty() || resource.isEmpty()) {
            return reception.unwanted(event.bytes());
        }
        if (type.get().as() == As.LIST) {
            lists.add(resource.get().name());
            return reception.unwanted(event.bytes());
        }
        return record(request, whole, event, type.get(), resource.get());
    }

    /// Some send a list of ids and no more.
    private boolean isBareId(Value event) {
        return spec.id().filter(new Place.InEvent(ROOT)::equals).isPresent()
                && Values.idText(event).isPresent();
    }

    /// A type of several parts may have numbers and flags among them.
    private Optional<String> word(Value value) {
        boolean joined = spec.type().size() > 1;
        return switch (value) {
            case Value.Text(String text) -> Optional.of(text);
            case Value.Num(BigDecimal number) when joined -> Optional.of(number.toPlainString());
            case Value.Bool(boolean flag) when joined -> Optional.of(Boolean.toString(flag));
            case Value.Num _, Value.Bool _, Value.Null _, Value.Arr _, Value.Obj _ ->
                    Optional.empty();
        };
    }

    private Incoming record(
            HookRequest request,
            Value whole,
            Event event,
            WebhookType type,
            ResourceSpec resource) {
        Optional<Place> idAt = type.id().or(spec::id);
        Pointer at = type.record().orElse(spec.record());
        Optional<Value> found = at.find(event.value());
        Optional<Value.Obj> record =
                found.filter(Value.Obj.class::isInstance).map(Value.Obj.class::cast);
        // Who names the id elsewhere needs no record for it.
        if (record.isEmpty() && (idAt.isEmpty() || type.full())) {
            return unreadable(
                    resource,
                    event.bytes(),
                    at
                            + (found.isEmpty() ? " is missing" : " is no object")
                            + ": it holds the record");
        }
        Place named = idAt.orElseGet(() -> new Place.InEvent(at.then(resource.id())));
        Optional<String> id = request.text(named, event.value(), whole);
        if (id.isEmpty()) {
            return unreadable(
                    resource,
                    event.bytes(),
                    HookRequest.named(named)
                            + (request.find(named, event.value(), whole).isEmpty()
                                    ? " is missing"
                                    : " is neither text nor number")
                            + ": it names the record");
        }
        Optional<Instant> changed = changed(request, whole, event);
        if (type.as() == As.HINT) {
            changed.ifPresent(time -> told.of(resource.name(), time));
            return hint(resource, id.get(), event, type.deleted() && !spec.isOnlyAHint());
        }
        Value.Obj state = record.orElse(Value.Obj.EMPTY);
        RecordFacts facts = RecordFacts.of(resource, state);
        facts.updatedAt().or(() -> changed).ifPresent(time -> told.of(resource.name(), time));
        Optional<Pointer> missing =
                type.full() && !type.deleted()
                        ? reception.hopeless(resource, state)
                        : Optional.empty();
        if (missing.isPresent()) {
            return unreadable(
                    resource,
                    event.bytes(),
                    at.toString()
                            + missing.get()
                            + " is missing, and "
                            + system.name()
                            + " cannot be asked for the record");
        }
        return reception.change(
                resource,
                id.get(),
                state,
                facts,
                record.map(one -> event.part(at, one)).orElseGet(event::bytes),
                type.deleted(),
                type.full());
    }

    /// Of the event only the id is taken: the rest may be named otherwise than in the record.
    private Incoming hint(ResourceSpec resource, String id, Event event, boolean gone) {
        Value.Obj state =
                resource.id().steps().isEmpty()
                        ? Value.Obj.EMPTY
                        : resource.id().put(Value.Obj.EMPTY, Value.of(id));
        return reception.change(
                resource,
                id,
                state,
                new RecordFacts(Optional.of(id), Optional.empty(), Optional.empty(), false),
                event.bytes(),
                gone,
                false);
    }

    private Optional<Instant> changed(HookRequest request, Value whole, Event event) {
        return spec.eventTime()
                .filter(_ -> !spec.isOnlyAHint())
                .flatMap(
                        stamp ->
                                request.find(stamp.at(), event.value(), whole)
                                        .flatMap(value -> Stamps.read(stamp.format(), value)));
    }

    private Incoming unreadable(Bytes body, String why) {
        return spec.isOnlyAHint()
                ? reception.unwanted(body)
                : reception.unreadable(
                        Optional.empty(), Optional.empty(), body, Hash.of(body), why);
    }

    private Incoming unreadable(ResourceSpec resource, Bytes body, String why) {
        return spec.isOnlyAHint()
                ? reception.unwanted(body)
                : reception.unreadable(
                        Optional.of(resource.name()), Optional.empty(), body, Hash.of(body), why);
    }
}
