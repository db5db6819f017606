package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Effect.Op;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Reads and writes records. Nothing is written unless all of a request is right, and a request
/// that would be refused anyway is refused for that, not for its precondition (RFC 9110, 13.2.1).
final class Desk {

    private final Product product;
    private final LongSupplier sequence;

    /// @param sequence the ledger's number of the call at hand
    Desk(Product product, LongSupplier sequence) {
        this.product = product;
        this.sequence = sequence;
    }

    Answer list(Kind kind, Reach reach, MultiMap query) {
        var problems = new Problems();
        var listing = product.listing();
        var from = listing.from(query, problems);
        int limit = listing.limit(query, problems);
        boolean filtered = kind.filters().stream().anyMatch(query::contains);
        Predicate<Doc> wanted = filtered ? kind.wanted(query, problems) : _ -> true;
        if (!problems.none()) {
            throw new Refused(400, "invalid_parameter", "A parameter cannot be read", problems);
        }
        boolean withDeleted = product.tombstones() && (!filtered || asksForDeleted(query));
        var page =
                reach.shelves()
                        .of(kind)
                        .page(
                                from,
                                limit,
                                wanted.and(doc -> withDeleted || !doc.deleted())
                                        .and(reach.sees(kind)));
        var body = JsonNodeFactory.instance.objectNode();
        var items = body.putArray(listing.items());
        page.docs().forEach(doc -> items.add(product.render(kind, doc)));
        if (page.next().isPresent()) {
            body.put(listing.next(), listing.write(page.next().get()));
        } else {
            body.putNull(listing.next());
        }
        return Answer.of(200, body);
    }

    private static boolean asksForDeleted(MultiMap query) {
        return "true".equals(query.get("include_deleted"));
    }

    Answer read(Kind kind, Reach reach, String id) {
        return shown(200, kind, standing(kind, reach, id), Optional.empty());
    }

    Answer create(Kind kind, Reach reach, ObjectNode asked) {
        reach.mayWrite(kind);
        var shelves = reach.shelves();
        var fields = tidy(kind, kind.merge(kind.blank(), asked), null, shelves);
        reach.mayMake(kind, fields);
        var shelf = shelves.of(kind);
        var once = kind.once().map(fields::path).filter(JsonNode::isTextual).map(JsonNode::asText);
        once.flatMap(shelf::usedBy)
                .ifPresent(
                        id -> {
                            var problems = new Problems();
                            problems.add(kind.once().orElseThrow(), "was used before");
                            throw new Refused(409, "exists", "There is such a record", problems)
                                    .naming(id);
                        });
        var doc = first(product.mint(kind, shelf), shelves, fields);
        shelf.put(doc);
        once.ifPresent(value -> shelf.use(value, doc));
        return shown(201, kind, doc, Optional.of(effect(Op.CREATE, kind, doc, names(fields))));
    }

    /// Makes the record that the path names as asked, whether it was there before or not.
    Answer set(Kind kind, Reach reach, Map<String, String> path, ObjectNode asked) {
        reach.mayWrite(kind);
        var shelves = reach.shelves();
        var shelf = shelves.of(kind);
        var before = shelf.living(kind.idOf(path));
        var wanted = kind.merge(asked, kind.named(path));
        var fields = tidy(kind, wanted, before.map(Doc::fields).orElse(null), shelves);
        reach.mayMake(kind, fields);
        if (before.isPresent()) {
            return changed(kind, shelves, before.get(), fields);
        }
        var doc = first(kind.idOf(path), shelves, fields);
        shelf.put(doc);
        var made = Optional.of(effect(Op.CREATE, kind, doc, names(fields)));
        return shown(200, kind, doc, made);
    }

    Answer change(Kind kind, Reach reach, String id, ObjectNode asked, @Nullable String ifMatch) {
        reach.mayWrite(kind);
        var shelves = reach.shelves();
        var before = standing(kind, reach, id);
        var fields = tidy(kind, kind.merge(before.fields(), asked), before.fields(), shelves);
        heed(ifMatch, before);
        return changed(kind, shelves, before, fields);
    }

    private Answer changed(Kind kind, Shelves shelves, Doc before, ObjectNode fields) {
        var changed = new ArrayList<>(names(fields));
        changed.removeIf(name -> fields.get(name).equals(before.fields().get(name)));
        if (changed.isEmpty()) {
            return shown(200, kind, before, Optional.of(effect(Op.NONE, kind, before, changed)));
        }
        var doc = next(before, false, shelves, fields);
        shelves.of(kind).put(doc);
        return shown(200, kind, doc, Optional.of(effect(Op.UPDATE, kind, doc, changed)));
    }

    Answer delete(Kind kind, Reach reach, String id, @Nullable String ifMatch) {
        reach.mayWrite(kind);
        var shelves = reach.shelves();
        var before = standing(kind, reach, id);
        kind.mayGo(before, shelves);
        heed(ifMatch, before);
        var doc = next(before, true, shelves, before.fields());
        shelves.of(kind).put(doc);
        return new Answer(
                204,
                Map.of(),
                Optional.empty(),
                Optional.of(effect(Op.DELETE, kind, doc, List.of())));
    }

    private Doc standing(Kind kind, Reach reach, String id) {
        var doc =
                reach.shelves()
                        .of(kind)
                        .find(id)
                        .filter(reach.sees(kind))
                        .orElseThrow(
                                () -> new Refused(404, "not_found", "There is no such record"));
        if (!doc.deleted()) {
            return doc;
        }
        throw product.tombstones()
                ? new Refused(410, "gone", "The record was deleted")
                : new Refused(404, "not_found", "There is no such record");
    }

    private ObjectNode tidy(
            Kind kind, ObjectNode asked, @Nullable ObjectNode before, Shelves shelves) {
        var problems = new Problems();
        var tidy = kind.tidy(asked, before, shelves, problems);
        if (!problems.none()) {
            throw new Refused(
                    product.invalid(), "validation_failed", "The record is not valid", problems);
        }
        return tidy;
    }

    private void heed(@Nullable String ifMatch, Doc doc) {
        if (ifMatch == null || !product.tags() || ifMatch.strip().equals("*")) {
            return;
        }
        if (Arrays.stream(ifMatch.split(",")).map(String::strip).noneMatch(tag(doc)::equals)) {
            throw new Refused(412, "precondition_failed", "The record has changed since");
        }
    }

    private Doc first(String id, Shelves shelves, ObjectNode fields) {
        var place = shelves.stamp();
        return new Doc(id, 1, place.at(), place, false, sequence.getAsLong(), fields);
    }

    private Doc next(Doc before, boolean deleted, Shelves shelves, ObjectNode fields) {
        return new Doc(
                before.id(),
                before.revision() + 1,
                before.createdAt(),
                shelves.stamp(),
                deleted,
                sequence.getAsLong(),
                fields);
    }

    private Answer shown(int status, Kind kind, Doc doc, Optional<Effect> effect) {
        var headers = new java.util.TreeMap<String, String>();
        if (product.tags()) {
            headers.put("ETag", tag(doc));
        }
        if (status == 201) {
            headers.put("Location", product.basePath() + "/" + kind.plural() + "/" + doc.id());
        }
        return new Answer(status, headers, Optional.of(product.render(kind, doc)), effect);
    }

    private static String tag(Doc doc) {
        return "\"r" + doc.revision() + "\"";
    }

    private static Effect effect(Op op, Kind kind, Doc doc, List<String> changed) {
        return new Effect(op, kind, doc, List.copyOf(changed));
    }

    private static List<String> names(ObjectNode fields) {
        var names = new ArrayList<String>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
