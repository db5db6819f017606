package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.file.Nearest;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Finds the place that somebody probably meant.
final class Meant {

    private Meant() {}

    /// `; did you mean /subject?`, else nothing.
    static String hint(Pointer at, Collection<Pointer> known) {
        return hint(by(at, known));
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
