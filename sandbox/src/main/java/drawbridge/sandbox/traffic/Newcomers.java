package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The people that an input names: users of both systems, and contacts. Whoever is there already is
/// kept, so that an input may be loaded once more.
final class Newcomers {

    private static final int AT_ONCE = 16;

    private final String account;
    private final Side acme;
    private final Side app;

    Newcomers(String account, Side acme, Side app) {
        this.account = account;
        this.acme = acme;
        this.app = app;
    }

    /// Users of Acme by their e-mail.
    Future<Map<String, String>> users(Collection<Person> people) {
        return inAcme("/api/v2/users", people, Person::asUser);
    }

    /// Contacts of Acme by their e-mail.
    Future<Map<String, String>> contacts(Collection<Person> people) {
        return inAcme("/api/v2/contacts", people, Person::asContact);
    }

    /// @param name such as `Contact 17`
    record Person(String name, String mail, String phone) {

        ObjectNode asUser() {
            return fields().put("email", mail).put("full_name", name);
        }

        ObjectNode asContact() {
            int space = name.indexOf(' ');
            return fields().put("first_name", name.substring(0, space))
                    .put("last_name", name.substring(space + 1))
                    .put("phone", phone)
                    .put("email", mail);
        }

        ObjectNode asMember() {
            return fields().put("mail", mail).put("name", name);
        }

        private static ObjectNode fields() {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private Future<Map<String, String>> inAcme(
            String path, Collection<Person> people, Function<Person, ObjectNode> fields) {
        return known(acme, path + "?limit=200", "data", "next_cursor", "&cursor=", "email")
                .compose(
                        known -> {
                            var missing =
                                    people.stream()
                                            .filter(person -> !known.containsKey(person.mail()))
                                            .map(fields)
                                            .toList();
                            return make(path, Batch.split(missing).iterator(), known);
                        });
    }

    private Future<Map<String, String>> make(
            String path, Iterator<List<ObjectNode>> batches, Map<String, String> known) {
        if (!batches.hasNext()) {
            return Future.succeededFuture(known);
        }
        return Batch.post(acme, account, path, batches.next())
                .compose(
                        results -> {
                            for (var result : results) {
                                var record = result.path("record");
                                if (record.isMissingNode()) {
                                    return Future.failedFuture(
                                            "A person was refused: " + Batch.why(result));
                                }
                                known.put(
                                        record.path("email").asText(), record.path("id").asText());
                            }
                            return make(path, batches, known);
                        });
    }

    /// The users' partners in the app.
    Future<Void> members(Collection<Person> people) {
        return known(app, "/v1/members?size=100", "items", "after", "&after=", "mail")
                .compose(
                        known -> {
                            var missing =
                                    people.stream()
                                            .filter(person -> !known.containsKey(person.mail()))
                                            .iterator();
                            var workers = new ArrayList<Future<Void>>();
                            for (int i = 0; i < AT_ONCE; i++) {
                                workers.add(member(missing));
                            }
                            return Future.all(workers).mapEmpty();
                        });
    }

    private Future<Void> member(Iterator<Person> missing) {
        if (!missing.hasNext()) {
            return Future.succeededFuture();
        }
        return app.post(account, "/v1/members", missing.next().asMember())
                .compose(
                        told ->
                                told.well()
                                        ? member(missing)
                                        : Future.failedFuture(
                                                "The app refused a member: " + told.status()));
    }

    private Future<Map<String, String>> known(
            Side side, String path, String items, String next, String place, String mail) {
        return page(side, path, "", new HashMap<>(), new Words(items, next, place, mail));
    }

    /// How a side spells a list.
    private record Words(String items, String next, String place, String mail) {}

    private Future<Map<String, String>> page(
            Side side, String path, String place, Map<String, String> found, Words words) {
        return side.get(account, path + place)
                .compose(
                        told -> {
                            if (!told.well()) {
                                return Future.failedFuture(
                                        side.name()
                                                + " does not list its people: "
                                                + told.status());
                            }
                            for (var record : told.body().path(words.items())) {
                                if (!record.path("deleted").asBoolean()) {
                                    found.put(
                                            record.path(words.mail()).asText(),
                                            record.path("id").asText());
                                }
                            }
                            var next = told.body().path(words.next());
                            return next.isTextual()
                                    ? page(side, path, words.place() + next.asText(), found, words)
                                    : Future.succeededFuture(found);
                        });
    }
}
