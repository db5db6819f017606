package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AcmeForm;
import drawbridge.sandbox.repeats.Wrong;
import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Problems;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/// Checks and keeps what an appointment says of its repetition: all members of a pattern, null
/// where nothing is said, and lengths rounded as the appointment's own.
final class RepeatsForm {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RepeatsForm() {}

    /// Nothing is checked until the rest of the record is sound.
    static void tidy(Form form, Problems problems) {
        form.set(AcmeForm.RULE, form.given(AcmeForm.RULE).map(RepeatsForm::pattern).orElse(null));
        form.set(
                AcmeForm.EXCEPTIONS,
                form.given(AcmeForm.EXCEPTIONS)
                        .filter(list -> form.given(AcmeForm.RULE).isPresent() || list.size() > 0)
                        .map(RepeatsForm::exceptions)
                        .orElseGet(
                                () ->
                                        form.given(AcmeForm.RULE)
                                                .<JsonNode>map(_ -> NODES.arrayNode())
                                                .orElse(null)));
        if (problems.none()) {
            try {
                var _ = AcmeForm.read(form.tidy());
            } catch (Wrong wrong) {
                form.wrong(wrong.field(), wrong.reason());
            }
        }
    }

    private static JsonNode pattern(JsonNode asked) {
        if (!asked.isObject()) {
            return asked;
        }
        var pattern = NODES.objectNode();
        AcmeForm.members().forEach(name -> copy(asked, pattern, name));
        if (!pattern.hasNonNull("every")) {
            pattern.put("every", 1);
        }
        if (pattern.path("weekdays").isEmpty()) {
            pattern.putNull("weekdays");
        }
        return pattern;
    }

    private static JsonNode exceptions(JsonNode asked) {
        var list = NODES.arrayNode();
        for (var item : asked) {
            var kept = NODES.objectNode();
            wall(item, kept, "original");
            kept.put("cancelled", item.path("cancelled").asBoolean());
            wall(item, kept, "moved_to");
            var minutes = item.path("duration_minutes");
            if (minutes.isIntegralNumber()) {
                kept.put("duration_minutes", AppointmentKind.rounded(minutes.asLong()));
            } else {
                kept.putNull("duration_minutes");
            }
            copy(item, kept, "subject");
            list.add(kept);
        }
        return list;
    }

    /// With seconds, as the appointment's own start.
    private static void wall(JsonNode from, ObjectNode to, String name) {
        copy(from, to, name);
        try {
            to.put(name, AppointmentKind.WALL.format(LocalDateTime.parse(to.get(name).asText())));
        } catch (DateTimeException _) {
            // A date, or what will be refused.
        }
    }

    private static void copy(JsonNode from, ObjectNode to, String name) {
        to.set(name, Optional.ofNullable(from.get(name)).orElse(NODES.nullNode()));
    }
}
