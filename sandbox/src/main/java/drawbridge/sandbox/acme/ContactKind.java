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

import java.util.Set;
import java.util.function.Predicate;

/// A customer's person. When one is deleted, its appointments keep the id that leads nowhere.
final class ContactKind implements Kind {

    @Override
    public String name() {
        return "contact";
    }

    @Override
    public String plural() {
        return "contacts";
    }

    @Override
    public ObjectNode blank() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var form = new Form(asked, problems);
        var _ = form.text("first_name", 60);
        var _ = form.requiredText("last_name", 60);
        var _ = form.text("phone", 40);
        var _ = form.mail("email");
        return form.tidy();
    }

    @Override
    public Set<String> filters() {
        return Set.of("email");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        return UserKind.byMail(query.get("email"));
    }
}
