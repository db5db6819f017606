package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Form;
import drawbridge.sandbox.world.Shelves;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// One record's id in another.
final class Reference {

    private Reference() {}

    /// An id must lead to a living record when it is set; one that stays is left alone.
    static void check(
            Form form,
            String field,
            Optional<String> id,
            String kind,
            @Nullable ObjectNode before,
            Shelves shelves) {
        boolean stays =
                before != null && id.filter(before.path(field).asText()::equals).isPresent();
        if (id.isPresent() && !stays && shelves.of(kind).living(id.get()).isEmpty()) {
            form.wrong(field, "does not exist");
        }
    }
}
