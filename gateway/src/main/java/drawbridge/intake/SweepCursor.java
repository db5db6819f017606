package drawbridge.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// How far a list has been read: the time of change and the id of the last row stored. Rows of one
/// time of change are told apart by their ids, because systems write many records in one tick.
record SweepCursor(Instant at, String id) implements Comparable<SweepCursor> {

    static Optional<SweepCursor> parse(String position) {
        int space = position.indexOf(' ');
        try {
            return space < 0
                    ? Optional.empty()
                    : Optional.of(
                            new SweepCursor(
                                    Instant.parse(position.substring(0, space)),
                                    position.substring(space + 1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(SweepCursor other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : id.compareTo(other.id);
    }

    SweepCursor max(SweepCursor other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// The journal keeps it as text that it does not read.
    @Override
    public String toString() {
        return at + " " + id;
    }
}
