package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.judge.Rows.Pair;

import java.util.LinkedHashMap;
import java.util.Map;

/// What became of acknowledged (change, flow) pairs.
public record Counts(
        long acknowledged,
        long applied,
        long unchanged,
        long superseded,
        long conflict,
        long dead,
        long pending,
        long duplicates) {

    static Counts of(Iterable<Pair> pairs, long duplicates) {
        Map<String, Long> ends = new LinkedHashMap<>();
        long all = 0;
        for (var pair : pairs) {
            all++;
            ends.merge(pair.outcome().map(Rows.Outcome::kind).orElse("pending"), 1L, Long::sum);
        }
        return new Counts(
                all,
                ends.getOrDefault("applied", 0L),
                ends.getOrDefault("unchanged", 0L),
                ends.getOrDefault("superseded", 0L),
                ends.getOrDefault("conflict", 0L),
                ends.getOrDefault("dead", 0L),
                ends.getOrDefault("pending", 0L),
                duplicates);
    }

    /// As the ops API says them.
    static Counts read(JsonNode counts) {
        return new Counts(
                counts.path("acknowledged").asLong(),
                counts.path("applied").asLong(),
                counts.path("unchanged").asLong(),
                counts.path("superseded").asLong(),
                counts.path("conflict").asLong(),
                counts.path("dead").asLong(),
                counts.path("pending").asLong(),
                counts.path("duplicates").asLong());
    }

    long settled() {
        return applied + unchanged + superseded + conflict + dead;
    }

    boolean addsUp() {
        return settled() + pending == acknowledged;
    }

    Counts plus(Counts other) {
        return new Counts(
                acknowledged + other.acknowledged,
                applied + other.applied,
                unchanged + other.unchanged,
                superseded + other.superseded,
                conflict + other.conflict,
                dead + other.dead,
                pending + other.pending,
                duplicates + other.duplicates);
    }

    Counts withDuplicates(long number) {
        return new Counts(
                acknowledged, applied, unchanged, superseded, conflict, dead, pending, number);
    }

    void into(ObjectNode node) {
        node.put("acknowledged", acknowledged)
                .put("applied", applied)
                .put("unchanged", unchanged)
                .put("superseded", superseded)
                .put("conflict", conflict)
                .put("dead", dead)
                .put("pending", pending)
                .put("duplicates", duplicates);
    }
}
