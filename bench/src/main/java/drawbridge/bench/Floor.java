package drawbridge.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Whether the baselines may be compared with. One that stays far below what the database does by
/// itself is held back, by this machine or by its own making, and a ratio to it would flatter.
final class Floor {

    /// The least part of plain commits that a baseline must reach.
    static final double LEAST = 0.35;

    private Floor() {}

    /// Why nothing may be reported; empty when it may.
    ///
    /// @param plain commits of single rows a second, without HTTP
    /// @param singleRow accepted a second by the single-row intake
    /// @param minimal delivered a second by the minimal pipeline
    static List<String> refusals(double plain, double singleRow, double minimal) {
        return Stream.of(
                        refusal("the single-row intake", "accepted", singleRow, plain),
                        refusal("the minimal pipeline", "delivered", minimal, plain))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> refusal(String who, String did, double reached, double plain) {
        if (plain > 0 && reached >= LEAST * plain) {
            return List.of();
        }
        return List.of(
                String.format(
                        Locale.ROOT,
                        "Nothing is reported: %s %s %,.0f a second, which is %.2f of the %,.0f plain"
                                + " single-row commits that this PostgreSQL does; below %.2f a baseline"
                                + " is held back, and whoever is compared with it looks better than it"
                                + " is. Run the bench on a machine with nothing else to do.",
                        who,
                        did,
                        reached,
                        plain <= 0 ? 0 : reached / plain,
                        plain,
                        LEAST));
    }
}
