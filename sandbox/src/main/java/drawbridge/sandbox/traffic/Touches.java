package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.traffic.Side.Told;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;

/// The calls and e-mails that the people of one account log in Acme, and think better of later:
/// another day, another user, or none of it. Activities that others made are left alone.
final class Touches {

    private static final String PATH = "/api/v2/activities";

    private final String account;
    private final Side acme;
    private final TrafficLedger ledger;
    private final Whim whim;
    private final People people;
    private final List<String> known = new ArrayList<>();

    Touches(String account, Side acme, TrafficLedger ledger, Whim whim, People people) {
        this.account = account;
        this.acme = acme;
        this.ledger = ledger;
        this.whim = whim;
        this.people = people;
    }

    /// A deed that was noted and has begun.
    record Begun(String intent, String id, Future<Told> call) {}

    Begun log() {
        var fields =
                fields().put("kind", kind())
                        .put("direction", whim.below(2) == 0 ? "inbound" : "outbound")
                        .put("user_id", user())
                        .put("contact_id", whim.one(people.contacts))
                        .put("occurred_at", whim.moment().toString());
        var intent = ledger.intend(account, acme, "log", "", fields);
        var call = acme.post(account, PATH, fields);
        return new Begun(
                intent,
                "",
                call.onSuccess(
                        told -> {
                            if (told.well()) {
                                known.add(told.body().path("id").asText());
                            }
                        }));
    }

    /// Another day, another user or another kind, in turn by dice.
    Begun edit() {
        if (known.isEmpty()) {
            return log();
        }
        var id = whim.one(known);
        var fields =
                switch (whim.below(3)) {
                    case 0 -> fields().put("occurred_at", whim.moment().toString());
                    case 1 -> fields().put("user_id", user());
                    default -> fields().put("kind", kind());
                };
        var intent = ledger.intend(account, acme, "log-edit", id, fields);
        return new Begun(intent, id, acme.patch(account, PATH + "/" + id, fields));
    }

    Begun delete() {
        if (known.isEmpty()) {
            return log();
        }
        var id = known.remove(whim.below(known.size()));
        var intent = ledger.intend(account, acme, "delete", id, fields());
        return new Begun(intent, id, acme.delete(account, PATH + "/" + id));
    }

    private String kind() {
        return whim.below(3) == 0 ? "call" : "email";
    }

    private String user() {
        return whim.one(List.copyOf(people.users.values()));
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }
}
