package drawbridge.mapping.check.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a document says about one value. What it says nothing about may be anything.
///
/// @param types words of JSON Schema, null left out; empty for any
/// @param words the values that a text may have; empty for any
/// @param maxLength how many characters fit
/// @param format such as `date-time`
public record Facts(
        Set<String> types, List<String> words, OptionalInt maxLength, Optional<String> format) {

    static final Facts ANY = new Facts(Set.of(), List.of(), OptionalInt.empty(), Optional.empty());

    public Facts {
        types = Set.copyOf(types);
        words = List.copyOf(words);
    }

    /// Whether a value may be of one of these types.
    public boolean mayBe(Set<String> wanted) {
        return types.isEmpty() || types.stream().anyMatch(wanted::contains);
    }

    /// The types in plain words, such as `text or a number`.
    public String named() {
        return String.join(
                " or ", new TreeSet<>(types.stream().map(Facts::word).distinct().toList()));
    }

    static String word(String type) {
        return switch (type) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            default -> "an object";
        };
    }

    /// What holds for a value of which both hold.
    Facts and(Facts other) {
        Set<String> both = new LinkedHashSet<>(types);
        both.retainAll(other.types);
        return new Facts(
                types.isEmpty() ? other.types : other.types.isEmpty() ? types : both,
                words.isEmpty() ? other.words : words,
                Stream.of(maxLength, other.maxLength).flatMapToInt(OptionalInt::stream).min(),
                format.or(() -> other.format));
    }

    /// What holds for a value of which one or the other holds.
    Facts or(Facts other) {
        Set<String> either = new LinkedHashSet<>(types);
        either.addAll(other.types);
        Set<String> all = new LinkedHashSet<>(words);
        all.addAll(other.words);
        boolean bounded = maxLength.isPresent() && other.maxLength.isPresent();
        return new Facts(
                types.isEmpty() || other.types.isEmpty() ? Set.of() : either,
                words.isEmpty() || other.words.isEmpty() ? List.of() : List.copyOf(all),
                bounded
                        ? OptionalInt.of(Math.max(maxLength.getAsInt(), other.maxLength.getAsInt()))
                        : OptionalInt.empty(),
                format.equals(other.format) ? format : Optional.empty());
    }
}
