package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Pair;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The judge's own counts: pairs from the journal's rows, duplicates from the ledgers.
///
/// @param span from the first acknowledgement to the last settlement
public record Tally(
        Counts all, Map<String, Counts> directions, Map<String, Counts> tenants, Duration span) {

    private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    static Tally of(Evidence evidence) {
        var pairs = evidence.rows().pairs();
        Map<String, Counts> directions = new LinkedHashMap<>();
        long duplicates = 0;
        for (var side : Side.values()) {
            long again = Duplicates.of(evidence, "", side).certain();
            duplicates += again;
            var mine = pairs.stream().filter(pair -> pair.side() == side).toList();
            directions.put(side.direction, Counts.of(mine, again));
        }
        Map<String, Counts> tenants = new LinkedHashMap<>();
        var names = new TreeSet<String>();
        pairs.forEach(pair -> names.add(pair.tenant()));
        for (var name : names) {
            long again =
                    Duplicates.of(evidence, name, Side.ACME).certain()
                            + Duplicates.of(evidence, name, Side.APP).certain();
            var mine = pairs.stream().filter(pair -> pair.tenant().equals(name)).toList();
            tenants.put(name, Counts.of(mine, again));
        }
        return new Tally(Counts.of(pairs, duplicates), directions, tenants, span(pairs));
    }

    private static Duration span(Iterable<Pair> pairs) {
        Optional<Instant> first = Optional.empty();
        Optional<Instant> last = Optional.empty();
        for (var pair : pairs) {
            var came = pair.acceptedAt();
            first = first.filter(earlier -> earlier.isBefore(came)).or(() -> Optional.of(came));
            var settled = pair.outcome().map(Rows.Outcome::settledAt);
            var known = last;
            last =
                    settled.filter(at -> known.isEmpty() || known.get().isBefore(at))
                            .or(() -> known);
        }
        return first.isPresent() && last.isPresent()
                ? Duration.between(first.get(), last.get())
                : Duration.ZERO;
    }

    Counts direction(String name) {
        return directions.getOrDefault(name, NONE);
    }

    Counts tenant(String name) {
        return tenants.getOrDefault(name, NONE);
    }

    double perSecond() {
        double seconds = span.toMillis() / 1_000.0;
        return seconds > 0 ? all.settled() / seconds : 0;
    }
}
