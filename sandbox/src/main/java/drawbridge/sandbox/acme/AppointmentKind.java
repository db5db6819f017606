package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Problems;
import drawbridge.sandbox.world.Shelves;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A meeting of a user with a contact: either at a wall time in a zone, or for one whole day; once,
/// or as a pattern has it.
final class AppointmentKind implements Kind {

    static final List<String> STATUSES = List.of("Planned", "Held", "Not Held");

    static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    @Override
    public String name() {
        return "appointment";
    }

    @Override
    public String plural() {
        return "appointments";
    }

    @Override
    public ObjectNode blank() {
        return JsonNodeFactory.instance.objectNode().put("status", "Planned");
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var form = new Form(asked, problems);
        var owner = form.requiredText("owner_id", 40);
        Reference.check(form, "owner_id", owner, "user", before, shelves);
        var contact = form.text("contact_id", 40);
        Reference.check(form, "contact_id", contact, "contact", before, shelves);
        var _ = form.requiredText("subject", 120);
        when(form);
        form.oneOf("status", STATUSES);
        var _ = form.text("location", 80);
        var _ = form.text("room", 80);
        var _ = form.text("external_ref", 200);
        RepeatsForm.tidy(form, problems);
        return form.tidy();
    }

    private static void when(Form form) {
        var starts = time(form, "starts_at", text -> WALL.format(LocalDateTime.parse(text)));
        var minutes = form.integer("duration_minutes");
        if (minutes.isPresent() && (minutes.get() < 1 || minutes.get() > 525_600)) {
            form.wrong("duration_minutes", "must be from 1 to 525600");
        } else {
            minutes.ifPresent(
                    asked ->
                            form.set(
                                    "duration_minutes",
                                    JsonNodeFactory.instance.numberNode(rounded(asked))));
        }
        var zone = form.text("time_zone", 60);
        if (zone.isPresent() && !ZONES.contains(zone.get())) {
            form.wrong("time_zone", "is not an IANA time zone");
        }
        var day = time(form, "all_day_on", text -> LocalDate.parse(text).toString());
        boolean any = starts.isPresent() || minutes.isPresent() || zone.isPresent();
        boolean all = starts.isPresent() && minutes.isPresent() && zone.isPresent();
        if (day.isPresent() && any) {
            form.wrong("all_day_on", "excludes starts_at, duration_minutes and time_zone");
        } else if (day.isEmpty() && !all && form.sound("all_day_on")) {
            missing(form, "starts_at", starts.isPresent());
            missing(form, "duration_minutes", minutes.isPresent());
            missing(form, "time_zone", zone.isPresent());
        }
    }

    /// Up to the next five minutes.
    static long rounded(long minutes) {
        return Math.ceilDiv(minutes, 5L) * 5;
    }

    private static void missing(Form form, String field, boolean given) {
        if (!given && form.sound(field)) {
            form.wrong(field, "can't be blank unless all_day_on is given");
        }
    }

    private static Optional<String> time(Form form, String field, Function<String, String> read) {
        var text = form.text(field, 40);
        if (text.isEmpty()) {
            return text;
        }
        try {
            form.set(field, JsonNodeFactory.instance.textNode(read.apply(text.get())));
        } catch (DateTimeException _) {
            form.wrong(field, field.equals("starts_at") ? "is not a local time" : "is not a date");
        }
        return text;
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("owner_id");
    }

    @Override
    public boolean goesInBulk() {
        return true;
    }

    @Override
    public Set<String> filters() {
        return Set.of("external_ref", "owner_id", "starts_on");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        Predicate<Doc> wanted = _ -> true;
        var ref = query.get("external_ref");
        if (ref != null) {
            wanted = wanted.and(doc -> doc.fields().path("external_ref").asText("").equals(ref));
        }
        var owner = query.get("owner_id");
        if (owner != null) {
            wanted = wanted.and(doc -> doc.fields().path("owner_id").asText().equals(owner));
        }
        var on = query.get("starts_on");
        if (on != null) {
            try {
                var asked = LocalDate.parse(on);
                wanted = wanted.and(doc -> day(doc).filter(asked::equals).isPresent());
            } catch (DateTimeException _) {
                problems.add("starts_on", "is not a date");
            }
        }
        return wanted;
    }

    /// The day on which it starts, where it takes place.
    static Optional<LocalDate> day(Doc doc) {
        var fields = doc.fields();
        if (fields.hasNonNull("all_day_on")) {
            return Optional.of(LocalDate.parse(fields.get("all_day_on").asText()));
        }
        return fields.hasNonNull("starts_at")
                ? Optional.of(LocalDateTime.parse(fields.get("starts_at").asText()).toLocalDate())
                : Optional.empty();
    }
}
