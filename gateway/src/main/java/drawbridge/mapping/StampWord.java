package drawbridge.mapping;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Spellings of a time that have a name, beside those of [SystemSpec.TimeFormat].
public enum StampWord implements Stamp {
    /// `2026-03-01T09:00:00+00:00`; read with or without the colon, in any offset.
    ISO_OFFSET {
        @Override
        Instant parse(String text) {
            return OffsetDateTime.parse(withColon(text)).toInstant();
        }

        @Override
        public String write(Instant time) {
            return OFFSET.format(time.atOffset(ZoneOffset.UTC));
        }
    },
    /// `2026-03-01T09:00:00Z`: whole seconds, for systems that refuse parts of one.
    ISO_SECONDS {
        @Override
        Instant parse(String text) {
            return OffsetDateTime.parse(text).toInstant();
        }

        @Override
        public String write(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    },
    /// `Sun, 01 Mar 2026 09:00:00 GMT` (RFC 9110, 5.6.7).
    HTTP_DATE {
        @Override
        Instant parse(String text) {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        }

        @Override
        public String write(Instant time) {
            return HTTP.format(time.atOffset(ZoneOffset.UTC));
        }
    },
    /// `2026-03-01`, of a system that does not say where its days begin: what is asked for begins a
    /// day early.
    ISO_DATE {
        @Override
        Instant parse(String text) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        @Override
        public String write(Instant time) {
            return time.minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC).toLocalDate().toString();
        }
    };

    private static final DateTimeFormatter OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);

    abstract Instant parse(String text);

    @Override
    public Optional<Instant> read(Value value) {
        if (!(value instanceof Value.Text(String text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String withColon(String text) {
        int sign = text.length() - 5;
        boolean bare = sign > 0 && "+-".indexOf(text.charAt(sign)) >= 0;
        return bare ? text.substring(0, sign + 3) + ":" + text.substring(sign + 3) : text;
    }
}
