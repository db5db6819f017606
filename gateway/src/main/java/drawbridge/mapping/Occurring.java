package drawbridge.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How what repeats at one side of a flow crosses to a side that keeps no rules: each occurrence is
/// a record of its own, of the resource of its series, named by an [OccurrenceId]. Such a record is
/// a view: what is read of it is worked out from the series, and what is written to it becomes an
/// exception of the series. Pure.
public interface Occurring {

    /// The side that keeps series.
    Side side();

    /// How far ahead of now occurrences cross.
    Duration ahead();

    /// What the other side does not show of a series, in plain words, for whoever runs the mapping.
    String loss();

    /// Whether the record is a series, and not a single meeting.
    boolean repeats(State record);

    /// Whether the record is a single meeting for sure, or has no time.
    boolean isSingle(State record);

    /// The occurrences of a series that are to have a partner.
    ///
    /// @param series the record of the series
    Coming coming(RecordRef series, State record, Instant now);

    /// @param records all that are not over and begin within the time ahead, but for the cancelled
    /// @param moved those among them that the rule has in the past
    /// @param next when a further one comes within the time ahead; empty when there is none
    record Coming(List<RecordRef> records, List<RecordRef> moved, Optional<Instant> next) {

        public Coming {
            records = List.copyOf(records);
            moved = List.copyOf(moved);
        }
    }

    /// One occurrence as a record by itself: its own time and title, and everything else as the
    /// series has it. Empty when it does not take place: the rule has none on that day (any more),
    /// the record does not repeat, or the occurrence is cancelled and no value of a record says so.
    /// A series that cannot be read is answered as it is, so that the reading names what is wrong.
    Optional<State> occurrence(State series, OccurrenceId id);

    /// What the series is to get so that the occurrence becomes what `patch` makes of it; no
    /// members when it is so already. Refused where a single occurrence cannot have that: a series
    /// keeps times, titles and cancellations of single occurrences, and nothing else.
    ///
    /// @param patch native members of the occurrence as a record by itself
    Patch write(State series, OccurrenceId id, Value.Obj patch);

    /// What the other side may take for the occurrence after `patch` was written: one that is
    /// cancelled has no time and title of its own any more, and what was sent of them counts as
    /// taken. What it then says is an edit of the series, and is told to the other side as such.
    ///
    /// @param after the occurrence as the series has it after the write
    State taken(State after, Value.Obj patch);

    /// The same for an occurrence that is to take place no more.
    Patch cancel(State series, OccurrenceId id);

    /// Whether an occurrence, as a record by itself, is over wherever one stands.
    boolean isOver(State occurrence, Instant now);

    /// The record of the series to which an occurrence belongs; empty for every other record.
    static Optional<RecordRef> seriesOf(RecordRef record) {
        return OccurrenceId.of(record.id())
                .map(id -> new RecordRef(record.resource(), id.series()));
    }
}
