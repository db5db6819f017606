package drawbridge.bench;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The middle of what alternating rounds gave; of an even number, the mean of the two in the
/// middle.
final class Median {

    private Median() {}

    static double of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a median of nothing");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    static <T> double of(Collection<T> rounds, ToDoubleFunction<T> figure) {
        return of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
