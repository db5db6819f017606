package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// The words that both products' facts share.
public final class Fact {

    private Fact() {}

    /// The beginning of a fact: which record, and which entry of the ledger made it so.
    public static ObjectNode of(Doc doc, JsonNode ref) {
        var fact = JsonNodeFactory.instance.objectNode();
        fact.put("id", doc.id());
        fact.set("ref", ref);
        fact.put("deleted", doc.deleted());
        fact.put("sequence", doc.sequence());
        return fact;
    }

    /// Digits, with a plus in front if there was one.
    public static @Nullable String phone(JsonNode phone) {
        return phone.isNull() ? null : phone.asText().replaceAll("(?!^\\+)\\D", "");
    }

    public static @Nullable String mail(JsonNode mail) {
        return mail.isNull() ? null : mail.asText().toLowerCase(Locale.ROOT);
    }
}
