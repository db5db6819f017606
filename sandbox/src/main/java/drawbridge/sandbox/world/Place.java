package drawbridge.sandbox.world;

import java.util.Optional;

/// Where a write stands among all writes of its account: by time, and by turn where many were made
/// within one millisecond.
///
/// @param at epoch milliseconds
/// @param turn unique within the account, and growing with time
record Place(long at, long turn) implements Comparable<Place> {

    static final Place FIRST = from(0);

    /// The first place of that millisecond.
    static Place from(long at) {
        return new Place(at, 0);
    }

    /// Reads what [#toString] wrote; empty for anything else.
    static Optional<Place> parse(String text) {
        int dot = text.indexOf('.');
        try {
            return dot < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Place(
                                    Long.parseLong(text.substring(0, dot)),
                                    Long.parseLong(text.substring(dot + 1))));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    Place next() {
        return new Place(at, turn + 1);
    }

    @Override
    public int compareTo(Place other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : Long.compare(turn, other.turn);
    }

    @Override
    public String toString() {
        return at + "." + turn;
    }
}
