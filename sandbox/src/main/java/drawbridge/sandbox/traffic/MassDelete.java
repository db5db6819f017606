package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Somebody selects a screenful of appointments in Acme and deletes them by one call: what a
/// gateway should ask about.
final class MassDelete {

    /// How many go at once.
    static final int MANY = 18;

    private final String account;
    private final Side acme;
    private final TrafficLedger ledger;

    MassDelete(String account, Side acme, TrafficLedger ledger) {
        this.account = account;
        this.acme = acme;
        this.ledger = ledger;
    }

    /// Each record is meant and acknowledged on its own.
    Future<Void> delete(List<String> ids) {
        var body = JsonNodeFactory.instance.objectNode();
        var asked = body.putArray("ids");
        var intents = new ArrayList<String>();
        for (var id : ids) {
            asked.add(id);
            var fields = JsonNodeFactory.instance.objectNode().put("mass", true);
            intents.add(ledger.intend(account, acme, "delete", id, fields));
        }
        return acme.post(account, acme.words().path() + "/batch-delete", body)
                .transform(
                        done -> {
                            var results =
                                    done.succeeded()
                                            ? done.result().body().path("results")
                                            : JsonNodeFactory.instance.missingNode();
                            for (int i = 0; i < intents.size(); i++) {
                                ledger.acknowledge(
                                        intents.get(i), status(results.path(i)), Optional.empty());
                            }
                            return Future.succeededFuture();
                        });
    }

    private static Optional<Integer> status(JsonNode result) {
        return Optional.of(result.path("status")).filter(JsonNode::isInt).map(JsonNode::asInt);
    }
}
