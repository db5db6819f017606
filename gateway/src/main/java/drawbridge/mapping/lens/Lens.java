package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.cel.Expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One field at one side, read and written by the same line of a mapping.
///
/// For every lens that is not one-way, and for every value that it accepts (checked as properties):
///
/// | law | |
/// | --- | --- |
/// | PutGet | what was written is read back, equal by the field's [Sameness] |
/// | GetPut | writing what was read changes nothing that a reading could see, and with [Fidelity#NO_LOSS] nothing at all |
/// | normal form | writing what was read back from a write writes the same again |
/// | locality | a write names no member but the lens's own |
public sealed interface Lens {

    Got read(State state, Refs refs);

    /// The members to send, nested as the system nests them; never called with `Unknown`.
    Put write(Neutral value, Refs refs);

    /// The same, where the record is known that the members are laid over: what the lens does not
    /// speak of and cannot leave out, such as the other items of a list, stays as it is there.
    default Put write(Neutral value, Refs refs, Value.Obj there) {
        return write(value, refs);
    }

    Fidelity fidelity();

    /// Whether this side rounds `sent` to `kept`.
    default boolean keeps(Neutral sent, Neutral kept) {
        return false;
    }

    /// The members without which a reading ends in `Unknown`.
    List<Pointer> missing(Value.Obj record);

    /// What a lens finds in a record.
    sealed interface Got {

        record Of(Neutral value) implements Got {}

        record Bad(Pointer at, String sentence) implements Got {}
    }

    /// What a lens makes of a neutral value.
    sealed interface Put {

        record Of(Value.Obj members) implements Put {}

        record Refused(Pointer at, String sentence) implements Put {}
    }

    Got UNKNOWN = new Got.Of(new Neutral.Unknown());
    Got EMPTY = new Got.Of(new Neutral.Empty());

    /// One member of the record.
    ///
    /// @param absentIsEmpty whether the system leaves out members that hold nothing; otherwise an
    ///   absent member is unknown
    record At(Pointer at, boolean absentIsEmpty, Form form) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            if (!missing(state.record()).isEmpty()) {
                return UNKNOWN;
            }
            Optional<Value> found = at.find(state.record());
            Value value = found.orElse(Value.NULL);
            if (value instanceof Value.Null) {
                return EMPTY;
            }
            return switch (form.read(value, refs)) {
                case Form.In(Neutral neutral) -> new Got.Of(neutral);
                case Form.Wrong(String sentence) -> new Got.Bad(at, sentence);
            };
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return absentIsEmpty || at.find(record).isPresent() || goneWithItsParent(record)
                    ? List.of()
                    : List.of(at);
        }

        /// A null where an object should be says that all of its members are empty.
        private boolean goneWithItsParent(Value.Obj record) {
            for (int depth = 1; depth < at.steps().size(); depth++) {
                Pointer parent = new Pointer(at.steps().subList(0, depth));
                if (parent.find(record).filter(Value.Null.class::isInstance).isPresent()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            if (value instanceof Neutral.Empty) {
                return new Put.Of(at.put(Value.Obj.EMPTY, form.empty()));
            }
            return switch (form.write(value, refs)) {
                case Form.Out(Value out) -> new Put.Of(at.put(Value.Obj.EMPTY, out));
                case Form.Wrong(String sentence) -> new Put.Refused(at, sentence);
            };
        }

        @Override
        public Fidelity fidelity() {
            return form.fidelity();
        }
    }

    /// A text that the system keeps in two members: first the name by which one is called, last the
    /// rest. Read, the parts stand beside each other, one blank between them; written, the last
    /// word goes into `last`.
    record Join(At first, At last) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            return switch (first.read(state, refs)) {
                case Got.Bad bad -> bad;
                case Got.Of(Neutral one) ->
                        switch (last.read(state, refs)) {
                            case Got.Bad bad -> bad;
                            case Got.Of(Neutral two) -> new Got.Of(joined(one, two));
                        };
            };
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return Stream.of(first, last).flatMap(part -> part.missing(record).stream()).toList();
        }

        private static Neutral joined(Neutral one, Neutral two) {
            if (one instanceof Neutral.Unknown || two instanceof Neutral.Unknown) {
                return new Neutral.Unknown();
            }
            String text = (words(one) + " " + words(two)).strip();
            return text.isEmpty() ? new Neutral.Empty() : new Neutral.Words(text);
        }

        private static String words(Neutral part) {
            return part instanceof Neutral.Words(String text) ? text : "";
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            if (value instanceof Neutral.Words(String text)) {
                String whole = text.strip();
                int cut = whole.lastIndexOf(' ');
                Neutral start =
                        cut < 0 ? new Neutral.Empty() : new Neutral.Words(whole.substring(0, cut));
                return both(
                        first.write(start, refs),
                        last.write(new Neutral.Words(whole.substring(cut + 1)), refs));
            }
            return both(first.write(value, refs), last.write(value, refs));
        }

        private static Put both(Put one, Put two) {
            if (one instanceof Put.Of(Value.Obj members) && two instanceof Put.Of(Value.Obj more)) {
                return new Put.Of(Values.merge(members, more));
            }
            return one instanceof Put.Refused ? one : two;
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A value that this side always has and has no member for.
    record Const(Neutral value) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            return new Got.Of(value);
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return List.of();
        }

        @Override
        public Put write(Neutral written, Refs refs) {
            return written.equals(value)
                    ? new Put.Of(Value.Obj.EMPTY)
                    : new Put.Refused(
                            new Pointer(List.of()),
                            "this side knows no other value than '" + Show.of(value) + "'");
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.ONE_WAY;
        }
    }

    /// A member whose emptiness means a certain value.
    record Default(Lens lens, Neutral value) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            Got got = lens.read(state, refs);
            return got.equals(EMPTY) ? new Got.Of(value) : got;
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return lens.missing(record);
        }

        @Override
        public Put write(Neutral written, Refs refs) {
            return write(written, refs, Value.Obj.EMPTY);
        }

        @Override
        public Put write(Neutral written, Refs refs, Value.Obj there) {
            return lens.write(written instanceof Neutral.Empty ? value : written, refs, there);
        }

        @Override
        public Fidelity fidelity() {
            return lens.fidelity().weakest(Fidelity.NORMAL_FORM);
        }
    }

    /// A field of a further record that is read along and never written.
    record Enriched(String enrichment, Lens lens) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            Value.Obj further = state.with().get(enrichment);
            if (further == null) {
                return UNKNOWN;
            }
            return further.members().isEmpty() ? EMPTY : lens.read(State.of(further), refs);
        }

        /// It stands in the further record.
        @Override
        public List<Pointer> missing(Value.Obj record) {
            return List.of();
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return new Put.Refused(
                    new Pointer(List.of()),
                    "this is read from the " + enrichment + " and cannot be written");
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.ONE_WAY;
        }
    }

    /// A member of one item of a list: of the item whose key is this. The other items, and what
    /// else stands in this one, stay where they are.
    ///
    /// @param key what the members of the item say by which it is known
    /// @param at from the item on
    record Item(Pointer list, Map<Pointer, Value> key, Pointer at, boolean absentIsEmpty, Form form)
            implements Lens {

        public Item {
            key = Map.copyOf(key);
        }

        @Override
        public Got read(State state, Refs refs) {
            Optional<Value> found = list.find(state.record());
            if (found.isEmpty() && !absentIsEmpty) {
                return UNKNOWN;
            }
            return switch (found.orElse(Value.NULL)) {
                case Value.Null _ -> EMPTY;
                case Value.Arr(List<Value> items) -> {
                    Value value =
                            items.stream()
                                    .filter(this::isMeant)
                                    .findFirst()
                                    .flatMap(at::find)
                                    .orElse(Value.NULL);
                    yield value instanceof Value.Null
                            ? EMPTY
                            : switch (form.read(value, refs)) {
                                case Form.In(Neutral neutral) -> new Got.Of(neutral);
                                case Form.Wrong(String sentence) ->
                                        new Got.Bad(list.then(at), sentence);
                            };
                }
                case Value.Text _, Value.Num _, Value.Bool _, Value.Obj _ ->
                        new Got.Bad(list, "a list is expected here");
            };
        }

        private boolean isMeant(Value item) {
            return key.entrySet().stream()
                    .allMatch(
                            part ->
                                    part.getKey()
                                            .find(item)
                                            .filter(part.getValue()::equals)
                                            .isPresent());
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return absentIsEmpty || list.find(record).isPresent() ? List.of() : List.of(list);
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return write(value, refs, Value.Obj.EMPTY);
        }

        @Override
        public Put write(Neutral value, Refs refs, Value.Obj there) {
            List<Value> items =
                    new ArrayList<>(
                            list.find(there).orElse(Value.NULL) instanceof Value.Arr(var present)
                                    ? present
                                    : List.of());
            int place = 0;
            while (place < items.size() && !isMeant(items.get(place))) {
                place++;
            }
            Value.Obj item =
                    place < items.size() && items.get(place) instanceof Value.Obj found
                            ? found
                            : made();
            if (!(value instanceof Neutral.Empty)) {
                switch (form.write(value, refs)) {
                    case Form.Wrong(String sentence) -> {
                        return new Put.Refused(list.then(at), sentence);
                    }
                    case Form.Out(Value out) -> {
                        if (place == items.size()) {
                            items.add(item);
                        }
                        items.set(place, at.put(item, out));
                    }
                }
            } else if (place < items.size()) {
                Value.Obj left = at.put(item, Value.NULL);
                if (left.equals(at.put(made(), Value.NULL))) {
                    items.remove(place);
                } else {
                    items.set(place, left);
                }
            }
            return new Put.Of(list.put(Value.Obj.EMPTY, new Value.Arr(items)));
        }

        private Value.Obj made() {
            Value.Obj made = Value.Obj.EMPTY;
            for (Map.Entry<Pointer, Value> part : key.entrySet()) {
                made = part.getKey().put(made, part.getValue());
            }
            return made;
        }

        @Override
        public Fidelity fidelity() {
            return form.fidelity().weakest(Fidelity.KEEPS_THE_REMAINDER);
        }
    }

    /// What a text begins with: a word that a system puts in front of a title, such as `Canceled:
    /// `. The rest of the text belongs to [Rest].
    ///
    /// @param words each with what the text begins with; one of them may be no beginning at all
    record Beginning(At at, Words words) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            return switch (at.read(state, refs)) {
                case Got.Bad bad -> bad;
                case Got.Of(Neutral.Unknown _) -> UNKNOWN;
                case Got.Of(Neutral value) ->
                        words.neutral(of(value))
                                .<Got>map(word -> new Got.Of(new Neutral.Words(word)))
                                .orElse(EMPTY);
            };
        }

        private String of(Neutral value) {
            return value instanceof Neutral.Words(String text)
                    ? begins(text, words.words().values())
                    : "";
        }

        /// The longest of the beginnings that a text has; none is the empty one.
        static String begins(String text, Collection<String> beginnings) {
            return beginnings.stream()
                    .filter(text::startsWith)
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return at.missing(record);
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return write(value, refs, Value.Obj.EMPTY);
        }

        @Override
        public Put write(Neutral value, Refs refs, Value.Obj there) {
            String beginning = "";
            if (value instanceof Neutral.Words(String word)) {
                String known = words.words().get(word);
                if (known == null) {
                    return new Put.Refused(at.at(), "this side has no partner for '" + word + "'");
                }
                beginning = known;
            } else if (words.words().containsValue("")) {
                return new Put.Refused(
                        at.at(),
                        "this side always says one of its words; give the other side a 'default'");
            }
            String whole =
                    at.at().find(there).orElse(Value.NULL) instanceof Value.Text(String text)
                            ? text
                            : "";
            String rest = whole.substring(begins(whole, words.words().values()).length());
            String now = beginning + rest;
            return at.write(now.isEmpty() ? new Neutral.Empty() : new Neutral.Words(now), refs);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.KEEPS_THE_REMAINDER;
        }
    }

    /// A text without what a system puts in front of it.
    ///
    /// @param beginnings what may stand there
    record Rest(At at, List<String> beginnings) implements Lens {

        public Rest {
            beginnings = List.copyOf(beginnings);
        }

        @Override
        public Got read(State state, Refs refs) {
            Got got = at.read(state, refs);
            if (!(got instanceof Got.Of(Neutral.Words(String text)))) {
                return got;
            }
            String rest = text.substring(Beginning.begins(text, beginnings).length());
            return rest.isBlank() ? EMPTY : new Got.Of(new Neutral.Words(rest));
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return at.missing(record);
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return write(value, refs, Value.Obj.EMPTY);
        }

        @Override
        public Put write(Neutral value, Refs refs, Value.Obj there) {
            String text = value instanceof Neutral.Words(String words) ? words : "";
            String misread = Beginning.begins(text, beginnings);
            if (!misread.isEmpty()) {
                return new Put.Refused(
                        at.at(),
                        "it begins with '" + misread + "', which says something else here");
            }
            String beginning =
                    at.at().find(there).orElse(Value.NULL) instanceof Value.Text(String whole)
                            ? Beginning.begins(whole, beginnings)
                            : "";
            String now = beginning + text;
            return at.write(now.isEmpty() ? new Neutral.Empty() : new Neutral.Words(now), refs);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A stretch of days that may be open at either end: `2026-01-01/2026-04-01`, the day after the
    /// last behind the stroke; `2026-01-01/..` has no end.
    ///
    /// @param isLast whether `until` holds the last day itself
    record Interval(At from, At until, boolean isLast) implements Lens {

        private static final String OPEN = "..";

        @Override
        public Got read(State state, Refs refs) {
            Got first = from.read(state, refs);
            Got second = until.read(state, refs);
            if (first instanceof Got.Bad || first.equals(UNKNOWN)) {
                return first;
            }
            if (second instanceof Got.Bad || second.equals(UNKNOWN)) {
                return second;
            }
            Optional<LocalDate> begin = day(first);
            Optional<LocalDate> end = day(second).map(day -> isLast ? day.plusDays(1) : day);
            if (begin.isEmpty() && end.isEmpty()) {
                return EMPTY;
            }
            if (begin.isPresent() && end.isPresent() && !end.get().isAfter(begin.get())) {
                return new Got.Bad(until.at(), "it ends before it starts");
            }
            return new Got.Of(
                    new Neutral.Words(
                            begin.map(LocalDate::toString).orElse(OPEN)
                                    + "/"
                                    + end.map(LocalDate::toString).orElse(OPEN)));
        }

        private static Optional<LocalDate> day(Got got) {
            return got instanceof Got.Of(Neutral.Words(String text))
                    ? Optional.of(LocalDate.parse(text))
                    : Optional.empty();
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return Stream.of(from, until).flatMap(part -> part.missing(record).stream()).toList();
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            if (value instanceof Neutral.Empty) {
                return both(from.write(value, refs), until.write(value, refs));
            }
            String[] ends =
                    value instanceof Neutral.Words(String text)
                            ? text.split("/", 2)
                            : new String[0];
            if (ends.length < 2) {
                return new Put.Refused(
                        from.at(),
                        "this field holds a stretch of days, not '" + Show.of(value) + "'");
            }
            try {
                return both(
                        from.write(written(ends[0], 0), refs),
                        until.write(written(ends[1], isLast ? 1 : 0), refs));
            } catch (DateTimeException wrong) {
                return new Put.Refused(from.at(), "'" + Show.of(value) + "' is no stretch of days");
            }
        }

        private static Neutral written(String end, int later) {
            return end.equals(OPEN)
                    ? new Neutral.Empty()
                    : new Neutral.Words(LocalDate.parse(end).minusDays(later).toString());
        }

        private static Put both(Put one, Put two) {
            if (one instanceof Put.Of(Value.Obj members) && two instanceof Put.Of(Value.Obj more)) {
                return new Put.Of(Values.merge(members, more));
            }
            return one instanceof Put.Refused ? one : two;
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A value that is worked out from a record and never written.
    ///
    /// @param form of what comes out
    record Computed(Asked asked, Form form) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            return switch (asked.ask(state)) {
                case Expression.Answer.Unknown _ -> UNKNOWN;
                case Expression.Answer.Of(Value.Null _) -> EMPTY;
                case Expression.Answer.Of(Value value) ->
                        switch (form.read(value, refs)) {
                            case Form.In(Neutral neutral) -> new Got.Of(neutral);
                            case Form.Wrong(String sentence) ->
                                    new Got.Bad(
                                            asked.place(),
                                            "'" + asked.expression() + "': " + sentence);
                        };
                case Expression.Answer.Failed(String sentence) ->
                        new Got.Bad(asked.place(), sentence);
            };
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return asked.missing(record);
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return new Put.Refused(asked.place(), "this is computed and cannot be written");
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.ONE_WAY;
        }
    }

    /// A time in a calendar: see [WhenLens].
    record When(WhenLens lens) implements Lens {

        @Override
        public Got read(State state, Refs refs) {
            return lens.read(state);
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return lens.missing(record);
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return lens.write(value, Value.Obj.EMPTY);
        }

        @Override
        public Put write(Neutral value, Refs refs, Value.Obj there) {
            return lens.write(value, there);
        }

        @Override
        public boolean keeps(Neutral sent, Neutral kept) {
            return lens.keeps(sent, kept);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// Texts of an enumeration, both ways.
    ///
    /// @param words neutral word to native text, as it is written
    /// @param further native texts that say the same and are never written, each with its neutral
    ///   word
    record Words(Map<String, String> words, Map<String, String> further) {

        public Words {
            words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
            further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
        }

        public Words(Map<String, String> words) {
            this(words, Map.of());
        }

        Optional<String> neutral(String text) {
            return words.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(text))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .or(() -> Optional.ofNullable(further.get(text)));
        }

        /// All texts that are known.
        public List<String> texts() {
            return Stream.concat(words.values().stream(), further.keySet().stream()).toList();
        }
    }
}
