package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AppForm;
import drawbridge.sandbox.repeats.Repeats;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
    public Optional<Repeats> series(JsonNode record) {
        return AppForm.read(record);
    }

    @Override
    public ObjectNode weekly(ObjectNode fields, Slot slot, int times) {
        return fields.put("recurrence", rule(slot.start()) + ";COUNT=" + times);
    }

    private static String rule(LocalDateTime start) {
        return "FREQ=WEEKLY;BYDAY=" + start.getDayOfWeek().name().substring(0, 2);
    }

    @Override
    public ObjectNode cancelOne(JsonNode series, LocalDateTime key) {
        var fields = fields();
        var zone = zone(series);
        kept(fields.putArray("exdates"), series.path("exdates"), _ -> true).add(instant(key, zone));
        var _ =
                kept(
                        fields.putArray("overrides"),
                        series.path("overrides"),
                        item -> !original(item).equals(instant(key, zone)));
        return fields;
    }

    @Override
    public ObjectNode moveOne(JsonNode series, LocalDateTime key, LocalDateTime to) {
        var fields = fields();
        var zone = zone(series);
        var start = to.atZone(zone).toInstant();
        kept(
                        fields.putArray("overrides"),
                        series.path("overrides"),
                        item -> !original(item).equals(instant(key, zone)))
                .addObject()
                .put("original", instant(key, zone))
                .put("start", start.toString())
                .put("end", start.plus(minutes(series), ChronoUnit.MINUTES).toString());
        return fields;
    }

    @Override
    public ObjectNode endBefore(JsonNode series, LocalDateTime key) {
        var zone = zone(series);
        var end = key.toLocalDate().atStartOfDay(zone).minusSeconds(1);
        var utc = end.withZoneSameInstant(ZoneOffset.UTC);
        var fields =
                fields().put(
                                "recurrence",
                                rule(key)
                                        + ";UNTIL="
                                        + DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                                                .format(utc));
        for (var list : List.of("exdates", "overrides")) {
            var _ =
                    kept(
                            fields.putArray(list),
                            series.path(list),
                            item -> original(item).compareTo(instant(key, zone)) < 0);
        }
        return fields;
    }

    private static ArrayNode kept(ArrayNode into, JsonNode list, Predicate<JsonNode> wanted) {
        list.forEach(
                item -> {
                    if (wanted.test(item)) {
                        into.add(item);
                    }
                });
        return into;
    }

    private static String original(JsonNode item) {
        return item.isTextual() ? item.asText() : item.path("original").asText();
    }

    private static String instant(LocalDateTime wall, ZoneId zone) {
        return wall.atZone(zone).toInstant().toString();
    }

    private static ZoneId zone(JsonNode record) {
        return ZoneId.of(record.path("zone").asText());
    }

    private static long minutes(JsonNode record) {
        return ChronoUnit.MINUTES.between(
                Instant.parse(record.path("start").asText()),
                Instant.parse(record.path("end").asText()));
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
