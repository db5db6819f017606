package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bytes;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the body of a batch: `{"items": [{"put": RECORD}, {"delete": ID}, …]}`, each with an
/// `ifMatch` where its sender wants one. What is wrong with an item is that item's alone.
final class BatchContent {

    /// More than these are refused together.
    static final int ITEMS = 500;

    private static final Set<String> MEMBERS = Set.of("put", "delete", "ifMatch");

    private final TenantSpec tenant;
    private final ResourceSpec spec;
    private final Reception reception;

    BatchContent(TenantSpec tenant, ResourceSpec spec, Reception reception) {
        this.tenant = tenant;
        this.spec = spec;
        this.reception = reception;
    }

    sealed interface Item {

        /// The record's id, as far as it is known.
        Optional<String> id();

        record Good(Incoming change, Optional<IfMatch> ifMatch) implements Item {

            @Override
            public Optional<String> id() {
                return change.record().map(record -> record.id());
            }
        }

        record Bad(Optional<String> id, Refusal refusal) implements Item {}
    }

    /// @throws Refusal when the body is no batch, or one of too many items
    List<Item> read(byte[] body) {
        Value value;
        try {
            value = JsonText.parse(body);
        } catch (JsonText.Malformed e) {
            throw Refusal.malformed("The body is no JSON: " + e.getMessage());
        }
        if (!(value instanceof Value.Obj(Map<String, Value> members))
                || !(members.get("items") instanceof Value.Arr(List<Value> values))) {
            throw Refusal.malformed(
                    "The body must be {\"items\": […]}, each item {\"put\": RECORD} or"
                            + " {\"delete\": ID}.");
        }
        if (values.isEmpty()) {
            throw Refusal.malformed("The batch has no items.");
        }
        if (values.size() > ITEMS) {
            throw Refusal.tooMany(values.size(), ITEMS);
        }
        List<Item> items = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Value each : values) {
            items.add(onceOnly(item(each), items.size(), numbers));
        }
        return items;
    }

    /// Which of two states of one record is the newer one cannot be told within a batch.
    private static Item onceOnly(Item item, int number, Map<String, Integer> numbers) {
        if (item.id().isEmpty()) {
            return item;
        }
        Integer first = numbers.putIfAbsent(item.id().get(), number);
        return first == null
                ? item
                : new Item.Bad(item.id(), Refusal.twice(item.id().get(), first));
    }

    private Item item(Value item) {
        if (!(item instanceof Value.Obj(Map<String, Value> members))) {
            return bad("An item must be an object with \"put\" or \"delete\".");
        }
        Optional<String> unknown =
                members.keySet().stream().filter(name -> !MEMBERS.contains(name)).findFirst();
        if (unknown.isPresent()) {
            return bad(
                    "An item has \"put\" or \"delete\", and perhaps \"ifMatch\"; \""
                            + unknown.get()
                            + "\" means nothing here.");
        }
        Optional<Value> put = Optional.ofNullable(members.get("put"));
        Optional<Value> delete = Optional.ofNullable(members.get("delete"));
        if (put.isPresent() == delete.isPresent()) {
            return bad("An item must have either \"put\" or \"delete\".");
        }
        Optional<String> id = put.flatMap(spec.id()::find).or(() -> delete).flatMap(Values::idText);
        try {
            return new Item.Good(
                    put.map(this::now).orElseGet(() -> gone(id)),
                    Optional.ofNullable(members.get("ifMatch")).map(this::condition));
        } catch (Refusal refusal) {
            return new Item.Bad(id, refusal);
        }
    }

    private Incoming now(Value put) {
        Value.Obj state = PushContent.check(tenant, spec, Optional.empty(), put);
        return reception.change(
                spec,
                spec.id().find(state).flatMap(Values::idText).orElseThrow(),
                state,
                Bytes.copyOf(JsonText.write(state)),
                false,
                true);
    }

    private Incoming gone(Optional<String> id) {
        return Pushes.gone(
                reception,
                spec,
                id.orElseThrow(() -> Refusal.malformed("\"delete\" must be the record's id.")));
    }

    private IfMatch condition(Value named) {
        return IfMatch.of(
                spec,
                Values.idText(named)
                        .orElseThrow(
                                () ->
                                        Refusal.malformed(
                                                "\"ifMatch\" must be a version: text or"
                                                        + " number.")));
    }

    private static Item bad(String why) {
        return new Item.Bad(Optional.empty(), Refusal.malformed(why));
    }
}
