package drawbridge.sandbox.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AppForm;
import drawbridge.sandbox.repeats.Repeats;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Caller.Actor;
import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Listing;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Product;
import drawbridge.sandbox.world.Refused;
import drawbridge.sandbox.world.Shelf;
import drawbridge.sandbox.world.Shelves;

import io.vertx.core.MultiMap;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The app, as its users meet it.
public final class App implements Product {

    private final MemberKind members = new MemberKind(this::number);
    private final EventKind events = new EventKind();
    private final TouchpointKind touchpoints = new TouchpointKind();
    private final Pushes pushes;
    private long last;

    /// @param seed decides where ids begin
    public App(long seed) {
        var dice = new Random(seed);
        this.last = dice.nextLong(10_000, 900_000);
        this.pushes = new Pushes(this, dice);
    }

    @Override
    public String name() {
        return "app";
    }

    @Override
    public String basePath() {
        return "/v1";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(members, events, touchpoints);
    }

    @Override
    public Listing listing() {
        return new Listing("changedSince", Long::parseLong, "after", "size", 100, "items", "after");
    }

    @Override
    public Optional<String> credential(MultiMap headers) {
        return Optional.ofNullable(headers.get("Authorization"))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }

    @Override
    public String challenge() {
        return "Bearer realm=\"app\"";
    }

    @Override
    public int invalid() {
        return 400;
    }

    @Override
    public Optional<String> person(Shelves shelves, String mail) {
        return shelves.of(members)
                .all()
                .filter(doc -> !doc.deleted())
                .filter(doc -> doc.fields().path("mail").asText().equalsIgnoreCase(mail))
                .map(Doc::id)
                .findFirst();
    }

    @Override
    public boolean tombstones() {
        return false;
    }

    @Override
    public boolean tags() {
        return false;
    }

    @Override
    public String mint(Kind kind, Shelf shelf) {
        return Long.toString(number());
    }

    private long number() {
        return ++last;
    }

    @Override
    public ObjectNode render(Kind kind, Doc doc) {
        var record = JsonNodeFactory.instance.objectNode();
        if (kind == touchpoints) {
            record.setAll(doc.fields());
            return record.put("changedAt", doc.changedAt());
        }
        record.put("id", Long.parseLong(doc.id()));
        record.setAll(doc.fields().deepCopy());
        record.put("createdAt", doc.createdAt());
        record.put("changedAt", doc.changedAt());
        return record;
    }

    @Override
    public JsonNode problem(Refused refused) {
        var body = JsonNodeFactory.instance.objectNode();
        var errors = body.putObject("errors");
        if (refused.problems().none()) {
            errors.putArray("base").add(refused.reason());
        }
        refused.problems()
                .byField()
                .forEach(
                        (name, reasons) -> {
                            var said = errors.putArray(name);
                            reasons.forEach(said::add);
                        });
        refused.existing().ifPresent(id -> body.put("existing", Long.parseLong(id)));
        return body;
    }

    @Override
    public Optional<Message> message(Account account, Actor actor, Effect effect) {
        return effect.kind() == events && actor != Actor.GATEWAY
                ? pushes.message(account, effect)
                : Optional.empty();
    }

    @Override
    public ArrayNode facts(Shelves shelves) {
        return AppFacts.of(shelves);
    }

    @Override
    public Map<String, ArrayNode> moreFacts(Shelves shelves) {
        return Map.of("touchpoints", TouchpointFacts.of(shelves));
    }

    @Override
    public String pagePart() {
        return "dashboard";
    }

    @Override
    public Kind calendarKind() {
        return events;
    }

    @Override
    public boolean inCalendar(Doc doc, String person, LocalDate from, LocalDate until) {
        var fields = doc.fields();
        if (!fields.path("memberId").asText().equals(person)) {
            return false;
        }
        var series = AppForm.read(fields);
        if (series.isPresent()) {
            return !series.get().between(from, until).isEmpty();
        }
        return EventKind.firstDay(fields).isBefore(until)
                && !EventKind.lastDay(fields).isBefore(from);
    }

    @Override
    public Optional<Repeats> series(Doc doc) {
        return AppForm.read(doc.fields());
    }

    @Override
    public Set<String> switches() {
        return Set.of("recurrence");
    }

    @Override
    public void turn(String name, boolean on) {
        events.repeats(on);
    }
}
