package drawbridge.sandbox.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AppForm;
import drawbridge.sandbox.repeats.Wrong;
import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Problems;
import drawbridge.sandbox.world.Refused;
import drawbridge.sandbox.world.Shelves;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Something in a member's calendar: between two instants, or for whole days up to an exclusive
/// end.
final class EventKind implements Kind {

    static final List<String> STATES = List.of("open", "done", "cancelled");

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private boolean repeats = true;

    @Override
    public String name() {
        return "event";
    }

    @Override
    public String plural() {
        return "events";
    }

    @Override
    public ObjectNode blank() {
        return NODES.objectNode().put("state", "open").put("allDay", false);
    }

    /// The customer's keys are laid over one by one; a customer of null clears them all.
    @Override
    public ObjectNode merge(ObjectNode record, ObjectNode asked) {
        var merged = Kind.super.merge(record, asked);
        if (asked.get("customer") instanceof ObjectNode change
                && record.get("customer") instanceof ObjectNode customer) {
            var both = customer.deepCopy();
            both.setAll(change);
            merged.set("customer", both);
        }
        return merged;
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var form = new Form(asked, problems);
        var member = form.integer("memberId");
        if (member.isEmpty() && form.sound("memberId")) {
            form.wrong("memberId", "can't be blank");
        } else if (member.isPresent()
                && shelves.of("member").living(member.get().toString()).isEmpty()) {
            form.wrong("memberId", "does not exist");
        }
        var _ = form.requiredText("title", 80);
        if (form.flag("allDay")) {
            days(form);
        } else {
            span(form);
        }
        form.oneOf("state", STATES);
        var _ = form.text("place", 60);
        form.set("customer", customer(form, problems));
        var _ = form.text("externalRef", 200);
        repeats(form, before, problems);
        return form.tidy();
    }

    /// Takes recurrence away, or gives it back: without, an event that is given one is refused.
    void repeats(boolean on) {
        repeats = on;
    }

    private void repeats(Form form, @Nullable ObjectNode before, Problems problems) {
        var rule = form.given(AppForm.RULE);
        form.set(AppForm.RULE, rule.orElse(null));
        for (var list : List.of(AppForm.EXCLUDED, AppForm.OVERRIDES)) {
            var given = form.given(list);
            boolean none = given.isEmpty() || given.get().isEmpty();
            form.set(list, none && rule.isEmpty() ? null : given.orElseGet(NODES::arrayNode));
        }
        if (!repeats && rule.isPresent() && !kept(form, before)) {
            throw new Refused(
                    422,
                    "not_supported",
                    "This calendar has no recurring events",
                    problem(AppForm.RULE, "is not supported"));
        }
        if (problems.none()) {
            try {
                var _ = AppForm.read(form.tidy());
            } catch (Wrong wrong) {
                form.wrong(wrong.field(), wrong.reason());
            }
        }
    }

    /// Whether the record repeats as it did.
    private static boolean kept(Form form, @Nullable ObjectNode before) {
        return before != null
                && Stream.of(AppForm.RULE, AppForm.EXCLUDED, AppForm.OVERRIDES)
                        .allMatch(name -> form.tidy().path(name).equals(before.path(name)));
    }

    private static Problems problem(String field, String reason) {
        var problems = new Problems();
        problems.add(field, reason);
        return problems;
    }

    private static void span(Form form) {
        var start = time(form, "start", EventKind::minute, "is not an instant");
        var end = time(form, "end", EventKind::minute, "is not an instant");
        inOrder(form, start, end);
        var zone = form.requiredText("zone", 60);
        if (zone.isPresent() && !ZONES.contains(zone.get())) {
            form.wrong("zone", "is not an IANA time zone");
        }
    }

    private static void days(Form form) {
        var start = time(form, "start", LocalDate::parse, "is not a date");
        var end = time(form, "end", LocalDate::parse, "is not a date");
        inOrder(form, start, end);
        form.set("zone", null);
    }

    private static Instant minute(String text) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MINUTES);
    }

    private static <T extends Comparable<? super T>> void inOrder(
            Form form, Optional<T> start, Optional<T> end) {
        if (start.isPresent() && end.isPresent() && end.get().compareTo(start.get()) <= 0) {
            form.wrong("end", "must be after start");
        }
    }

    private static <T> Optional<T> time(
            Form form, String field, Function<String, T> read, String reason) {
        var text = form.requiredText(field, 40);
        try {
            var time = text.map(read);
            time.ifPresent(value -> form.set(field, NODES.textNode(value.toString())));
            return time;
        } catch (DateTimeException _) {
            form.wrong(field, reason);
            return Optional.empty();
        }
    }

    private static JsonNode customer(Form event, Problems problems) {
        var given = event.given("customer");
        if (given.isPresent() && !given.get().isObject()) {
            event.wrong("customer", "must be an object");
        }
        var asked = given.orElse(null) instanceof ObjectNode object ? object : NODES.objectNode();
        var form = new Form(asked, problems, "customer.");
        var _ = form.text("name", 120);
        form.text("phone", 40)
                .ifPresent(
                        phone ->
                                form.set(
                                        "phone",
                                        NODES.textNode(phone.replaceAll("[\\s\\-()\\[\\]]", ""))));
        form.mail("mail")
                .ifPresent(mail -> form.set("mail", NODES.textNode(mail.toLowerCase(Locale.ROOT))));
        return form.tidy();
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("memberId");
    }

    @Override
    public Optional<String> once() {
        return Optional.of("externalRef");
    }

    @Override
    public Set<String> filters() {
        return Set.of("externalRef", "memberId", "day");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        Predicate<Doc> wanted = _ -> true;
        var ref = query.get("externalRef");
        if (ref != null) {
            wanted = wanted.and(doc -> doc.fields().path("externalRef").asText("").equals(ref));
        }
        var member = query.get("memberId");
        if (member != null) {
            wanted = wanted.and(doc -> doc.fields().path("memberId").asText().equals(member));
        }
        var day = query.get("day");
        if (day != null) {
            try {
                var asked = LocalDate.parse(day);
                wanted = wanted.and(doc -> firstDay(doc.fields()).equals(asked));
            } catch (DateTimeException _) {
                problems.add("day", "is not a date");
            }
        }
        return wanted;
    }

    /// The UTC day on which it starts.
    static LocalDate firstDay(ObjectNode fields) {
        return day(fields, "start");
    }

    /// The last UTC day that it touches.
    static LocalDate lastDay(ObjectNode fields) {
        var end = day(fields, "end");
        return fields.path("allDay").asBoolean() ? end.minusDays(1) : end;
    }

    private static LocalDate day(ObjectNode fields, String field) {
        var text = fields.path(field).asText();
        return fields.path("allDay").asBoolean()
                ? LocalDate.parse(text)
                : LocalDate.ofInstant(Instant.parse(text), ZoneOffset.UTC);
    }
}
