package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/// One kind of record of a product: its fields, its habits and its filters.
public interface Kind {

    /// As the ledger calls it, such as `appointment`.
    String name();

    /// As a path calls it, such as `appointments`.
    String plural();

    /// A new record before the request's values are laid over it.
    ObjectNode blank();

    /// The record's fields as this product keeps them: trimmed, rounded, unknown ones dropped. What
    /// is wrong is added to `problems`, and the result is then not used.
    ///
    /// @param before the record as it was, or null if it is new
    ObjectNode tidy(
            ObjectNode asked, @Nullable ObjectNode before, Shelves shelves, Problems problems);

    /// Lays a request over a record: an absent key keeps, null clears.
    default ObjectNode merge(ObjectNode record, ObjectNode asked) {
        var merged = record.deepCopy();
        merged.setAll(asked);
        return merged;
    }

    /// The names of the query parameters that filter a list.
    java.util.Set<String> filters();

    /// What the filters given ask for; a value that cannot be read is added to `problems`.
    Predicate<Doc> wanted(MultiMap query, Problems problems);

    /// The field whose value a create may use once for ever, deleted records included; empty where
    /// every create makes a record.
    default java.util.Optional<String> once() {
        return java.util.Optional.empty();
    }

    /// Whether a person may delete such a record at all.
    default boolean deletable() {
        return true;
    }

    /// Says why this record must stay, if it must.
    default void mayGo(Doc doc, Shelves shelves) {}
}
