package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.check.document.Facts;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;

import java.util.Optional;
import java.util.Set;

/// Looks for the places that a file names in the shapes that a document has.
record Places(Problems problems) {

    /// The shape at the place that the file names; empty when it is not there, which is then a
    /// problem.
    ///
    /// @param what the shape is of, for the sentence
    Optional<Shape> find(Yaml at, Shape shape, String what) {
        return find(at.at(), Section.pointer(at), shape, what);
    }

    Optional<Shape> find(Place at, Pointer pointer, Shape shape, String what) {
        Optional<Shape> found = shape.at(pointer);
        if (found.isEmpty()) {
            problems.addFirst(
                    at,
                    "%s has no %s%s".formatted(what, pointer, Meant.hint(pointer, shape.places())));
        }
        return found;
    }

    /// Says so when a value can be of none of the types.
    void type(Place at, Shape shape, Set<String> types, String expected) {
        Facts facts = shape.facts();
        if (!facts.mayBe(types)) {
            problems.addFirst(
                    at,
                    "%s is expected there, and the document says %s"
                            .formatted(expected, facts.named()));
        }
    }

    /// Says so when a value that is sent as it stands is none that the document takes.
    void constant(Yaml value, Shape shape) {
        String text = Section.text(value);
        Facts facts = shape.facts();
        if (text.contains("{")) {
            return;
        }
        if (!facts.words().isEmpty() && !facts.words().contains(text)) {
            problems.addFirst(
                    value.at(),
                    "'%s' is none of the document's values%s"
                            .formatted(text, Nearest.hint(text, facts.words())));
        }
        if (facts.types().equals(Set.of("integer")) && !text.matches("-?[0-9]+")) {
            problems.addFirst(value.at(), "the document takes a whole number here");
        }
        if (facts.types().equals(Set.of("boolean")) && !text.matches("true|false")) {
            problems.addFirst(value.at(), "the document takes true or false here");
        }
        shape.most()
                .filter(most -> text.matches("-?[0-9]{1,18}") && Long.parseLong(text) > most)
                .ifPresent(
                        most ->
                                problems.addFirst(
                                        value.at(), "the document takes " + most + " at most"));
    }
}
