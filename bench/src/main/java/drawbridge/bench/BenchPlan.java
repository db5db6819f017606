package drawbridge.bench;

import java.time.Duration;

/// How much is measured, and for how long.
///
/// @param records linked beforehand, which the load goes round
/// @param hot records of the hot round
/// @param tenants of the gateway that has many
/// @param backlog changes of as many records that wait while it is measured; 0 leaves it out
/// @param rounds of each measure, alternating
/// @param warm before each window is counted
/// @param window in which is counted
/// @param least that must have happened in it; a window goes on until then, [#LONGEST] at most
/// @param apart whether questions to PostgreSQL are counted of programs of their own, so that what
///   counts them slows down nothing that is measured
/// @param drain without a single arrival for so long, the run has failed
public record BenchPlan(
        int records,
        int hot,
        int tenants,
        int backlog,
        int rounds,
        Duration warm,
        Duration window,
        int least,
        boolean apart,
        Duration drain) {

    /// Of any window.
    static final Duration LONGEST = Duration.ofSeconds(60);

    /// At most so many changes are under way at full speed: enough for every part to have work, and
    /// few enough that no record is changed again before its last change arrived.
    static final int UNDER_WAY = 1_024;

    public BenchPlan {
        if (records < 2 * hot || tenants < 1 || rounds < 1) {
            throw new IllegalArgumentException("records: at least twice the hot ones");
        }
    }

    /// Ten to fifteen minutes on two cores.
    static BenchPlan usual() {
        return new BenchPlan(
                10_000,
                64,
                1_000,
                100_000,
                3,
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                1_000,
                true,
                Duration.ofSeconds(60));
    }

    /// Two minutes, while something is being built.
    static BenchPlan quick() {
        return new BenchPlan(
                3_000,
                64,
                100,
                10_000,
                1,
                Duration.ofMillis(1_500),
                Duration.ofSeconds(4),
                500,
                true,
                Duration.ofSeconds(60));
    }

    /// Seconds: whether it works at all.
    static BenchPlan smallest() {
        return new BenchPlan(
                200,
                8,
                5,
                400,
                1,
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                50,
                false,
                Duration.ofSeconds(60));
    }

    BenchPlan withBacklog(int changes) {
        return new BenchPlan(
                records, hot, tenants, changes, rounds, warm, window, least, apart, drain);
    }

    BenchPlan withRounds(int number) {
        return new BenchPlan(
                records, hot, tenants, backlog, number, warm, window, least, apart, drain);
    }

    /// Changes under way at full speed.
    long underWay() {
        return Math.min(UNDER_WAY, records / 2);
    }
}
