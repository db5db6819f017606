package drawbridge.sandbox.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All records of one kind in one account, deleted ones too, in the order of their last change.
///
/// A page that goes on behind the last one it gave skips no record: one that is edited meanwhile
/// moves to the end and is met there.
public final class Shelf {

    private final Map<String, Doc> byId = new HashMap<>();
    private final TreeMap<Place, Doc> byChange = new TreeMap<>();

    private final Map<String, String> used = new HashMap<>();

    /// Some records and, if there are more, the place from which to go on.
    record Page(List<Doc> docs, Optional<Place> next) {}

    public Optional<Doc> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The record, unless it was deleted.
    public Optional<Doc> living(String id) {
        return find(id).filter(doc -> !doc.deleted());
    }

    public Stream<Doc> all() {
        return byChange.values().stream();
    }

    /// The id of the record that was created with this value in the field that takes a value once.
    Optional<String> usedBy(String value) {
        return Optional.ofNullable(used.get(value));
    }

    void use(String value, Doc doc) {
        used.put(value, doc.id());
    }

    void put(Doc doc) {
        var before = byId.put(doc.id(), doc);
        if (before != null) {
            byChange.remove(before.changed());
        }
        byChange.put(doc.changed(), doc);
    }

    Page page(Place from, int limit, Predicate<Doc> wanted) {
        var docs = new ArrayList<Doc>();
        for (var doc : byChange.tailMap(from, true).values()) {
            if (!wanted.test(doc)) {
                continue;
            }
            if (docs.size() == limit) {
                return new Page(docs, Optional.of(docs.getLast().changed().next()));
            }
            docs.add(doc);
        }
        return new Page(docs, Optional.empty());
    }
}
