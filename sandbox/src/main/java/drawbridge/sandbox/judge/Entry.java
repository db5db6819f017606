package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of a system's ledger: a call that it got, or a delivery that it made.
///
/// @param actor who called: `gateway`, `traffic` or `page`; empty for deliveries
/// @param credential the fingerprint of what the gateway showed to be let in
/// @param port of the caller's end of the connection; 0 for deliveries
/// @param issued the fingerprint of the token that the answer gave
/// @param retryAfterSeconds 0 unless the call was told to come back later
record Entry(
        Side side,
        long n,
        Instant at,
        String account,
        String actor,
        String kind,
        String method,
        String path,
        String query,
        Optional<String> attempt,
        Optional<String> credential,
        Optional<String> issued,
        int port,
        int status,
        String fault,
        int retryAfterSeconds,
        JsonNode request,
        Optional<Effect> effect,
        Optional<Delivery> delivery) {

    /// @param op `create`, `update`, `delete` or `none`
    /// @param record the whole record after it
    /// @param changed names of the native fields that differ
    record Effect(
            String op,
            String resource,
            String id,
            long revision,
            JsonNode record,
            List<String> changed) {

        boolean changedSomething() {
            return !op.equals("none");
        }
    }

    /// @param of the ledger's number of the write that is told
    record Delivery(String id, int tries, String resource, String record, long revision, long of) {}

    static Entry read(Side side, JsonNode line) {
        return new Entry(
                side,
                line.path("n").asLong(),
                Instant.parse(line.path("at").asText()),
                text(line, "account"),
                text(line, "actor"),
                text(line, "kind"),
                text(line, "method"),
                text(line, "path"),
                text(line, "query"),
                some(line, "attempt"),
                some(line, "credential"),
                some(line, "issued"),
                line.path("port").asInt(0),
                line.path("status").asInt(0),
                text(line, "fault"),
                line.path("retryAfterSeconds").asInt(0),
                line.path("request"),
                Optional.of(line.path("effect")).filter(JsonNode::isObject).map(Entry::effect),
                Optional.of(line.path("delivery")).filter(JsonNode::isObject).map(Entry::delivery));
    }

    private static Effect effect(JsonNode effect) {
        var changed = new ArrayList<String>();
        effect.path("changed").forEach(name -> changed.add(name.asText()));
        return new Effect(
                text(effect, "op"),
                text(effect, "resource"),
                effect.path("id").asText(),
                effect.path("revision").asLong(),
                effect.path("record"),
                List.copyOf(changed));
    }

    private static Delivery delivery(JsonNode delivery) {
        return new Delivery(
                text(delivery, "id"),
                delivery.path("try").asInt(),
                text(delivery, "resource"),
                delivery.path("record").asText(),
                delivery.path("revision").asLong(),
                delivery.path("of").asLong());
    }

    private static Optional<String> some(JsonNode line, String name) {
        return Optional.of(text(line, name)).filter(value -> !value.isEmpty());
    }

    private static String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : "";
    }

    boolean byGateway() {
        return kind.equals("call") && actor.equals("gateway");
    }

    /// Also a call for a token.
    boolean fromGateway() {
        return byGateway() || kind.equals("token");
    }

    boolean mayChange() {
        return !method.equals("GET");
    }

    /// The write that this is, if it changed something.
    Optional<Effect> change() {
        return effect.filter(Effect::changedSomething);
    }

    RecordKey key(Effect effect) {
        return new RecordKey(account, side, effect.resource(), effect.id());
    }

    boolean took() {
        return status >= 200 && status < 300;
    }

    /// For sentences.
    String where() {
        return side.owner() + " ledger, line " + n;
    }
}
