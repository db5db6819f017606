package drawbridge.mapping;

import java.util.Optional;

/// How one page of a list leads to the next, and how the last one is known.
///
/// @param more where an answer says whether there is more; it goes before `ends`
public record Pages(Way way, Ends ends, Optional<Pointer> more) {

    /// A list that comes as a whole.
    public static final Pages NONE = new Pages(new None(), Ends.NO_NEXT, Optional.empty());

    public enum Ends {
        /// A page of fewer rows than was asked for is the last one.
        SHORT_PAGE,
        /// The last page has no rows.
        EMPTY_PAGE,
        /// The last page leads to no other; one that is short or empty may well lead further.
        NO_NEXT
    }

    public sealed interface Way {}

    /// @param parameter that takes the cursor; empty where `{cursor}` stands in the call
    /// @param next where the next page's cursor is in an answer; absent, null, false or empty =
    ///   last page
    /// @param constant whether the cursor stays the same while the rows go on
    public record Cursor(Optional<String> parameter, Pointer next, boolean constant)
            implements Way {}

    /// Pages by number.
    ///
    /// @param parameter that takes the number; empty where `{page}` stands in the call
    /// @param size how many rows are asked for
    /// @param steady whether no row ever leaves the list while it is read
    public record Numbered(Optional<String> parameter, int first, int size, boolean steady)
            implements Way {}

    /// Pages by the number of rows before them.
    ///
    /// @param parameter that takes the number; empty where `{offset}` stands in the call
    /// @param size how many rows are asked for
    public record Offset(Optional<String> parameter, int size) implements Way {}

    /// The header `Link` (RFC 8288) holds the address of the next page.
    public record Link(String relation) implements Way {}

    /// The answer holds the address of the next page.
    public record NextUrl(Pointer at) implements Way {}

    public record None() implements Way {}

    /// How many rows a full page has; empty where nobody says.
    public Optional<Integer> size() {
        return switch (way) {
            case Numbered numbered -> Optional.of(numbered.size());
            case Offset offset -> Optional.of(offset.size());
            case Cursor _, Link _, NextUrl _, None _ -> Optional.empty();
        };
    }
}
