package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.cel.Expression;

import java.util.Collections;
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
            return lens.write(written instanceof Neutral.Empty ? value : written, refs);
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
            return lens.read(state.record());
        }

        @Override
        public List<Pointer> missing(Value.Obj record) {
            return lens.missing(record);
        }

        @Override
        public Put write(Neutral value, Refs refs) {
            return lens.write(value);
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
    /// @param words neutral word to native text
    record Words(Map<String, String> words) {

        public Words {
            words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
        }

        Optional<String> neutral(String text) {
            return words.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(text))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }
}
