package drawbridge.mapping.lens;

import drawbridge.mapping.Value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// How a system writes a day. A day is never an instant: where one is written as midnight in UTC,
/// it is that day in every zone, and no other time of a day is read as one.
public sealed interface DayForm {

    /// What is expected, with an example.
    String example();

    /// Empty where the value is no day.
    Optional<LocalDate> read(Value value);

    Value write(LocalDate day);

    /// `2026-03-01`.
    record Iso() implements DayForm {

        @Override
        public String example() {
            return "a date such as 2026-03-01";
        }

        @Override
        public Optional<LocalDate> read(Value value) {
            return text(value, DateTimeFormatter.ISO_LOCAL_DATE);
        }

        @Override
        public Value write(LocalDate day) {
            return Value.of(day.toString());
        }
    }

    /// `2026-03-01T00:00:00Z`. Where it is read, the bare date will do.
    record MidnightUtc() implements DayForm {

        @Override
        public String example() {
            return "a day such as 2026-03-01T00:00:00Z";
        }

        @Override
        public Optional<LocalDate> read(Value value) {
            if (!(value instanceof Value.Text(String text))) {
                return Optional.empty();
            }
            try {
                return midnight(Instant.parse(text.strip()));
            } catch (DateTimeException noTime) {
                return DayForm.text(value, DateTimeFormatter.ISO_LOCAL_DATE);
            }
        }

        @Override
        public Value write(LocalDate day) {
            return Value.of(day.atStartOfDay().toInstant(ZoneOffset.UTC).toString());
        }
    }

    /// The milliseconds since 1970 of midnight in UTC.
    record EpochMillis() implements DayForm {

        @Override
        public String example() {
            return "the milliseconds of a midnight in UTC";
        }

        @Override
        public Optional<LocalDate> read(Value value) {
            if (!(value instanceof Value.Num(BigDecimal number))) {
                return Optional.empty();
            }
            try {
                return midnight(Instant.ofEpochMilli(number.longValueExact()));
            } catch (ArithmeticException | DateTimeException noTime) {
                return Optional.empty();
            }
        }

        @Override
        public Value write(LocalDate day) {
            return Value.of(day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
        }
    }

    /// By letters, such as `dd.MM.uuuu`.
    record Pattern(String pattern) implements DayForm {

        /// @throws IllegalArgumentException when these are no such letters
        public Pattern {
            DateTimeFormatter written = formatter(pattern);
            LocalDate telling = LocalDate.of(2026, 11, 23);
            try {
                if (!LocalDate.parse(written.format(telling), written).equals(telling)) {
                    throw new IllegalArgumentException(pattern);
                }
            } catch (DateTimeException unreadable) {
                throw new IllegalArgumentException(pattern, unreadable);
            }
        }

        @Override
        public String example() {
            return "a date such as "
                    + formatter(pattern).format(LocalDate.of(2026, 3, 1))
                    + " ("
                    + pattern
                    + ")";
        }

        @Override
        public Optional<LocalDate> read(Value value) {
            return text(value, formatter(pattern));
        }

        @Override
        public Value write(LocalDate day) {
            return Value.of(formatter(pattern).format(day));
        }

        private static DateTimeFormatter formatter(String pattern) {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        }
    }

    private static Optional<LocalDate> text(Value value, DateTimeFormatter formatter) {
        if (!(value instanceof Value.Text(String text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.strip(), formatter));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> midnight(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return day.atStartOfDay().toInstant(ZoneOffset.UTC).equals(time)
                ? Optional.of(day)
                : Optional.empty();
    }
}
