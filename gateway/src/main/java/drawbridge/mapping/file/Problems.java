package drawbridge.mapping.file;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.Yaml.Place;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Gathers all mistakes of a folder, so that they can be refused once, together.
public final class Problems {

    /// One mistake of a flow's file, met again in each tenant that runs it, is told once, although
    /// its advice may differ.
    private final TreeSet<Mappings.Problem> found =
            new TreeSet<>(
                    Comparator.<Mappings.Problem>naturalOrder()
                            .thenComparing(problem -> problem.sentence().split(";", 2)[0]));

    public void add(Place at, String sentence) {
        found.add(new Mappings.Problem(at.file(), at.line(), at.column(), sentence));
    }

    /// Adds what is wrong at a place of which nothing has been said yet: what a first look found
    /// there is not told again by a second one in other words.
    public void addFirst(Place at, String sentence) {
        if (found.stream()
                .noneMatch(
                        problem ->
                                problem.file().equals(at.file())
                                        && problem.line() == at.line()
                                        && problem.column() == at.column())) {
            add(at, sentence);
        }
    }

    /// Says that `name` is not one of `known`, with the nearest of them.
    public void unknown(Place at, String what, String name, Collection<String> known) {
        add(at, "there is no %s '%s'%s".formatted(what, name, Nearest.hint(name, known)));
    }

    /// Likewise, where it is known which one was meant.
    void unknown(
            Place at, String what, String name, Collection<String> known, Optional<String> meant) {
        if (meant.isPresent()) {
            add(
                    at,
                    "there is no %s '%s'; it is called '%s' here"
                            .formatted(what, name, meant.get()));
        } else {
            unknown(at, what, name, known);
        }
    }

    /// Runs one step of a compilation. A part that has not the shape it must have ends that step
    /// alone; the schema has said why, and if it has not, this does.
    public <T> Optional<T> attempt(Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (Malformed malformed) {
            if (!malformed.told
                    && found.stream()
                            .noneMatch(problem -> problem.file().equals(malformed.at.file()))) {
                add(malformed.at, malformed.sentence);
            }
            return Optional.empty();
        }
    }

    /// Likewise, for a step that yields nothing.
    public void run(Runnable step) {
        var _ =
                attempt(
                        () -> {
                            step.run();
                            return true;
                        });
    }

    /// Whether something of a file has been told.
    boolean concern(String file) {
        return found.stream().anyMatch(problem -> problem.file().equals(file));
    }

    public boolean none() {
        return found.isEmpty();
    }

    public List<Mappings.Problem> all() {
        return List.copyOf(found);
    }

    /// A part of a file has not the shape that its schema demands.
    public static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient Place at;
        private final String sentence;
        private final boolean told;

        public Malformed(Place at, String sentence) {
            this(at, sentence, false);
        }

        private Malformed(Place at, String sentence, boolean told) {
            super(sentence, null, false, false);
            this.at = at;
            this.sentence = sentence;
            this.told = told;
        }

        /// Ends a step whose cause has been added already, perhaps in another file.
        static Malformed told(Place at) {
            return new Malformed(at, "told already", true);
        }
    }
}
