package drawbridge.audit;

import java.util.EnumMap;
import java.util.Map;

/// How many pairs were found to stand how.
///
/// @param read rows of lists and single records that were read
/// @param repaired pairs that were sent through the lanes
public record Counts(long read, Map<Kind, Long> pairs, long repaired) {

    public static final Counts NONE = new Counts(0, Map.of(), 0);

    public Counts {
        pairs = Map.copyOf(pairs);
    }

    public long of(Kind kind) {
        return pairs.getOrDefault(kind, 0L);
    }

    public long checked() {
        return pairs.values().stream().mapToLong(Long::longValue).sum();
    }

    public long drift() {
        return pairs.entrySet().stream()
                .filter(one -> one.getKey().isDrift())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    Counts plus(Kind kind, long more) {
        if (more == 0) {
            return this;
        }
        Map<Kind, Long> all = new EnumMap<>(Kind.class);
        all.putAll(pairs);
        all.merge(kind, more, Long::sum);
        return new Counts(read, all, repaired);
    }

    Counts readMore(long more) {
        return new Counts(read + more, pairs, repaired);
    }

    Counts repairedOne() {
        return new Counts(read, pairs, repaired + 1);
    }
}
