package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Problems;
import drawbridge.sandbox.world.Refused;
import drawbridge.sandbox.world.Shelves;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.function.Predicate;

/// A person who works with the CRM and owns appointments.
final class UserKind implements Kind {

    @Override
    public String name() {
        return "user";
    }

    @Override
    public String plural() {
        return "users";
    }

    @Override
    public ObjectNode blank() {
        return JsonNodeFactory.instance.objectNode().put("active", true);
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var form = new Form(asked, problems);
        if (form.mail("email").isEmpty() && form.sound("email")) {
            form.wrong("email", "can't be blank");
        }
        var _ = form.requiredText("full_name", 120);
        var _ = form.flag("active");
        return form.tidy();
    }

    @Override
    public Set<String> filters() {
        return Set.of("email");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        return byMail(query.get("email"));
    }

    static Predicate<Doc> byMail(String mail) {
        return doc -> doc.fields().path("email").asText().equalsIgnoreCase(mail.strip());
    }

    @Override
    public void mayGo(Doc doc, Shelves shelves) {
        if (owns(doc, shelves, "appointment", "owner_id")
                || owns(doc, shelves, "activity", "user_id")) {
            throw new Refused(409, "in_use", "The user still owns appointments or activities");
        }
    }

    private static boolean owns(Doc user, Shelves shelves, String kind, String field) {
        return shelves.of(kind)
                .all()
                .anyMatch(
                        doc ->
                                !doc.deleted()
                                        && doc.fields().path(field).asText().equals(user.id()));
    }
}
