package drawbridge.sandbox.app;

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
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// A person who uses the app; each has one calendar, made with the member.
final class MemberKind implements Kind {

    private final LongSupplier numbers;

    MemberKind(LongSupplier numbers) {
        this.numbers = numbers;
    }

    @Override
    public String name() {
        return "member";
    }

    @Override
    public String plural() {
        return "members";
    }

    @Override
    public ObjectNode blank() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems) {
        var form = new Form(asked, problems);
        var _ = form.requiredText("name", 80);
        if (form.mail("mail").isEmpty() && form.sound("mail")) {
            form.wrong("mail", "can't be blank");
        }
        form.set(
                "calendarId",
                before == null
                        ? JsonNodeFactory.instance.numberNode(numbers.getAsLong())
                        : before.get("calendarId"));
        return form.tidy();
    }

    @Override
    public Set<String> filters() {
        return Set.of("mail");
    }

    @Override
    public Predicate<Doc> wanted(MultiMap query, Problems problems) {
        var mail = query.get("mail").strip();
        return doc -> doc.fields().path("mail").asText().equalsIgnoreCase(mail);
    }

    @Override
    public boolean deletable() {
        return false;
    }
}
