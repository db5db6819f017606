package drawbridge.mapping.lens;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A series seen through the lenses of its side, one occurrence at a time.
///
/// | law | |
/// | --- | --- |
/// | GetPut | writing to an occurrence what was read of it changes nothing |
/// | PutGet | what was written to an occurrence is read back, or it was refused |
/// | locality | a write to one occurrence changes no other one |
///
/// @param when the field that holds the time; its lens at `side` reads series
/// @param title the field of which a single occurrence may have a value of its own
/// @param cancelled the values by which a record says that it does not take place; none: what is
///   cancelled is not there
/// @param fields all fields of the flow
/// @param reference where records of `side` carry a reference of ours: that of a series names the
///   link of none of its occurrences
public record Expanded(
        Side side,
        Duration ahead,
        Field when,
        Optional<Field> title,
        Map<FieldName, Neutral> cancelled,
        List<Field> fields,
        Optional<Pointer> reference)
        implements Occurring {

    public Expanded {
        cancelled = Map.copyOf(cancelled);
        fields = List.copyOf(fields);
    }

    @Override
    public String loss() {
        return "What repeats at %s crosses as single records, %d days ahead: %s sees no rule. One of"
                        .formatted(side.word(), ahead.toDays(), side.other().word())
                + " them may have a "
                + when.name()
                + title.map(field -> " and a " + field.name()).orElse("")
                + " of its own and be cancelled; other fields belong to the series.";
    }

    // ---- What there is

    @Override
    public boolean repeats(State record) {
        return series(record).isPresent();
    }

    @Override
    public boolean isSingle(State record) {
        return when.lens(side).read(record, Refs.NONE) instanceof Lens.Got.Of(Neutral value)
                && !(value instanceof Neutral.Series || value instanceof Neutral.Unknown);
    }

    @Override
    public Coming coming(RecordRef series, State record, Instant now) {
        return new Calendar(series, now, now.plus(ahead))
                .coming(
                        series(record)
                                .orElseThrow(() -> new IllegalArgumentException("no series")));
    }

    private Optional<Neutral.Series> series(State record) {
        return when.lens(side).read(record, Refs.NONE) instanceof Lens.Got.Of(Neutral.Series whole)
                ? Optional.of(whole)
                : Optional.empty();
    }

    @Override
    public boolean isOver(State occurrence, Instant now) {
        return when.lens(side).read(occurrence, Refs.NONE) instanceof Lens.Got.Of(Neutral.Once once)
                && !Calendar.ends(once).isAfter(now);
    }

    // ---- Reading

    @Override
    public Optional<State> occurrence(State record, OccurrenceId id) {
        return switch (when.lens(side).read(record, Refs.NONE)) {
            case Lens.Got.Bad _ -> Optional.of(record);
            case Lens.Got.Of(Neutral.Series series) ->
                    key(series, id).flatMap(key -> at(record, series, key));
            case Lens.Got.Of(Neutral.Unknown _) -> Optional.of(record);
            case Lens.Got.Of(Neutral _) -> Optional.empty();
        };
    }

    /// Under which key the rule has the occurrence of that day.
    private static Optional<LocalDateTime> key(Neutral.Series series, OccurrenceId id) {
        return Occurrences.produced(series, Set.of(id.day())).isEmpty()
                ? Optional.empty()
                : Optional.of(id.day().atTime(Occurrences.time(series.first())));
    }

    private Optional<State> at(State record, Neutral.Series series, LocalDateTime key) {
        Neutral.Once plain = Occurrences.at(series.first(), key);
        return switch (series.exceptions().get(key)) {
            case null -> Optional.of(alone(record, plain, Optional.empty()));
            case Neutral.Changed(Neutral.Once to, Optional<String> own) ->
                    Optional.of(alone(record, to, own));
            case Neutral.Cancelled _ ->
                    cancelled.isEmpty()
                            ? Optional.empty()
                            : Optional.of(marked(alone(record, plain, Optional.empty())));
        };
    }

    private State alone(State record, Neutral.Once time, Optional<String> own) {
        Value.Obj members = written(record.record(), when, time);
        if (own.isPresent() && title.isPresent()) {
            members = written(members, title.get(), new Neutral.Words(own.get()));
        }
        if (reference.isPresent()) {
            members = reference.get().put(members, Value.NULL);
        }
        return new State(members, record.with(), record.version());
    }

    private State marked(State record) {
        Value.Obj members = record.record();
        for (Field field : fields) {
            Neutral mark = cancelled.get(field.name());
            if (mark != null) {
                members = written(members, field, mark);
            }
        }
        return new State(members, record.with(), record.version());
    }

    /// As it was, where the side cannot say the value: the reading then tells what stands there.
    private Value.Obj written(Value.Obj record, Field field, Neutral value) {
        return field.lens(side).write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj members)
                ? Values.merge(record, members)
                : record;
    }

    // ---- Writing

    @Override
    public Patch write(State record, OccurrenceId id, Value.Obj patch) {
        Optional<Neutral.Series> series = series(record);
        Optional<LocalDateTime> key = series.flatMap(whole -> key(whole, id));
        Optional<State> before = key.flatMap(_ -> occurrence(record, id));
        if (series.isEmpty() || key.isEmpty() || before.isEmpty()) {
            return refused(when, "the series has no occurrence on " + id.day());
        }
        State after =
                new State(
                        Values.merge(before.get().record(), patch),
                        record.with(),
                        record.version());
        Lens.Got time = when.lens(side).read(after, Refs.NONE);
        if (!(time instanceof Lens.Got.Of(Neutral.Once once))) {
            return refused(when, "a single occurrence needs a time, and cannot repeat");
        }
        boolean off = isOff(record, after);
        boolean newlyOff = off && !isOff(record, before.get());
        Neutral.Deviation deviation =
                off ? new Neutral.Cancelled() : new Neutral.Changed(once, own(record, after));
        return switch (with(series.get(), key.get(), deviation)) {
            case Patch.Refused refused -> refused;
            case Patch.Of(Value.Obj members) -> proven(record, id, after, members, newlyOff);
        };
    }

    @Override
    public State taken(State after, Value.Obj patch) {
        return bearsMarks(after)
                ? new State(Values.merge(after.record(), patch), after.with(), after.version())
                : after;
    }

    @Override
    public Patch cancel(State record, OccurrenceId id) {
        Optional<Neutral.Series> series = series(record);
        Optional<LocalDateTime> key = series.flatMap(whole -> key(whole, id));
        return key.isEmpty()
                ? new Patch.Of(Value.Obj.EMPTY)
                : with(series.orElseThrow(), key.get(), new Neutral.Cancelled());
    }

    /// Whether an occurrence is cancelled by itself: it bears all marks of that, and the series
    /// does not.
    private boolean isOff(State series, State occurrence) {
        return bearsMarks(occurrence) && !bearsMarks(series);
    }

    private boolean bearsMarks(State record) {
        return !cancelled.isEmpty()
                && fields.stream()
                        .filter(field -> cancelled.containsKey(field.name()))
                        .allMatch(field -> field.sameness().same(mark(field), of(field, record)));
    }

    private Neutral mark(Field field) {
        Neutral mark = cancelled.get(field.name());
        return mark == null ? new Neutral.Unknown() : mark;
    }

    /// The title of the occurrence, where it is not that of the series.
    private Optional<String> own(State record, State after) {
        return title.filter(field -> !field.sameness().same(of(field, record), of(field, after)))
                .flatMap(
                        field ->
                                of(field, after) instanceof Neutral.Words(String text)
                                        ? Optional.of(text)
                                        : Optional.empty());
    }

    private Neutral of(Field field, State record) {
        return field.lens(side).read(record, Refs.NONE) instanceof Lens.Got.Of(Neutral value)
                ? value
                : new Neutral.Unknown();
    }

    /// The lists of exceptions that the series then has; nothing of the rule itself is named.
    private Patch with(Neutral.Series series, LocalDateTime key, Neutral.Deviation deviation) {
        SortedMap<LocalDateTime, Neutral.Deviation> exceptions = new TreeMap<>(series.exceptions());
        if (deviation instanceof Neutral.Changed(Neutral.Once to, Optional<String> own)
                && own.isEmpty()
                && Occurrences.same(to, Occurrences.at(series.first(), key))) {
            exceptions.remove(key);
        } else {
            exceptions.put(key, deviation);
        }
        Neutral.Series changed = new Neutral.Series(series.first(), series.rule(), exceptions);
        if (when.sameness().same(series, changed)) {
            return new Patch.Of(Value.Obj.EMPTY);
        }
        return switch (when.lens(side).write(changed, Refs.NONE)) {
            case Lens.Put.Refused(Pointer at, String sentence) ->
                    new Patch.Refused(when.name(), at.toString(), sentence);
            case Lens.Put.Of(Value.Obj members) -> {
                Value.Obj lists = Value.Obj.EMPTY;
                for (Pointer list : lists()) {
                    lists = list.put(lists, list.find(members).orElse(Value.NULL));
                }
                yield new Patch.Of(lists);
            }
        };
    }

    private List<Pointer> lists() {
        return when.lens(side) instanceof Lens.When(WhenLens lens)
                ? lens.series().map(one -> one.exceptions().lists()).orElse(List.of())
                : List.of();
    }

    /// What was to be written is refused as a whole when a single occurrence cannot have a part of
    /// it.
    ///
    /// @param off whether this cancels it: then it has no time or title of its own any more
    private Patch proven(
            State record, OccurrenceId id, State after, Value.Obj members, boolean off) {
        State series =
                new State(Values.merge(record.record(), members), record.with(), record.version());
        Optional<State> then = occurrence(series, id);
        for (Field field : fields) {
            boolean lost = off && (field.equals(when) || title.equals(Optional.of(field)));
            if (lost || field.lens(side) instanceof Lens.Enriched) {
                continue;
            }
            boolean kept =
                    then.isPresent()
                            && field.sameness().same(of(field, after), of(field, then.get()));
            if (!kept) {
                return refused(
                        field,
                        "a single occurrence of a series has no "
                                + field.name()
                                + " of its own here; change the whole series, or make it a single"
                                + " meeting");
            }
        }
        return new Patch.Of(members);
    }

    private Patch refused(Field field, String sentence) {
        String at =
                field.lens(side) instanceof Lens.At(Pointer pointer, boolean _, Form _)
                        ? pointer.toString()
                        : lists().isEmpty() ? "" : lists().getFirst().toString();
        return new Patch.Refused(field.name(), at, sentence);
    }
}
