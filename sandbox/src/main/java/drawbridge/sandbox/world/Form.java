package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// A record that is being checked: each method reads one field, notes what is wrong with it and
/// lays the tidy value into the result. A field that nobody reads does not get there.
public final class Form {

    private final ObjectNode asked;
    private final ObjectNode tidy = JsonNodeFactory.instance.objectNode();
    private final Problems problems;
    private final String prefix;

    public Form(ObjectNode asked, Problems problems) {
        this(asked, problems, "");
    }

    public Form(ObjectNode asked, Problems problems, String prefix) {
        this.asked = asked;
        this.problems = problems;
        this.prefix = prefix;
    }

    public ObjectNode tidy() {
        return tidy;
    }

    public void wrong(String field, String reason) {
        problems.add(prefix + field, reason);
    }

    public boolean sound(String field) {
        return !problems.has(prefix + field);
    }

    public void set(String field, @Nullable JsonNode value) {
        tidy.set(field, value == null ? NullNode.getInstance() : value);
    }

    /// A text, trimmed; one without a letter counts as none.
    public Optional<String> text(String field, int max) {
        var text = given(field).flatMap(value -> string(field, value));
        if (text.isPresent() && text.get().length() > max) {
            wrong(field, "is too long (maximum " + max + ")");
        }
        set(field, text.<JsonNode>map(JsonNodeFactory.instance::textNode).orElse(null));
        return text;
    }

    public Optional<String> requiredText(String field, int max) {
        var text = text(field, max);
        if (text.isEmpty() && sound(field)) {
            wrong(field, "can't be blank");
        }
        return text;
    }

    public Optional<String> mail(String field) {
        var mail = text(field, 254);
        if (mail.isPresent() && !mail.get().matches("[^@\\s]+@[^@\\s]+")) {
            wrong(field, "is not an e-mail address");
        }
        return mail;
    }

    public void oneOf(String field, List<String> allowed) {
        var text = requiredText(field, 40);
        if (text.isPresent() && !allowed.contains(text.get())) {
            wrong(field, "must be one of " + String.join(", ", allowed));
        }
    }

    public boolean flag(String field) {
        var value = given(field);
        if (value.isPresent() && !value.get().isBoolean()) {
            wrong(field, "must be true or false");
        }
        var flag = value.map(JsonNode::asBoolean).orElse(false);
        tidy.put(field, flag);
        return flag;
    }

    public Optional<Long> integer(String field) {
        var value = given(field);
        if (value.isPresent()
                && !(value.get().isIntegralNumber() && value.get().canConvertToLong())) {
            wrong(field, "must be a whole number");
            return Optional.empty();
        }
        set(field, value.orElse(null));
        return value.map(JsonNode::asLong);
    }

    /// The value, if there is one.
    public Optional<JsonNode> given(String field) {
        return Optional.ofNullable(asked.get(field)).filter(value -> !value.isNull());
    }

    private Optional<String> string(String field, JsonNode value) {
        if (!value.isTextual()) {
            wrong(field, "must be a string");
            return Optional.empty();
        }
        return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
    }
}
