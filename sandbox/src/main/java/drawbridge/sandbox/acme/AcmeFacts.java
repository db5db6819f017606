package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AcmeForm;
import drawbridge.sandbox.repeats.Occurrences;
import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Fact;
import drawbridge.sandbox.world.Shelves;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// Acme's appointments in the neutral words of the judge.
final class AcmeFacts {

    private AcmeFacts() {}

    static ArrayNode of(Shelves shelves) {
        var facts = JsonNodeFactory.instance.arrayNode();
        shelves.of("appointment").all().forEach(doc -> facts.add(fact(doc, shelves)));
        return facts;
    }

    private static ObjectNode fact(Doc doc, Shelves shelves) {
        var fields = doc.fields();
        boolean allDay = fields.hasNonNull("all_day_on");
        var fact = Fact.of(doc, fields.get("external_ref"));
        fact.set("title", fields.get("subject"));
        fact.put("allDay", allDay);
        fact.put("startsAt", allDay ? null : instant(fields));
        fact.set("minutes", fields.get("duration_minutes"));
        fact.set("zone", fields.get("time_zone"));
        fact.set("day", fields.get("all_day_on"));
        fact.put("days", 1);
        fact.set("occurrences", Occurrences.of(AcmeForm.read(fields)));
        fact.put("state", state(fields.get("status").asText()));
        fact.set("place", fields.get("location"));
        fact.set("room", fields.get("room"));
        fact.put("ownerMail", mail(fields.get("owner_id"), shelves));
        var contact = shelves.of("contact").living(fields.path("contact_id").asText());
        var customer = fact.putObject("customer");
        customer.put("name", contact.flatMap(found -> name(found.fields())).orElse(null));
        customer.put("phone", contact.map(c -> Fact.phone(c.fields().get("phone"))).orElse(null));
        customer.put("mail", contact.map(c -> Fact.mail(c.fields().get("email"))).orElse(null));
        return fact;
    }

    private static String instant(ObjectNode fields) {
        return LocalDateTime.parse(fields.get("starts_at").asText())
                .atZone(ZoneId.of(fields.get("time_zone").asText()))
                .toInstant()
                .toString();
    }

    private static String state(String status) {
        return switch (status) {
            case "Held" -> "held";
            case "Not Held" -> "cancelled";
            default -> "planned";
        };
    }

    static ObjectNode activity(Doc doc, Shelves shelves) {
        var fields = doc.fields();
        var fact = JsonNodeFactory.instance.objectNode();
        fact.put("id", doc.id());
        fact.set("externalId", fields.get("external_id"));
        fact.put("ownerMail", mail(fields.get("user_id"), shelves));
        fact.set("occurredAt", fields.get("occurred_at"));
        fact.set("kind", fields.get("kind"));
        return fact;
    }

    private static String mail(JsonNode user, Shelves shelves) {
        return shelves.of("user")
                .find(user.asText())
                .map(owner -> owner.fields().get("email").asText().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static Optional<String> name(ObjectNode contact) {
        var first = text(contact.get("first_name"));
        var last = text(contact.get("last_name"));
        return Optional.of((first + " " + last).strip()).filter(name -> !name.isEmpty());
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }
}
