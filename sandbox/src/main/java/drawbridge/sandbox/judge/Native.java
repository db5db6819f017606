package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.repeats.AcmeForm;
import drawbridge.sandbox.repeats.AppForm;
import drawbridge.sandbox.repeats.Occurrences;
import drawbridge.sandbox.repeats.Repeats;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads an appointment or an event as its system spells it into canonical values.
final class Native {

    private Native() {}

    static Map<Group, String> values(
            Agreement agreement, People people, String account, Side side, JsonNode record) {
        return switch (side) {
            case ACME -> appointment(agreement, people, account, record);
            case APP -> event(agreement, people, account, record);
        };
    }

    private static Map<Group, String> appointment(
            Agreement agreement, People people, String account, JsonNode record) {
        var values = new EnumMap<Group, String>(Group.class);
        values.put(Group.TIME, appointmentTime(agreement, account, record));
        values.put(Group.TITLE, Canon.text(record.path("subject")));
        values.put(Group.STATUS, status(record.path("status").asText()));
        values.put(Group.PLACE, Canon.text(record.path(agreement.acmePlace(account))));
        values.put(Group.OWNER, people.mail(account, Side.ACME, record.path("owner_id").asText()));
        return values;
    }

    private static String appointmentTime(Agreement agreement, String account, JsonNode record) {
        return series(firstAppointment(agreement, account, record), AcmeForm.read(record));
    }

    private static String series(String first, Optional<Repeats> series) {
        return series.isPresent() ? Canon.series(first, Occurrences.of(series)) : first;
    }

    private static String firstAppointment(Agreement agreement, String account, JsonNode record) {
        if (record.hasNonNull("all_day_on")) {
            return Canon.allDay(record.path("all_day_on").asText(), 1);
        }
        if (!record.hasNonNull("starts_at")) {
            return "";
        }
        var zone = record.path("time_zone").asText();
        var start =
                LocalDateTime.parse(record.path("starts_at").asText())
                        .atZone(ZoneId.of(zone))
                        .toInstant();
        return Canon.timed(
                start, record.path("duration_minutes").asLong(), agreement.zone(account, zone));
    }

    private static String status(String word) {
        return switch (word) {
            case "Held", "done" -> "held";
            case "Not Held", "cancelled" -> "cancelled";
            default -> "planned";
        };
    }

    private static Map<Group, String> event(
            Agreement agreement, People people, String account, JsonNode record) {
        var values = new EnumMap<Group, String>(Group.class);
        values.put(Group.TIME, eventTime(agreement, account, record));
        values.put(Group.TITLE, Canon.text(record.path("title")));
        values.put(Group.STATUS, status(record.path("state").asText()));
        values.put(Group.PLACE, Canon.text(record.path("place")));
        values.put(Group.OWNER, people.mail(account, Side.APP, record.path("memberId").asText()));
        var customer = record.path("customer");
        values.put(
                Group.CUSTOMER,
                agreement.customer(
                        account,
                        Canon.text(customer.path("name")),
                        Canon.phone(customer.path("phone")),
                        Canon.mail(customer.path("mail"))));
        return values;
    }

    private static String eventTime(Agreement agreement, String account, JsonNode record) {
        return series(firstEvent(agreement, account, record), AppForm.read(record));
    }

    private static String firstEvent(Agreement agreement, String account, JsonNode record) {
        var start = record.path("start").asText();
        var end = record.path("end").asText();
        if (record.path("allDay").asBoolean()) {
            return Canon.allDay(
                    start, ChronoUnit.DAYS.between(LocalDate.parse(start), LocalDate.parse(end)));
        }
        var from = Instant.parse(start);
        return Canon.timed(
                from,
                ChronoUnit.MINUTES.between(from, Instant.parse(end)),
                agreement.zone(account, record.path("zone").asText()));
    }
}
