package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.nasty.OldApi;
import drawbridge.sandbox.repeats.AcmeForm;
import drawbridge.sandbox.repeats.Repeats;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Caller.Actor;
import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Ledger;
import drawbridge.sandbox.world.Listing;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Product;
import drawbridge.sandbox.world.Refused;
import drawbridge.sandbox.world.Shelf;
import drawbridge.sandbox.world.Shelves;
import drawbridge.sandbox.world.SideDoor;

import io.vertx.core.MultiMap;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Acme CRM, as its customers meet it.
public final class Acme implements Product {

    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final UserKind users = new UserKind();
    private final ContactKind contacts = new ContactKind();
    private final AppointmentKind appointments = new AppointmentKind();
    private final ActivityKind activities = new ActivityKind();
    private final Random dice;
    private final Webhooks webhooks;
    private final OldApi old;

    /// @param seed decides the ids
    public Acme(long seed, InstantSource clock) {
        this.dice = new Random(seed);
        this.webhooks = new Webhooks(this, clock, new Random(seed + 7));
        this.old = new OldApi(users, appointments, new Random(seed + 9));
    }

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public String basePath() {
        return "/api/v2";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(users, contacts, appointments, activities);
    }

    @Override
    public Listing listing() {
        return new Listing(
                "updated_since",
                text -> OffsetDateTime.parse(text).toInstant().toEpochMilli(),
                "cursor",
                "limit",
                200,
                "data",
                "next_cursor");
    }

    @Override
    public Optional<String> credential(MultiMap headers) {
        return Optional.ofNullable(headers.get("X-Acme-Key"))
                .or(() -> Optional.ofNullable(headers.get(OldApi.KEY)));
    }

    @Override
    public Optional<String> accessToken(MultiMap headers) {
        return Optional.ofNullable(headers.get("Authorization"))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }

    @Override
    public boolean givesTokens() {
        return true;
    }

    @Override
    public String challenge() {
        return "AcmeKey realm=\"acme\", Bearer realm=\"acme\"";
    }

    @Override
    public int invalid() {
        return 422;
    }

    @Override
    public Optional<String> person(Shelves shelves, String mail) {
        return shelves.of(users)
                .all()
                .filter(doc -> !doc.deleted())
                .filter(doc -> doc.fields().path("email").asText().equalsIgnoreCase(mail))
                .map(Doc::id)
                .findFirst();
    }

    @Override
    public boolean tombstones() {
        return true;
    }

    @Override
    public boolean tags() {
        return true;
    }

    @Override
    public boolean batches() {
        return true;
    }

    @Override
    public String mint(Kind kind, Shelf shelf) {
        var id = new StringBuilder(prefix(kind));
        for (int i = 0; i < 10; i++) {
            id.append(LETTERS.charAt(dice.nextInt(LETTERS.length())));
        }
        return shelf.find(id.toString()).isPresent() ? mint(kind, shelf) : id.toString();
    }

    private String prefix(Kind kind) {
        return switch (kind.name()) {
            case "user" -> "usr_";
            case "contact" -> "con_";
            case "activity" -> "act_";
            default -> "apt_";
        };
    }

    @Override
    public ObjectNode render(Kind kind, Doc doc) {
        var record = JsonNodeFactory.instance.objectNode();
        record.put("id", doc.id());
        if (doc.deleted()) {
            record.put("deleted", true);
            if (kind == appointments) {
                record.set("external_ref", doc.fields().path("external_ref"));
            }
        } else {
            record.setAll(doc.fields().deepCopy());
            record.put("created_at", iso(doc.createdAt()));
        }
        record.put("updated_at", iso(doc.changedAt()));
        record.put("revision", doc.revision());
        return record;
    }

    @Override
    public JsonNode problem(Refused refused) {
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putObject("error");
        error.put("code", refused.code()).put("message", refused.reason());
        if (!refused.problems().none()) {
            var fields = error.putArray("fields");
            refused.problems()
                    .byField()
                    .forEach(
                            (name, reasons) ->
                                    fields.addObject()
                                            .put("name", name)
                                            .put("reason", String.join("; ", reasons)));
        }
        return body;
    }

    @Override
    public Optional<Message> message(Account account, Actor actor, Effect effect) {
        return OldApi.isMeantBy(account)
                ? old.message(account, effect)
                : webhooks.message(account, effect);
    }

    @Override
    public List<SideDoor> sideDoors() {
        return List.of(old);
    }

    @Override
    public ArrayNode facts(Shelves shelves) {
        return AcmeFacts.of(shelves);
    }

    @Override
    public Optional<Kind> crowded() {
        return Optional.of(activities);
    }

    @Override
    public ObjectNode fact(Doc doc, Shelves shelves) {
        return AcmeFacts.activity(doc, shelves);
    }

    @Override
    public String pagePart() {
        return "list";
    }

    @Override
    public Kind calendarKind() {
        return appointments;
    }

    @Override
    public boolean inCalendar(Doc doc, String person, LocalDate from, LocalDate until) {
        if (!doc.fields().path("owner_id").asText().equals(person)) {
            return false;
        }
        var series = AcmeForm.read(doc.fields());
        return series.isPresent()
                ? !series.get().between(from, until).isEmpty()
                : AppointmentKind.day(doc)
                        .filter(day -> !day.isBefore(from) && day.isBefore(until))
                        .isPresent();
    }

    @Override
    public Optional<Repeats> series(Doc doc) {
        return AcmeForm.read(doc.fields());
    }

    static String iso(long millis) {
        return Ledger.MILLIS.format(Instant.ofEpochMilli(millis));
    }
}
