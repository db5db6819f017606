package drawbridge.mapping.lens;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.PlainText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How one native member is written: the small closed set of conversions between a native and a
/// neutral value. Nulls and absent members never reach a form.
public sealed interface Form {

    Read read(Value value, Refs refs);

    Write write(Neutral value, Refs refs);

    /// How emptiness is written.
    default Value empty() {
        return Value.NULL;
    }

    Fidelity fidelity();

    sealed interface Read {}

    sealed interface Write {}

    record In(Neutral value) implements Read {}

    record Out(Value value) implements Write {}

    record Wrong(String sentence) implements Read, Write {}

    /// Text as delivered; blank text is empty. What no text holds is left out of what is written.
    ///
    /// @param max how many characters the system takes
    record Text(OptionalInt max) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            if (value instanceof Value.Text(String text)) {
                return new In(
                        PlainText.of(text).isBlank()
                                ? new Neutral.Empty()
                                : new Neutral.Words(text));
            }
            return expected("text", value);
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Words(String text))) {
                return misplaced("text", value);
            }
            String plain = PlainText.of(text);
            int length = plain.codePointCount(0, plain.length());
            return max.isPresent() && length > max.getAsInt()
                    ? new Wrong(
                            "%d characters are too long; at most %d fit"
                                    .formatted(length, max.getAsInt()))
                    : new Out(Value.of(plain));
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A number, every digit kept.
    record Numeral() implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            return value instanceof Value.Num(BigDecimal number)
                    ? new In(new Neutral.Number(number))
                    : expected("a number", value);
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            return value instanceof Neutral.Number(BigDecimal number)
                    ? new Out(new Value.Num(number))
                    : misplaced("a number", value);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NO_LOSS;
        }
    }

    record Bool() implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            return value instanceof Value.Bool(boolean flag)
                    ? new In(new Neutral.Flag(flag))
                    : expected("true or false", value);
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            return value instanceof Neutral.Flag(boolean flag)
                    ? new Out(Value.of(flag))
                    : misplaced("true or false", value);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NO_LOSS;
        }
    }

    /// A list of texts whose order says nothing; an empty list is empty.
    record Items() implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            if (!(value instanceof Value.Arr(List<Value> values))) {
                return expected("a list of texts", value);
            }
            SequencedSet<String> items = new LinkedHashSet<>();
            for (Value item : values) {
                if (!(item instanceof Value.Text(String text))) {
                    return expected("text", item);
                }
                if (!PlainText.of(text).isBlank()) {
                    items.add(text);
                }
            }
            return new In(
                    items.isEmpty() ? new Neutral.Empty() : new Neutral.Many(List.copyOf(items)));
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            return value instanceof Neutral.Many(List<String> items)
                    ? new Out(
                            new Value.Arr(
                                    items.stream()
                                            .map(PlainText::of)
                                            .distinct()
                                            .<Value>map(Value::of)
                                            .toList()))
                    : misplaced("a set of texts", value);
        }

        @Override
        public Value empty() {
            return new Value.Arr(List.of());
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A word of a closed list that the other side writes otherwise.
    record Choice(Lens.Words words) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            if (!(value instanceof Value.Text(String text))) {
                return expected("text", value);
            }
            Optional<String> word = words.neutral(text);
            return word.<Read>map(known -> new In(new Neutral.Words(known)))
                    .orElseGet(
                            () ->
                                    new Wrong(
                                            "'%s' is no word that is known here; known are %s"
                                                    .formatted(
                                                            text,
                                                            String.join(", ", words.texts()))));
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Words(String word))) {
                return misplaced("a word of a list", value);
            }
            String text = words.words().get(word);
            return text == null
                    ? new Wrong("this side has no partner for '" + word + "'")
                    : new Out(Value.of(text));
        }

        /// A finer word stays where it is while the other side does not say something else.
        @Override
        public Fidelity fidelity() {
            return words.further().isEmpty() ? Fidelity.NO_LOSS : Fidelity.KEEPS_THE_REMAINDER;
        }
    }

    /// A number in another unit.
    record Scaled(Scale scale) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            return value instanceof Value.Num(BigDecimal number)
                    ? new In(new Neutral.Number(scale.toMapping(number)))
                    : expected("a number", value);
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Number(BigDecimal number))) {
                return misplaced("a number", value);
            }
            return scale.toHere(number)
                    .<Write>map(here -> new Out(new Value.Num(here)))
                    .orElseGet(
                            () ->
                                    new Wrong(
                                            number.toPlainString()
                                                    + " has no end in the unit of this side; say"
                                                    + " how it is rounded ('decimals')"));
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A text in which people see another one than there is: HTML.
    ///
    /// @param max how many characters of HTML the system takes
    record Markup(OptionalInt max) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            if (!(value instanceof Value.Text(String html))) {
                return expected("HTML", value);
            }
            String text = Html.text(html);
            return new In(
                    PlainText.of(text).isBlank() ? new Neutral.Empty() : new Neutral.Words(text));
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            return value instanceof Neutral.Words(String text)
                    ? new Text(max).write(new Neutral.Words(Html.of(PlainText.of(text))), refs)
                    : misplaced("text", value);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// Several texts in one, with a sign between them.
    ///
    /// @param separator as it is written; where it is read, blanks around it do not count
    /// @param max how many characters the system takes
    record Split(String separator, OptionalInt max) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            if (!(value instanceof Value.Text(String text))) {
                return expected("text", value);
            }
            SequencedSet<String> items = new LinkedHashSet<>();
            for (String item : text.split(Pattern.quote(sign()), -1)) {
                if (!PlainText.of(item).isBlank()) {
                    items.add(item.strip());
                }
            }
            return new In(
                    items.isEmpty() ? new Neutral.Empty() : new Neutral.Many(List.copyOf(items)));
        }

        private String sign() {
            return separator.isBlank() ? separator : separator.strip();
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Many(List<String> items))) {
                return misplaced("a set of texts", value);
            }
            for (String item : items) {
                if (item.contains(sign())) {
                    return new Wrong(
                            "'" + item + "' holds '" + sign() + "', by which this side divides");
                }
            }
            return new Text(max)
                    .write(
                            new Neutral.Words(
                                    items.stream()
                                            .map(item -> PlainText.of(item).strip())
                                            .distinct()
                                            .collect(Collectors.joining(separator))),
                            refs);
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A point on the time line that a system writes as the time on a wall. In the hour that comes
    /// twice a wall names the first one only.
    ///
    /// @param zone where the wall is
    record Wall(WallForm form, ZoneId zone) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            if (!(value instanceof Value.Text(String text))) {
                return expected(form.example(), value);
            }
            try {
                Instant instant = form.read(text).atZone(zone).toInstant();
                return new In(new Neutral.Words(instant.toString()));
            } catch (DateTimeException wrong) {
                return expected(form.example(), value);
            }
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Words(String text))) {
                return misplaced("a time", value);
            }
            try {
                Instant instant = Instant.parse(text);
                String written = form.write(LocalDateTime.ofInstant(instant, zone));
                Instant back = form.read(written).atZone(zone).toInstant();
                Duration off = Duration.between(back, instant).abs();
                return off.compareTo(Duration.ofMinutes(1)) < 0
                        ? new Out(Value.of(written))
                        : new Wrong(
                                "this wall time comes twice that night, and only the first can be"
                                        + " named");
            } catch (DateTimeException | ArithmeticException wrong) {
                return new Wrong("'" + text + "' is no time");
            }
        }

        /// What this side has no place for.
        public ChronoUnit grain() {
            LocalDateTime odd = LocalDateTime.of(2026, 3, 1, 9, 7, 5);
            return form.read(form.write(odd)).equals(odd) ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A point on the time line, neutrally its ISO text in UTC.
    record Moment(TimeFormat format) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            try {
                return switch (value) {
                    case Value.Text(String text) when format == TimeFormat.ISO_INSTANT ->
                            in(Instant.parse(text));
                    case Value.Num(BigDecimal number) when format == TimeFormat.EPOCH_MILLIS ->
                            in(Instant.ofEpochMilli(number.longValueExact()));
                    case Value.Num(BigDecimal number) when format == TimeFormat.EPOCH_SECONDS ->
                            in(Instant.ofEpochSecond(number.longValueExact()));
                    case Value.Text _,
                            Value.Num _,
                            Value.Bool _,
                            Value.Null _,
                            Value.Arr _,
                            Value.Obj _ ->
                            expected("a time", value);
                };
            } catch (DateTimeException | ArithmeticException wrong) {
                return expected("a time", value);
            }
        }

        private static Read in(Instant instant) {
            return new In(new Neutral.Words(instant.toString()));
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Words(String text))) {
                return misplaced("a time", value);
            }
            try {
                Instant instant = Instant.parse(text);
                return new Out(
                        switch (format) {
                            case ISO_INSTANT -> Value.of(instant.toString());
                            case EPOCH_MILLIS -> Value.of(instant.toEpochMilli());
                            case EPOCH_SECONDS -> Value.of(instant.getEpochSecond());
                        });
            } catch (DateTimeException | ArithmeticException wrong) {
                return new Wrong("'" + text + "' is no time");
            }
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NORMAL_FORM;
        }
    }

    /// A day without a zone, neutrally its ISO text.
    record Day(DayForm form) implements Form {

        public Day() {
            this(new DayForm.Iso());
        }

        @Override
        public Read read(Value value, Refs refs) {
            return form.read(value)
                    .<Read>map(day -> new In(new Neutral.Words(day.toString())))
                    .orElseGet(() -> expected(form.example(), value));
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (value instanceof Neutral.Words(String text)) {
                try {
                    LocalDate day = LocalDate.parse(text);
                    Value written = form.write(day);
                    return form.read(written).equals(Optional.of(day))
                            ? new Out(written)
                            : new Wrong("this side cannot write the day " + text);
                } catch (DateTimeException wrong) {
                    return new Wrong("'" + text + "' is no date");
                }
            }
            return misplaced("a date", value);
        }

        @Override
        public Fidelity fidelity() {
            return form instanceof DayForm.Iso ? Fidelity.NO_LOSS : Fidelity.NORMAL_FORM;
        }
    }

    /// The id of a record that another flow links.
    ///
    /// @param flow that links it
    /// @param resource the kind of record that this side's id names
    /// @param number whether the system writes its ids as numbers
    record Ref(FlowName flow, ResourceName resource, Side side, boolean number) implements Form {

        @Override
        public Read read(Value value, Refs refs) {
            Optional<String> id = Values.idText(value);
            if (id.isEmpty()) {
                return expected("an id", value);
            }
            RecordRef parent = new RecordRef(resource, id.get());
            return new In(
                    refs.of(parent)
                            .<Neutral>map(pair -> new Neutral.Linked(pair.link()))
                            .orElseGet(() -> new Neutral.Unlinked(parent)));
        }

        @Override
        public Write write(Neutral value, Refs refs) {
            if (!(value instanceof Neutral.Linked(UUID link))) {
                return value instanceof Neutral.Unlinked(RecordRef parent)
                        ? new Wrong(parent + " has no partner here yet")
                        : misplaced("a linked record", value);
            }
            Optional<String> id = refs.byLink(link).map(pair -> pair.id(side));
            if (id.isEmpty()) {
                return new Wrong("the linked record was not looked up");
            }
            try {
                return new Out(
                        number ? new Value.Num(new BigDecimal(id.get())) : Value.of(id.get()));
            } catch (NumberFormatException noNumber) {
                return new Wrong("the id '" + id.get() + "' is no number");
            }
        }

        @Override
        public Fidelity fidelity() {
            return Fidelity.NO_LOSS;
        }
    }

    private static Wrong expected(String what, Value value) {
        return new Wrong(what + " is expected here, not " + kind(value));
    }

    private static Wrong misplaced(String what, Neutral value) {
        return new Wrong("this field holds " + what + ", not '" + Show.of(value) + "'");
    }

    private static String kind(Value value) {
        return switch (value) {
            case Value.Null _ -> "nothing";
            case Value.Text(String text) ->
                    "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
            case Value.Num(BigDecimal number) -> "the number " + number.toPlainString();
            case Value.Bool(boolean flag) -> Boolean.toString(flag);
            case Value.Arr _ -> "a list";
            case Value.Obj _ -> "an object";
        };
    }
}
