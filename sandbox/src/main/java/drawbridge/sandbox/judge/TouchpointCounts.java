package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.judge.Figure.Bucket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The dashboard says how many activities there are: for each person, day in the customer's zone
/// and kind, counted anew from Acme's ledger. And no figure was ever put that is more than all the
/// activities that had been there.
final class TouchpointCounts implements Check {

    static final String ACTIVITY = "activity";
    static final String TOUCHPOINT = "touchpoint";

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        var acme = new Activities(evidence);
        var shown = new TreeMap<Bucket, Long>();
        evidence.noted()
                .dashboard()
                .forEach(figure -> shown.merge(figure.bucket(), figure.count(), Long::sum));
        var buckets = new TreeSet<>(shown.keySet());
        var app = evidence.book(Side.APP);
        acme.living.keySet().stream()
                .filter(bucket -> app.knows(bucket.account(), bucket.mail()))
                .forEach(buckets::add);
        for (var bucket : buckets) {
            long there = acme.living.getOrDefault(bucket, Set.of()).size();
            long said = shown.getOrDefault(bucket, 0L);
            finding.expect(
                    there == said,
                    "Wrong count: the dashboard says %d %s, Acme's ledger %d."
                            .formatted(said, bucket, there));
        }
        puts(evidence, acme, finding);
        return finding;
    }

    private static void puts(Evidence evidence, Activities acme, Finding finding) {
        for (var entry : evidence.book(Side.APP).entries()) {
            var put =
                    entry.byGateway()
                            ? entry.change().filter(done -> done.resource().equals(TOUCHPOINT))
                            : Optional.<Entry.Effect>empty();
            if (put.isEmpty()) {
                continue;
            }
            var record = put.get().record();
            var bucket =
                    new Bucket(
                            entry.account(),
                            evidence.book(Side.APP)
                                    .mail(entry.account(), record.path("memberId").asText()),
                            record.path("day").asText(),
                            record.path("kind").asText().equals("mails") ? "email" : "call");
            long most = acme.everBy(bucket, entry.at().plusMillis(1));
            finding.expect(
                    record.path("count").asLong() <= most,
                    "The gateway put %d %s (%s), of which Acme had had %d."
                            .formatted(record.path("count").asLong(), bucket, entry.where(), most));
        }
    }

    /// Acme's activities by bucket.
    private static final class Activities {

        private final Map<Bucket, Set<String>> living = new HashMap<>();
        private final Map<Bucket, Map<String, Instant>> ever = new HashMap<>();

        Activities(Evidence evidence) {
            Map<List<String>, Bucket> where = new HashMap<>();
            for (var entry : evidence.book(Side.ACME).entries()) {
                var effect = entry.change().filter(done -> done.resource().equals(ACTIVITY));
                if (effect.isEmpty()) {
                    continue;
                }
                var id = effect.get().id();
                var key = List.of(entry.account(), id);
                var before = where.remove(key);
                if (before != null) {
                    living.getOrDefault(before, new HashSet<>()).remove(id);
                }
                if (!effect.get().op().equals("delete")) {
                    var bucket = bucket(evidence, entry.account(), effect.get().record());
                    where.put(key, bucket);
                    living.computeIfAbsent(bucket, _ -> new HashSet<>()).add(id);
                    ever.computeIfAbsent(bucket, _ -> new HashMap<>()).putIfAbsent(id, entry.at());
                }
            }
        }

        private static Bucket bucket(Evidence evidence, String account, JsonNode activity) {
            var zone = evidence.agreement().zone(account);
            var day = Instant.parse(activity.path("occurred_at").asText()).atZone(zone);
            return new Bucket(
                    account,
                    evidence.book(Side.ACME).mail(account, activity.path("user_id").asText()),
                    day.toLocalDate().toString(),
                    activity.path("kind").asText());
        }

        long everBy(Bucket bucket, Instant by) {
            var times = new ArrayList<>(ever.getOrDefault(bucket, Map.of()).values());
            return times.stream().filter(at -> !at.isAfter(by)).count();
        }
    }
}
