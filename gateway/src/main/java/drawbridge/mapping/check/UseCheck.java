package drawbridge.mapping.check;

import drawbridge.mapping.check.FieldPlaces.Use;
import drawbridge.mapping.check.document.Facts;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Holds what lenses do to the shape of a record, or of a body that is sent.
///
/// @param what the shape is of, for sentences
/// @param isSent whether what the record says crosses to the other side
/// @param forbidden the word by which a schema forbids what is done here: `readOnly`, `writeOnly`
record UseCheck(String what, Shape shape, String forbidden, boolean isSent, Problems problems) {

    void all(List<Use> uses) {
        uses.forEach(this::one);
    }

    private void one(Use use) {
        Places places = new Places(problems);
        Optional<Shape> around =
                use.list().isPresent()
                        // That the list is not there is told at the list.
                        ? shape.at(use.list().get()).map(Shape::item)
                        : Optional.of(shape);
        String where = use.list().map(list -> "an item of " + list + " of " + what).orElse(what);
        around.flatMap(inside -> places.find(use.at(), use.pointer(), inside, where))
                .ifPresent(found -> value(use, found));
    }

    private void value(Use use, Shape found) {
        if (found.is(forbidden)) {
            problems.addFirst(
                    use.at(),
                    "%s of %s cannot be %s: the document says %s"
                            .formatted(
                                    use.pointer(),
                                    what,
                                    forbidden.equals("readOnly") ? "written" : "read",
                                    forbidden));
        }
        Facts facts = found.facts();
        if (!facts.mayBe(use.types())) {
            problems.addFirst(
                    use.at(),
                    "%s of %s is %s, and this lens takes %s"
                            .formatted(use.pointer(), what, facts.named(), use.expected()));
            return;
        }
        if (use.refused().isPresent() && use.refused().equals(facts.format())) {
            problems.addFirst(
                    use.at(),
                    "%s of %s is a '%s', and this lens takes %s"
                            .formatted(use.pointer(), what, facts.format().get(), use.expected()));
        }
        if (!facts.words().isEmpty() && !use.words().isEmpty()) {
            words(use, facts);
        }
        if (use.max().isPresent() && facts.maxLength().isPresent()) {
            longest(use.max().get(), facts.maxLength().getAsInt());
        }
    }

    private void words(Use use, Facts facts) {
        TreeSet<String> rest = new TreeSet<>(facts.words());
        rest.removeAll(use.words().keySet());
        use.words()
                .forEach(
                        (word, at) -> {
                            if (!facts.words().contains(word)) {
                                // A misspelt word is one mistake, and not that of its partner, too.
                                Nearest.to(word, rest).ifPresent(rest::remove);
                                problems.addFirst(
                                        at,
                                        "%s of %s is never '%s'%s"
                                                .formatted(
                                                        use.pointer(),
                                                        what,
                                                        word,
                                                        Nearest.hint(word, facts.words())));
                            }
                        });
        if (isSent && !rest.isEmpty()) {
            problems.addFirst(
                    use.all(),
                    "%s of %s may also be '%s', which has no word here: such a record could not cross"
                            .formatted(use.pointer(), what, String.join("' or '", rest)));
        }
    }

    private void longest(Yaml max, int fits) {
        if (Section.whole(max) > fits) {
            problems.addFirst(
                    max.at(),
                    "%s takes %d characters at most, and not %d"
                            .formatted(what, fits, Section.whole(max)));
        }
    }
}
