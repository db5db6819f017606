package drawbridge.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What was measured, round by round.
final class Results {

    /// Everything that is measured within a window.
    enum Measure {
        SINGLE_ROW("single-row intake"),
        INTAKE("intake, flows paused"),
        MINIMAL("minimal pipeline"),
        END_TO_END("end to end"),
        HOT("64 hot records"),
        MINIMAL_HALF("minimal pipeline, half load"),
        HALF("end to end, half load"),
        NO_BACKLOG("end to end, nothing waits"),
        BACKLOG("end to end behind a backlog"),
        ONE_TENANT("1 tenant"),
        MANY_TENANTS("many tenants");

        private final String words;

        Measure(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final Map<Measure, List<Window>> windows = new EnumMap<>(Measure.class);
    private final List<Double> plainCommits = new ArrayList<>();

    void add(Measure measure, Window window) {
        windows.computeIfAbsent(measure, _ -> new ArrayList<>()).add(window);
    }

    void addPlainCommits(double perSecond) {
        plainCommits.add(perSecond);
    }

    List<Window> of(Measure measure) {
        return windows.getOrDefault(measure, List.of());
    }

    /// Empty for what was not measured.
    Optional<Double> median(Measure measure, ToDoubleFunction<Window> figure) {
        List<Window> rounds = of(measure);
        return rounds.isEmpty() ? Optional.empty() : Optional.of(Median.of(rounds, figure));
    }

    Optional<Double> plainCommits() {
        return plainCommits.isEmpty() ? Optional.empty() : Optional.of(Median.of(plainCommits));
    }

    /// One median over another; empty where one of them is missing or the second is nothing.
    Optional<Double> ratio(Measure one, Measure other, ToDoubleFunction<Window> figure) {
        return median(one, figure)
                .flatMap(
                        first ->
                                median(other, figure)
                                        .filter(second -> second > 0)
                                        .map(second -> first / second));
    }
}
