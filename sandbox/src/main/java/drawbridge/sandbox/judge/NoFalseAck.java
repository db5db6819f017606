package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.judge.Entry.Delivery;
import drawbridge.sandbox.judge.Rows.Pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Every delivery that was answered by 202 has its change in the journal, word for word, and what
/// should have been turned away was.
final class NoFalseAck implements Check {

    /// Kinds of lines that tell of a delivery.
    private static final Set<String> TOLD = Set.of("push", "webhook");

    private static final String PART = "a part";

    @Override
    public String name() {
        return "no false ack";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        var stored = stored(evidence);
        evidence.books().forEach(book -> deliveries(evidence, book, stored, finding));
        direct(evidence, finding);
        return finding;
    }

    /// Content of a record → the changes that brought it by a delivery.
    private static Map<List<Object>, Set<UUID>> stored(Evidence evidence) {
        var stored = new HashMap<List<Object>, Set<UUID>>();
        for (var pair : evidence.rows().pairs()) {
            if (pair.source().equals("webhook") || pair.source().equals("push")) {
                Object content =
                        pair.tombstone()
                                ? "gone"
                                : isPart(evidence, pair.tenant(), pair.side())
                                        ? PART
                                        : data(Json.read(pair.body()));
                stored.computeIfAbsent(
                                key(pair.tenant(), pair.resource(), pair.recordId(), content),
                                _ -> new HashSet<>())
                        .add(pair.change());
            }
        }
        return stored;
    }

    /// Whether the record is not told whole: then it counts that it is told of.
    private static boolean isPart(Evidence evidence, String account, Side side) {
        return side == Side.ACME && evidence.agreement().isOld(account);
    }

    private static JsonNode data(JsonNode body) {
        return body.path("data").isObject() ? body.path("data") : body;
    }

    private static List<Object> key(String tenant, String resource, String id, Object content) {
        return List.of(tenant, resource, id, content);
    }

    private static void deliveries(
            Evidence evidence, Book book, Map<List<Object>, Set<UUID>> stored, Finding finding) {
        var acknowledged = new LinkedHashMap<String, Entry>();
        for (var entry : book.entries()) {
            if (entry.status() == 202) {
                finding.expect(
                        entry.delivery().isPresent() || !TOLD.contains(entry.kind()),
                        entry.where()
                                + " acknowledges (202) a delivery that cannot be read there.");
                entry.delivery().ifPresent(told -> acknowledged.putIfAbsent(told.id(), entry));
            }
        }
        var perContent = new LinkedHashMap<List<Object>, List<Entry>>();
        for (var entry : acknowledged.values()) {
            var told = entry.delivery().orElseThrow();
            var write = book.entry(told.of()).flatMap(Entry::change);
            finding.expect(
                    write.isPresent(),
                    "Delivery "
                            + told.id()
                            + " tells of a write that "
                            + entry.where()
                            + " lacks.");
            if (write.isPresent()) {
                Object content =
                        write.get().op().equals("delete")
                                ? "gone"
                                : isPart(evidence, entry.account(), book.side())
                                        ? PART
                                        : write.get().record();
                var resource = book.side() + "." + told.resource();
                perContent
                        .computeIfAbsent(
                                key(entry.account(), resource, told.record(), content),
                                _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        perContent.forEach(
                (content, entries) -> {
                    int missing = entries.size() - stored.getOrDefault(content, Set.of()).size();
                    if (missing > 0) {
                        finding.breach(sentence(entries.getFirst(), missing));
                    }
                });
    }

    private static String sentence(Entry entry, int missing) {
        Delivery told = entry.delivery().orElseThrow();
        return "%s %s was acknowledged (202) but the journal has no change for it%s: %s %s (%s)."
                .formatted(
                        entry.kind().equals("push") ? "Push" : "Webhook",
                        told.id(),
                        missing > 1 ? ", and for " + (missing - 1) + " alike" : "",
                        told.resource(),
                        told.record(),
                        entry.account());
    }

    /// Deliveries that the traffic made itself.
    private static void direct(Evidence evidence, Finding finding) {
        var broken = new HashMap<String, Set<String>>();
        for (var sent : evidence.traffic().deliveries()) {
            if (sent.status() == 0) {
                continue;
            }
            var named = "Delivery " + sent.id() + " (" + sent.kind() + ", " + sent.account() + ")";
            switch (sent.kind()) {
                case "wrong-signature", "stale" ->
                        finding.expect(
                                sent.status() == 401 || sent.status() >= 500,
                                named + " was answered by " + sent.status() + ", not 401.");
                case "broken" -> {
                    finding.expect(
                            sent.taken() || sent.status() >= 500,
                            named + " was answered by " + sent.status() + ", not 202.");
                    if (sent.taken()) {
                        broken.computeIfAbsent(sent.account(), _ -> new LinkedHashSet<>())
                                .add(sent.id());
                    }
                }
                default -> finding.look();
            }
        }
        broken.forEach(
                (account, ids) -> {
                    long kept =
                            evidence.rows().pairs().stream()
                                    .filter(pair -> pair.tenant().equals(account))
                                    .filter(pair -> pair.recordId().isEmpty())
                                    .map(Pair::change)
                                    .distinct()
                                    .count();
                    if (kept < ids.size()) {
                        finding.breach(
                                "%d unreadable deliveries of %s were acknowledged, %d were kept."
                                        .formatted(ids.size(), account, kept));
                    }
                });
    }
}
