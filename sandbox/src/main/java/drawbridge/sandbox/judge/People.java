package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The e-mail address by which a user of Acme and a member of the app are the same person.
final class People {

    private final Map<RecordKey, String> mails = new HashMap<>();

    void meet(RecordKey key, JsonNode record) {
        var mail = key.side() == Side.ACME ? record.path("email") : record.path("mail");
        if ((key.resource().equals("user") || key.resource().equals("member"))
                && mail.isTextual()) {
            mails.put(key, mail.asText().strip().toLowerCase(Locale.ROOT));
        }
    }

    /// Empty for somebody unknown.
    String mail(String account, Side side, String id) {
        var resource = side == Side.ACME ? "user" : "member";
        return mails.getOrDefault(new RecordKey(account, side, resource, id), "");
    }

    boolean knows(String account, Side side, String mail) {
        return mails.entrySet().stream()
                .anyMatch(
                        known ->
                                known.getValue().equals(mail)
                                        && known.getKey().account().equals(account)
                                        && known.getKey().side() == side);
    }
}
