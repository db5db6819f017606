package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Events as the app spells them.
final class AppWords implements Words {

    @Override
    public String path() {
        return "/v1/events";
    }

    @Override
    public String changes(String since) {
        return path() + "?size=100" + (since.isEmpty() ? "" : "&changedSince=" + since);
    }

    @Override
    public JsonNode items(JsonNode list) {
        return list.path("items");
    }

    @Override
    public String more(JsonNode list, String since) {
        var after = list.path("after");
        return after.isTextual() ? changes(since) + "&after=" + after.asText() : "";
    }

    @Override
    public String changedAt(JsonNode record) {
        return record.path("changedAt").asText();
    }

    @Override
    public String title(JsonNode record) {
        return record.path("title").asText();
    }

    @Override
    public Slot slot(JsonNode record) {
        var start = record.path("start").asText();
        var end = record.path("end").asText();
        if (record.path("allDay").asBoolean()) {
            var day = LocalDate.parse(start);
            int days = (int) ChronoUnit.DAYS.between(day, LocalDate.parse(end));
            return Slot.allDay(day.atTime(9, 0), days);
        }
        var zone = ZoneId.of(record.path("zone").asText());
        int minutes = (int) ChronoUnit.MINUTES.between(Instant.parse(start), Instant.parse(end));
        return Slot.timed(LocalDateTime.ofInstant(Instant.parse(start), zone), minutes, zone);
    }

    /// The customer is left out: what the app knows of customers comes from the CRM.
    @Override
    public ObjectNode create(String owner, String contact, String title, Slot slot, String place) {
        var fields = move(slot).put("memberId", Long.parseLong(owner)).put("title", title);
        if (!place.isEmpty()) {
            fields.put("place", place);
        }
        return fields;
    }

    @Override
    public ObjectNode retitle(String title) {
        return fields().put("title", title);
    }

    @Override
    public ObjectNode move(Slot slot) {
        if (slot.allDay()) {
            var day = slot.start().toLocalDate();
            return fields().put("allDay", true)
                    .put("start", day.toString())
                    .put("end", day.plusDays(slot.days()).toString())
                    .putNull("zone");
        }
        var start = slot.start().atZone(slot.zone()).toInstant();
        return fields().put("allDay", false)
                .put("start", start.toString())
                .put("end", start.plus(slot.minutes(), ChronoUnit.MINUTES).toString())
                .put("zone", slot.zone().getId());
    }

    @Override
    public ObjectNode place(String place) {
        return fields().put("place", place);
    }

    @Override
    public ObjectNode state(String state) {
        return fields().put("state", state);
    }

    @Override
    public List<String> states() {
        return List.of("open", "done", "cancelled");
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }
}
