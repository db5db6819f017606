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
    private final List<Double> idleCores = new ArrayList<>();
    private final List<Counted> counted = new ArrayList<>();
    private final Map<Measure, List<Double>> claimMillis = new EnumMap<>(Measure.class);
    private Optional<Double> longestGap = Optional.empty();

    void add(Measure measure, Window window) {
        windows.computeIfAbsent(measure, _ -> new ArrayList<>()).add(window);
    }

    void addPlainCommits(double perSecond) {
        plainCommits.add(perSecond);
    }

    void addCounted(Counted questions) {
        counted.add(questions);
    }

    void addClaimMillis(Measure measure, double millis) {
        claimMillis.computeIfAbsent(measure, _ -> new ArrayList<>()).add(millis);
    }

    /// @param cores that the gateway used while somebody else was measured
    void addIdleCores(double cores) {
        idleCores.add(cores);
    }

    Optional<Double> idleCores() {
        return idleCores.isEmpty() ? Optional.empty() : Optional.of(Median.of(idleCores));
    }

    /// @param seconds in which nothing arrived while a backlog went down
    void addGap(double seconds) {
        longestGap = Optional.of(seconds);
    }

    /// What the gateway asked of PostgreSQL, and what the minimal pipeline did.
    List<Counted> counted() {
        return List.copyOf(counted);
    }

    /// Of a claim in the server; empty where that was not looked at.
    Optional<Double> claimMillis(Measure measure) {
        List<Double> all = claimMillis.getOrDefault(measure, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(Median.of(all));
    }

    Optional<Double> longestGap() {
        return longestGap;
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
