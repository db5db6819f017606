package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// A record at the end of the run, as its system states it in neutral words.
///
/// @param sequence line of the ledger that made it so
record Fact(RecordKey key, boolean deleted, Map<Group, String> values, long sequence) {

    static Fact read(Agreement agreement, String account, Side side, JsonNode fact) {
        var values = new EnumMap<Group, String>(Group.class);
        values.put(Group.TIME, when(agreement, account, fact));
        values.put(Group.TITLE, Canon.text(fact.path("title")));
        values.put(Group.STATUS, fact.path("state").asText());
        boolean inRoom = side == Side.ACME && agreement.acmePlace(account).equals("room");
        values.put(Group.PLACE, Canon.text(fact.path(inRoom ? "room" : "place")));
        values.put(Group.OWNER, fact.path("ownerMail").asText().toLowerCase(Locale.ROOT));
        var customer = fact.path("customer");
        values.put(
                Group.CUSTOMER,
                agreement.customer(
                        account,
                        Canon.text(customer.path("name")),
                        Canon.phone(customer.path("phone")),
                        Canon.mail(customer.path("mail"))));
        var key = new RecordKey(account, side, side.meeting, fact.path("id").asText());
        return new Fact(
                key, fact.path("deleted").asBoolean(), values, fact.path("sequence").asLong());
    }

    private static String when(Agreement agreement, String account, JsonNode fact) {
        var first = first(agreement, account, fact);
        return fact.hasNonNull("occurrences")
                ? Canon.series(first, fact.get("occurrences"))
                : first;
    }

    private static String first(Agreement agreement, String account, JsonNode fact) {
        if (fact.path("allDay").asBoolean()) {
            return Canon.allDay(fact.path("day").asText(), fact.path("days").asLong(1));
        }
        if (!fact.hasNonNull("startsAt")) {
            return "";
        }
        return Canon.timed(
                Instant.parse(fact.path("startsAt").asText()),
                fact.path("minutes").asLong(),
                agreement.zone(account, fact.path("zone").asText()));
    }

    String value(Group group) {
        return values.getOrDefault(group, "");
    }
}
