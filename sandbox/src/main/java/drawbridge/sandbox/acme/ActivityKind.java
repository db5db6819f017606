package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Ledger;
import drawbridge.sandbox.world.Problems;
import drawbridge.sandbox.world.Shelves;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A touch of a user with a contact: one e-mail or one phone call.
final class ActivityKind implements Kind {

    private static final List<String> KINDS = List.of("email", "call");
    private static final List<String> DIRECTIONS = List.of("inbound", "outbound");

    @Override
    public String name() {
        return "activity";
    }

    @Override
    public String plural() {
        return "activities";
    }

    @Override
    public ObjectNode blank() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var form = new Form(asked, problems);
        form.oneOf("kind", KINDS);
        form.oneOf("direction", DIRECTIONS);
        var user = form.requiredText("user_id", 40);
        Reference.check(form, "user_id", user, "user", before, shelves);
        var contact = form.text("contact_id", 40);
        Reference.check(form, "contact_id", contact, "contact", before, shelves);
        occurred(form);
        var _ = form.text("external_id", 200);
        return form.tidy();
    }

    private static void occurred(Form form) {
        var text = form.requiredText("occurred_at", 40);
        try {
            text.map(OffsetDateTime::parse)
                    .map(time -> Ledger.MILLIS.format(time.toInstant()))
                    .ifPresent(
                            iso -> form.set("occurred_at", JsonNodeFactory.instance.textNode(iso)));
        } catch (DateTimeException _) {
            form.wrong("occurred_at", "is not an instant");
        }
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("user_id");
    }

    @Override
    public Set<String> filters() {
        return Set.of("external_id", "user_id", "on");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        Predicate<Doc> wanted = _ -> true;
        for (var field : List.of("external_id", "user_id")) {
            var asked = query.get(field);
            if (asked != null) {
                wanted = wanted.and(doc -> doc.fields().path(field).asText("").equals(asked));
            }
        }
        var on = query.get("on");
        if (on != null) {
            try {
                var day = LocalDate.parse(on).toString();
                wanted =
                        wanted.and(
                                doc -> doc.fields().path("occurred_at").asText().startsWith(day));
            } catch (DateTimeException _) {
                problems.add("on", "is not a date");
            }
        }
        return wanted;
    }
}
