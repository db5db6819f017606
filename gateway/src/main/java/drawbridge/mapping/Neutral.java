package drawbridge.mapping;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// What a lens makes of a native value: the same whichever side it was read from.
///
/// Two readings are compared by [Flow#same], which knows each field's normal form (trimmed text,
/// normalised phone and e-mail, instants); `equals` compares what is stored.
public sealed interface Neutral {

    /// The record holds nothing at this path because it was never read: neither value nor emptiness
    /// is known (a field that is absent from a base).
    record Unknown() implements Neutral {}

    /// The record says that there is no value.
    record Empty() implements Neutral {}

    record Words(String text) implements Neutral {}

    record Number(BigDecimal number) implements Neutral {}

    /// Several texts in no certain order.
    record Many(List<String> items) implements Neutral {

        public Many {
            items = List.copyOf(items);
        }
    }

    record Flag(boolean flag) implements Neutral {}

    /// A reference to a record that is linked: both of its ids mean this link.
    record Linked(UUID link) implements Neutral {}

    /// A reference to a record that has no link: its child waits.
    record Unlinked(RecordRef parent) implements Neutral {}

    /// A time in a calendar.
    sealed interface When extends Neutral {}

    /// What takes place once.
    sealed interface Once extends When {}

    /// A timed meeting. `start` is wall time in `zone`; the length is elapsed time.
    record Timed(LocalDateTime start, ZoneId zone, Duration length) implements Once {}

    /// Whole days, without a zone; never an instant.
    record AllDay(LocalDate first, int days) implements Once {}

    /// What repeats: one record, however many occurrences it has. `first` is the first occurrence,
    /// which the rule produces; all others begin at its wall time in its zone and last as long.
    ///
    /// @param exceptions by the wall time in the zone of `first` at which the rule has the
    ///   occurrence, whatever became of it (the start of the day for whole days)
    record Series(Once first, Rule rule, SortedMap<LocalDateTime, Deviation> exceptions)
            implements When {

        public Series {
            exceptions = Collections.unmodifiableSortedMap(new TreeMap<>(exceptions));
        }
    }

    /// What became of one occurrence of a series.
    sealed interface Deviation {}

    /// It does not take place.
    record Cancelled() implements Deviation {}

    /// It takes place at another time, or under a title of its own.
    record Changed(Once to, Optional<String> title) implements Deviation {}
}
