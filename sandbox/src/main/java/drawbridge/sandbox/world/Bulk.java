package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// One call that stands for many: each item is done, entered and told on its own, and one that is
/// refused does not hinder the others.
final class Bulk {

    static final int MOST = 200;

    private Bulk() {}

    /// One of the many.
    ///
    /// @param asked as it stands in the request
    record Item(JsonNode asked, Function<Reach, Answer> work) {}

    /// Every element of `{"records":[…]}` is created.
    static List<Item> creates(Desk desk, Kind kind, ObjectNode body) {
        return each(
                body,
                "records",
                asked -> {
                    if (asked instanceof ObjectNode fields) {
                        return new Item(asked, reach -> desk.create(kind, reach, fields));
                    }
                    return refused(asked, "A record must be a JSON object");
                });
    }

    /// Every id of `{"ids":[…]}` is deleted.
    static List<Item> deletes(Desk desk, Kind kind, ObjectNode body) {
        return each(
                body,
                "ids",
                asked ->
                        asked.isTextual()
                                ? new Item(
                                        asked,
                                        reach -> desk.delete(kind, reach, asked.asText(), null))
                                : refused(asked, "An id must be a string"));
    }

    private static List<Item> each(ObjectNode body, String field, Function<JsonNode, Item> item) {
        if (!(body.get(field) instanceof ArrayNode many) || many.size() > MOST) {
            var problems = new Problems();
            problems.add(field, "must be a list of at most " + MOST);
            throw new Refused(422, "validation_failed", "The batch is not valid", problems);
        }
        var items = new ArrayList<Item>();
        many.forEach(asked -> items.add(item.apply(asked)));
        return items;
    }

    private static Item refused(JsonNode asked, String reason) {
        return new Item(
                asked,
                _ -> {
                    throw new Refused(422, "validation_failed", reason);
                });
    }
}
