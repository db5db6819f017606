package drawbridge.sandbox.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AppForm;
import drawbridge.sandbox.repeats.Occurrences;
import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Fact;
import drawbridge.sandbox.world.Shelves;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The app's events in the neutral words of the judge.
final class AppFacts {

    private AppFacts() {}

    static ArrayNode of(Shelves shelves) {
        var facts = JsonNodeFactory.instance.arrayNode();
        shelves.of("event").all().forEach(doc -> facts.add(fact(doc, shelves)));
        return facts;
    }

    private static ObjectNode fact(Doc doc, Shelves shelves) {
        var fields = doc.fields();
        boolean allDay = fields.get("allDay").asBoolean();
        var start = fields.get("start").asText();
        var end = fields.get("end").asText();
        var fact = Fact.of(doc, fields.get("externalRef"));
        fact.set("title", fields.get("title"));
        fact.put("allDay", allDay);
        fact.put("startsAt", allDay ? null : start);
        fact.put("minutes", allDay ? null : minutes(start, end));
        fact.set("zone", fields.get("zone"));
        fact.put("day", allDay ? start : null);
        fact.put("days", allDay ? days(start, end) : 1);
        fact.set("occurrences", Occurrences.of(AppForm.read(fields)));
        fact.put("state", state(fields.get("state").asText()));
        fact.set("place", fields.get("place"));
        fact.putNull("room");
        fact.put("ownerMail", ownerMail(fields, shelves));
        var customer = fields.get("customer");
        fact.putObject("customer")
                .put("phone", Fact.phone(customer.get("phone")))
                .put("mail", Fact.mail(customer.get("mail")))
                .set("name", customer.get("name"));
        return fact;
    }

    private static Long minutes(String start, String end) {
        return ChronoUnit.MINUTES.between(Instant.parse(start), Instant.parse(end));
    }

    private static long days(String start, String end) {
        return ChronoUnit.DAYS.between(LocalDate.parse(start), LocalDate.parse(end));
    }

    private static String state(String state) {
        return switch (state) {
            case "done" -> "held";
            case "cancelled" -> "cancelled";
            default -> "planned";
        };
    }

    private static String ownerMail(ObjectNode fields, Shelves shelves) {
        return shelves.of("member")
                .find(fields.get("memberId").asText())
                .map(owner -> owner.fields().get("mail").asText().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
