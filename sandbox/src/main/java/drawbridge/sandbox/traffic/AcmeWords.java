package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AcmeForm;
import drawbridge.sandbox.repeats.Repeats;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Appointments as Acme spells them.
final class AcmeWords implements Words {

    @Override
    public String path() {
        return "/api/v2/appointments";
    }

    @Override
    public String changes(String since) {
        return path() + "?limit=200" + (since.isEmpty() ? "" : "&updated_since=" + encode(since));
    }

    @Override
    public JsonNode items(JsonNode list) {
        return list.path("data");
    }

    @Override
    public String more(JsonNode list, String since) {
        var cursor = list.path("next_cursor");
        return cursor.isTextual() ? changes(since) + "&cursor=" + encode(cursor.asText()) : "";
    }

    @Override
    public String changedAt(JsonNode record) {
        return record.path("updated_at").asText();
    }

    @Override
    public String title(JsonNode record) {
        return record.path("subject").asText();
    }

    @Override
    public Slot slot(JsonNode record) {
        if (record.hasNonNull("all_day_on")) {
            var day = LocalDate.parse(record.get("all_day_on").asText());
            return Slot.allDay(day.atTime(9, 0), 1);
        }
        return Slot.timed(
                LocalDateTime.parse(record.path("starts_at").asText()),
                record.path("duration_minutes").asInt(),
                ZoneId.of(record.path("time_zone").asText()));
    }

    @Override
    public ObjectNode create(String owner, String contact, String title, Slot slot, String place) {
        var fields = move(slot).put("owner_id", owner).put("subject", title);
        if (!contact.isEmpty()) {
            fields.put("contact_id", contact);
        }
        if (!place.isEmpty()) {
            fields.put("location", place);
        }
        return fields;
    }

    @Override
    public ObjectNode retitle(String title) {
        return fields().put("subject", title);
    }

    @Override
    public ObjectNode move(Slot slot) {
        var day = slot.start().toLocalDate().toString();
        if (slot.allDay()) {
            return fields().putNull("starts_at")
                    .putNull("duration_minutes")
                    .putNull("time_zone")
                    .put("all_day_on", day);
        }
        return fields().put("starts_at", slot.start().toString())
                .put("duration_minutes", slot.minutes())
                .put("time_zone", slot.zone().getId())
                .putNull("all_day_on");
    }

    @Override
    public Optional<Repeats> series(JsonNode record) {
        return AcmeForm.read(record);
    }

    @Override
    public ObjectNode weekly(ObjectNode fields, Slot slot, int times) {
        var day = slot.start().getDayOfWeek().name().toLowerCase(Locale.ROOT);
        fields.putObject("repeats")
                .put("unit", "week")
                .put("times", times)
                .putArray("weekdays")
                .add(day);
        return fields;
    }

    @Override
    public ObjectNode cancelOne(JsonNode series, LocalDateTime key) {
        var fields = fields();
        exceptions(fields, series, _ -> true)
                .addObject()
                .put("original", key.toString())
                .put("cancelled", true);
        return fields;
    }

    @Override
    public ObjectNode moveOne(JsonNode series, LocalDateTime key, LocalDateTime to) {
        var fields = fields();
        exceptions(fields, series, original -> !original.equals(key))
                .addObject()
                .put("original", key.toString())
                .put("moved_to", to.toString());
        return fields;
    }

    @Override
    public ObjectNode endBefore(JsonNode series, LocalDateTime key) {
        var fields = fields();
        ObjectNode repeats = series.path("repeats").deepCopy();
        fields.set(
                "repeats",
                repeats.putNull("times").put("until", key.toLocalDate().minusDays(1).toString()));
        var _ = exceptions(fields, series, original -> original.isBefore(key));
        return fields;
    }

    private static ArrayNode exceptions(
            ObjectNode fields, JsonNode series, Predicate<LocalDateTime> kept) {
        var list = fields.putArray("exceptions");
        for (var item : series.path("exceptions")) {
            if (kept.test(LocalDateTime.parse(item.path("original").asText()))) {
                list.add(item);
            }
        }
        return list;
    }

    @Override
    public ObjectNode place(String place) {
        return fields().put("location", place);
    }

    @Override
    public ObjectNode state(String state) {
        return fields().put("status", state);
    }

    @Override
    public List<String> states() {
        return List.of("Planned", "Held", "Not Held");
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
