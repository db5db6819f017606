package drawbridge.mapping;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the records of a resource are listed.
///
/// @param call with the places of time and page
/// @param items where the rows are in an answer
/// @param changes how the list is kept short
/// @param pages how one page leads to the next
/// @param empty the statuses by which the system says that there are no rows
public record ListSpec(
        Operation call, Pointer items, Changes changes, Pages pages, Set<Integer> empty) {

    /// How far behind the newest stored time of change a pass begins, where nothing is said: more
    /// than the tick of any clock, and than what commits late.
    public static final Duration LOOK_BACK = Duration.ofSeconds(5);

    public ListSpec {
        empty = Set.copyOf(empty);
    }

    /// An incremental list with a parameter for the time of change and one for a cursor.
    public ListSpec(
            String path,
            Map<String, String> query,
            String since,
            SystemSpec.TimeFormat format,
            String cursor,
            Pointer items,
            Pointer next,
            Duration lookBack) {
        this(
                new Operation("GET", path, query, Map.of(), Optional.empty(), Optional.empty()),
                items,
                new Changes.Since(Optional.of(since), format, lookBack),
                new Pages(
                        new Pages.Cursor(Optional.of(cursor), next, false),
                        Pages.Ends.NO_NEXT,
                        Optional.empty()),
                Set.of());
    }

    /// How far behind its position a pass begins.
    public Duration lookBack() {
        return switch (changes) {
            case Changes.Since since -> since.lookBack();
            case Changes.Tokens _, Changes.Scan _, Changes.Everything _ -> Duration.ZERO;
        };
    }

    /// What keeps a list short.
    public sealed interface Changes {

        /// Rows that changed at a time or later, that time included.
        ///
        /// @param parameter of the query; empty where `{since}` stands in the call
        record Since(Optional<String> parameter, Stamp format, Duration lookBack)
                implements Changes {}

        /// Rows that changed since a token was given.
        ///
        /// @param parameter of the query that takes the token; empty where `{token}` stands in the
        ///   call, or where the token is an address
        /// @param next where the last page holds the next token
        /// @param address whether the token is the whole address of the next call
        /// @param expired the statuses that say that a token is too old: the list is read anew
        record Tokens(
                Optional<String> parameter, Pointer next, boolean address, Set<Integer> expired)
                implements Changes {

            public Tokens {
                expired = Set.copyOf(expired);
            }
        }

        /// All rows of a window of time that moves along, such as by the day of an appointment:
        /// nothing says what changed, and each row is compared with what it was.
        ///
        /// @param from the parameter of a step's begin; empty where `{from}` stands in the call
        /// @param to that of its end
        /// @param back how far behind now the window begins
        /// @param ahead how far ahead of now it ends
        /// @param step how much is asked for at once
        record Scan(
                Optional<String> from,
                Optional<String> to,
                Stamp format,
                Duration back,
                Duration ahead,
                Duration step)
                implements Changes {}

        /// All rows, each time; each is compared with what it was.
        record Everything() implements Changes {}
    }
}
