package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The e-mail address by which a user of Acme and a member of the app are the same person.
final class People {

    private final Map<RecordKey, String> mails = new HashMap<>();
    private final Map<List<Object>, Set<String>> named = new HashMap<>();

    void meet(RecordKey key, JsonNode record) {
        var mail = key.side() == Side.ACME ? record.path("email") : record.path("mail");
        if ((key.resource().equals("user") || key.resource().equals("member"))
                && mail.isTextual()) {
            var name = mail.asText().strip().toLowerCase(Locale.ROOT);
            mails.put(key, name);
            named.computeIfAbsent(List.of(key.account(), key.side(), name), _ -> new HashSet<>())
                    .add(key.id());
        }
    }

    /// Empty for somebody unknown.
    String mail(String account, Side side, String id) {
        var resource = side == Side.ACME ? "user" : "member";
        return mails.getOrDefault(new RecordKey(account, side, resource, id), "");
    }

    boolean knows(String account, Side side, String mail) {
        return named.containsKey(List.of(account, side, mail));
    }

    /// Whether two of them share a name in this account.
    boolean hasNamesakes(String account) {
        return named.entrySet().stream()
                .anyMatch(
                        known ->
                                known.getKey().getFirst().equals(account)
                                        && known.getValue().size() > 1);
    }
}
