package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Entry.Effect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A system's whole ledger, and the history of each record as it tells it.
final class Book {

    private final Side side;
    private final List<Entry> entries;
    private final Map<Long, Entry> byNumber = new LinkedHashMap<>();
    private final List<Entry> byTraffic;
    private final People people = new People();
    private final Map<RecordKey, List<Version>> histories = new LinkedHashMap<>();
    private final Map<String, Set<String>> accountsOf = new HashMap<>();
    private final Map<RecordKey, String> references = new HashMap<>();

    Book(Side side, List<Entry> entries, Agreement agreement) {
        this.side = side;
        this.entries = List.copyOf(entries);
        this.byTraffic = entries.stream().filter(entry -> entry.actor().equals("traffic")).toList();
        for (var entry : entries) {
            byNumber.put(entry.n(), entry);
            entry.change().ifPresent(effect -> take(entry, effect, agreement));
        }
    }

    private void take(Entry entry, Effect effect, Agreement agreement) {
        people.meet(entry.key(effect), effect.record());
        accountsOf.computeIfAbsent(effect.id(), _ -> new TreeSet<>()).add(entry.account());
        if (effect.resource().equals(TouchpointCounts.ACTIVITY)
                || effect.resource().equals(TouchpointCounts.TOUCHPOINT)) {
            return;
        }
        if (!entry.byGateway()) {
            var name = side == Side.ACME ? "external_ref" : "externalRef";
            references.put(entry.key(effect), Canon.text(effect.record().path(name)));
        }
        var history = histories.computeIfAbsent(entry.key(effect), _ -> new ArrayList<>());
        var before = history.isEmpty() ? Optional.<Version>empty() : Optional.of(history.getLast());
        history.add(agreement.version(entry, effect, before, people));
    }

    Side side() {
        return side;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Entry> byTraffic() {
        return byTraffic;
    }

    /// Whether somebody with this e-mail address was ever in this system.
    boolean knows(String account, String mail) {
        return people.knows(account, side, mail);
    }

    /// The e-mail address of somebody; empty for a stranger.
    String mail(String account, String id) {
        return people.mail(account, side, id);
    }

    /// Whether two people of the account have one address.
    boolean hasNamesakes(String account) {
        return people.hasNamesakes(account);
    }

    /// The accounts in which there is a record of that id.
    Set<String> accountsOf(String id) {
        return accountsOf.getOrDefault(id, Set.of());
    }

    /// Whether people made the record with a reference that only the gateway gives.
    boolean isCopy(RecordKey key) {
        return histories.containsKey(key)
                && histories.get(key).getFirst().byPeople()
                && !references.getOrDefault(key, "").isEmpty();
    }

    Optional<Entry> entry(long n) {
        return Optional.ofNullable(byNumber.get(n));
    }

    Optional<History> history(RecordKey key) {
        return Optional.ofNullable(histories.get(key)).map(found -> new History(key, found));
    }

    /// Histories of all appointments, or of all events.
    Collection<History> meetings() {
        return all(side.meeting);
    }

    Collection<History> all(String resource) {
        return histories.entrySet().stream()
                .filter(entry -> entry.getKey().resource().equals(resource))
                .map(entry -> new History(entry.getKey(), entry.getValue()))
                .toList();
    }
}
