package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.Future;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the people of one account see on both sides. A number at the end of every title tells which
/// records are the same meeting, so that both sides can be edited at once without asking the
/// gateway.
final class Board {

    private static final Pattern NUMBER = Pattern.compile("#(\\d+)$");

    private final String account;
    private final Map<Side, Map<Integer, JsonNode>> seen = new HashMap<>();
    private final Map<Side, Map<String, Integer>> numbers = new HashMap<>();
    private final Map<Side, String> since = new HashMap<>();
    private int highest;

    Board(String account) {
        this.account = account;
    }

    int nextNumber() {
        return ++highest;
    }

    Optional<JsonNode> record(Side side, int number) {
        return Optional.ofNullable(on(side).get(number));
    }

    /// The meetings that this side shows now.
    List<Integer> living(Side side) {
        return List.copyOf(on(side).keySet());
    }

    /// Takes in a record that a call gave, or that a list shows.
    void see(Side side, JsonNode record) {
        var id = record.path("id").asText();
        var known = numbers.computeIfAbsent(side, _ -> new HashMap<>());
        if (record.path("deleted").asBoolean()) {
            gone(side, id);
            return;
        }
        var matcher = NUMBER.matcher(side.words().title(record));
        if (matcher.find()) {
            int number = Integer.parseInt(matcher.group(1));
            highest = Math.max(highest, number);
            known.put(id, number);
            on(side).put(number, record);
        }
    }

    /// The record turned out to be deleted.
    void gone(Side side, String id) {
        Optional.ofNullable(numbers.getOrDefault(side, Map.of()).get(id))
                .ifPresent(on(side)::remove);
    }

    void forget(Side side, int number) {
        on(side).remove(number);
    }

    /// Reads what has changed on this side since the last look.
    Future<Void> look(Side side) {
        var from = since.getOrDefault(side, "");
        return page(side, side.words().changes(from), from);
    }

    private Future<Void> page(Side side, String path, String from) {
        return side.get(account, path)
                .compose(
                        told -> {
                            for (var record : side.words().items(told.body())) {
                                see(side, record);
                                since.put(side, side.words().changedAt(record));
                            }
                            var more = side.words().more(told.body(), from);
                            return more.isEmpty()
                                    ? Future.succeededFuture()
                                    : page(side, more, from);
                        });
    }

    private Map<Integer, JsonNode> on(Side side) {
        return seen.computeIfAbsent(side, _ -> new LinkedHashMap<>());
    }
}
