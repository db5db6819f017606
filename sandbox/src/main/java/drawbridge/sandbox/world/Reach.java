package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.function.Predicate;

/// What a caller can get at: everything of an account, or what belongs to one of its people. Such a
/// person reads what all share, and neither sees nor makes what is another's.
///
/// @param confined the person's e-mail; empty if nothing is out of reach
record Reach(Product product, Shelves shelves, Optional<String> confined) {

    Predicate<Doc> sees(Kind kind) {
        var owner = kind.owner();
        if (confined.isEmpty() || owner.isEmpty()) {
            return _ -> true;
        }
        var person = person();
        return doc -> doc.fields().path(owner.get()).asText().equals(person);
    }

    /// What all share is not one person's to change.
    void mayWrite(Kind kind) {
        if (confined.isPresent() && kind.owner().isEmpty()) {
            throw forbidden();
        }
    }

    void mayMake(Kind kind, ObjectNode fields) {
        if (confined.isPresent()
                && !fields.path(kind.owner().orElse("")).asText().equals(person())) {
            throw forbidden();
        }
    }

    private static Refused forbidden() {
        return new Refused(403, "forbidden", "The grant of one user does not allow this");
    }

    /// The id of the person; that of nobody if there is none.
    private String person() {
        return confined.flatMap(mail -> product.person(shelves, mail)).orElse("nobody");
    }
}
