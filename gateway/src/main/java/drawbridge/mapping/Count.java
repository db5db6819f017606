package drawbridge.mapping;

import drawbridge.mapping.SystemSpec.TimeFormat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// A flow that counts, compiled for one tenant: the distinct records of one side, by owner, day and
/// kind, make figures of the other side. Pure and immutable.
///
/// @param version a short hash of everything that decides what this count does
/// @param side where the counted records stand
/// @param counted the resource that is counted
/// @param figure the figure of the other side's system
/// @param owner where a record names its owner
/// @param people the flow that links owners to those of the other side
/// @param owners the resource of that flow on the counted side
/// @param at where a record says when it happened
/// @param zone of the tenant's days
/// @param kind where a record says of which kind it is
/// @param words the figure's word for each word of the record; others are not counted
public record Count(
        FlowName name,
        String version,
        Side side,
        ResourceName counted,
        ResourceName figure,
        Pointer owner,
        FlowName people,
        ResourceName owners,
        Pointer at,
        TimeFormat format,
        ZoneId zone,
        Pointer kind,
        Map<String, String> words) {

    public Count {
        words = Map.copyOf(words);
    }

    /// Where a record is counted.
    public sealed interface Place {

        /// @param at when it happened
        record In(Bucket bucket, Instant at) implements Place {}

        /// It counts nowhere, and that is right.
        record Nowhere() implements Place {}

        /// @param pointer the native field that is wrong
        record Bad(Pointer pointer, String sentence) implements Place {}
    }

    /// Where a living record is counted. Never throws for content.
    public Place place(Value.Obj record) {
        Optional<String> word =
                kind.find(record)
                        .filter(Value.Text.class::isInstance)
                        .map(value -> ((Value.Text) value).text());
        if (word.isEmpty()) {
            return new Place.Bad(kind, "says of no kind what happened");
        }
        String counts = words.get(word.get());
        if (counts == null) {
            return new Place.Nowhere();
        }
        Optional<String> whose = owner.find(record).flatMap(Values::idText);
        if (whose.isEmpty()) {
            return new Place.Bad(owner, "names nobody whose figure it belongs to");
        }
        Optional<Instant> time = at.find(record).flatMap(format::read);
        Optional<LocalDate> day = time.flatMap(this::day);
        return day.<Place>map(
                        on -> new Place.In(new Bucket(whose.get(), on, counts), time.orElseThrow()))
                .orElseGet(() -> new Place.Bad(at, "is no time that names a day"));
    }

    /// The figures have room for four digits of a year.
    private Optional<LocalDate> day(Instant time) {
        try {
            LocalDate day = LocalDate.ofInstant(time, zone);
            return day.getYear() >= 1 && day.getYear() <= 9999
                    ? Optional.of(day)
                    : Optional.empty();
        } catch (DateTimeException beyond) {
            return Optional.empty();
        }
    }

    /// The record that stands for a bucket's figure in lanes and lists.
    public RecordRef figure(Bucket bucket) {
        return new RecordRef(figure, bucket.id());
    }
}
