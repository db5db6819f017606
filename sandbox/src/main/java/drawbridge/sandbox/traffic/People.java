package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The people of one account: users of both systems, and contacts. Those that are there already are
/// kept.
final class People {

    private final String account;
    private final Side acme;
    private final Side app;
    final Map<String, String> users = new LinkedHashMap<>();
    final Map<String, String> members = new LinkedHashMap<>();
    final List<String> contacts = new ArrayList<>();

    People(String account, Side acme, Side app) {
        this.account = account;
        this.acme = acme;
        this.app = app;
    }

    /// Sees to all users, all members but the last, and all contacts.
    Future<Void> arrive(int users, int contacts) {
        var done = Future.<Void>succeededFuture();
        for (int i = 1; i <= users; i++) {
            int number = i;
            done = done.compose(_ -> user(number));
            if (i < users) {
                done = done.compose(_ -> member(number));
            }
        }
        for (int i = 1; i <= contacts; i++) {
            int number = i;
            done = done.compose(_ -> contact(number));
        }
        return done;
    }

    private Future<Void> user(int number) {
        var fields = fields().put("email", mail("user", number)).put("full_name", "User " + number);
        return ensure(acme, "/api/v2/users", "email", mail("user", number), "data", fields)
                .map(user -> users.put(mail("user", number), user.path("id").asText()))
                .mapEmpty();
    }

    /// The user's partner in the app.
    Future<Void> member(int number) {
        var fields = fields().put("mail", mail("user", number)).put("name", "User " + number);
        return ensure(app, "/v1/members", "mail", mail("user", number), "items", fields)
                .map(member -> members.put(mail("user", number), member.path("id").asText()))
                .mapEmpty();
    }

    private Future<Void> contact(int number) {
        var fields =
                fields().put("first_name", "Contact")
                        .put("last_name", Integer.toString(number))
                        .put("phone", "+49 30 5550 " + (100 + number))
                        .put("email", "Contact" + number + "@example.com");
        return ensure(acme, "/api/v2/contacts", "email", mail("contact", number), "data", fields)
                .map(contact -> contacts.add(contact.path("id").asText()))
                .mapEmpty();
    }

    private Future<JsonNode> ensure(
            Side side, String path, String by, String mail, String items, ObjectNode fields) {
        return side.get(account, path + "?" + by + "=" + mail)
                .compose(
                        told -> {
                            var found = told.body().path(items).path(0);
                            return found.isMissingNode()
                                    ? side.post(account, path, fields).compose(People::made)
                                    : Future.succeededFuture(found);
                        });
    }

    private static Future<JsonNode> made(Side.Told told) {
        return told.well()
                ? Future.succeededFuture(told.body())
                : Future.failedFuture(
                        "A person could not be made, the answer was " + told.status() + ".");
    }

    static String mail(String who, int number) {
        return who + number + "@example.com";
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }
}
