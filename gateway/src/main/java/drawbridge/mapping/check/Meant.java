package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.file.Nearest;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Finds the place that somebody probably meant.
final class Meant {

    private static final int MOST_NAMED = 8;

    private Meant() {}

    /// `; did you mean /subject?`, else nothing.
    static String hint(Pointer at, Collection<Pointer> known) {
        Optional<Pointer> meant = by(at, known);
        return meant.isPresent() ? hint(meant) : beside(at, known);
    }

    /// The few members that stand where the place is looked for.
    private static String beside(Pointer at, Collection<Pointer> known) {
        List<String> beside =
                known.stream()
                        .filter(place -> place.steps().size() == at.steps().size())
                        .filter(place -> above(place).equals(above(at)))
                        .map(Pointer::toString)
                        .distinct()
                        .toList();
        return beside.isEmpty() || beside.size() > MOST_NAMED
                ? ""
                : "; there is " + String.join(", ", beside);
    }

    private static List<String> above(Pointer at) {
        return at.steps().subList(0, Math.max(0, at.steps().size() - 1));
    }

    static String hint(Optional<Pointer> meant) {
        return meant.map(place -> "; did you mean " + place + "?").orElse("");
    }

    /// The nearest by its letters, else one of the same name elsewhere.
    static Optional<Pointer> by(Pointer at, Collection<Pointer> known) {
        List<String> texts = known.stream().map(Pointer::toString).toList();
        return Nearest.to(at.toString(), texts)
                .map(Pointer::parse)
                .or(() -> known.stream().filter(place -> last(place).equals(last(at))).findFirst());
    }

    private static String last(Pointer at) {
        return at.steps().isEmpty() ? "" : at.steps().getLast();
    }
}
