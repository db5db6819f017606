package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Link;
import drawbridge.sandbox.judge.Rows.Parked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// Which groups of which records wait for a person, or once did. What is parked covers both ends of
/// a link.
final class Parking {

    private final Map<UUID, Set<String>> covers = new HashMap<>();
    private final Map<String, List<Parked>> covering = new HashMap<>();
    private final List<Parked> items;

    Parking(Rows rows) {
        this.items = rows.parked();
        var recordOf = new HashMap<UUID, Set<String>>();
        for (var pair : rows.pairs()) {
            if (!pair.recordId().isEmpty()) {
                recordOf.computeIfAbsent(pair.change(), _ -> new HashSet<>())
                        .add(name(pair.tenant(), pair.side(), pair.recordId()));
            }
        }
        for (var item : items) {
            var covered = covers.computeIfAbsent(item.id(), _ -> new HashSet<>());
            item.acmeId().ifPresent(id -> covered.add(name(item.tenant(), Side.ACME, id)));
            item.appId().ifPresent(id -> covered.add(name(item.tenant(), Side.APP, id)));
            item.changes()
                    .forEach(change -> covered.addAll(recordOf.getOrDefault(change, Set.of())));
            rows.links().forEach(link -> addEnds(item, link, covered));
            covered.forEach(
                    name -> covering.computeIfAbsent(name, _ -> new ArrayList<>()).add(item));
        }
    }

    private static void addEnds(Parked item, Link link, Set<String> covered) {
        if (!link.tenant().equals(item.tenant()) || !link.flow().equals(item.flow())) {
            return;
        }
        var ends = new HashSet<String>();
        link.acmeId().ifPresent(id -> ends.add(name(link.tenant(), Side.ACME, id)));
        link.appId().ifPresent(id -> ends.add(name(link.tenant(), Side.APP, id)));
        boolean same = item.lane().filter(link.id()::equals).isPresent();
        if (same || ends.stream().anyMatch(covered::contains)) {
            covered.addAll(ends);
        }
    }

    private static String name(String tenant, Side side, String id) {
        return tenant + "/" + side + "/" + id;
    }

    /// Items that wait now and hold this group of the record.
    List<Parked> now(RecordKey key, Group group) {
        return find(key, item -> item.open() && holds(item, group));
    }

    /// Items that hold this group of the record, or did so at some time after a moment.
    List<Parked> since(RecordKey key, Group group, Instant moment) {
        return find(key, item -> holds(item, group) && item.waitedAfter(moment));
    }

    /// Items that hold the whole record now.
    List<Parked> whole(RecordKey key) {
        return find(key, item -> item.open() && item.group().isEmpty());
    }

    /// Items of any kind and time.
    List<Parked> any(RecordKey key) {
        return find(key, _ -> true);
    }

    Collection<Parked> open() {
        return items.stream().filter(Parked::open).toList();
    }

    private static boolean holds(Parked item, Group group) {
        return item.group().isEmpty() || item.group().get() == group;
    }

    private List<Parked> find(RecordKey key, Predicate<Parked> wanted) {
        var name = name(key.account(), key.side(), key.id());
        return covering.getOrDefault(name, List.of()).stream().filter(wanted).toList();
    }
}
