package drawbridge.system;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// The header `Retry-After` (RFC 9110 §10.2.3): seconds, or a date that is measured against the
/// answer's own `Date`, so that a clock that is wrong on either side changes nothing.
///
/// What makes no sense (negative, past, junk) counts as absent. A long wait is told as it is, up to
/// [#LONGEST]; whether to sit it out is the engine's to say.
final class RetryAfter {

    static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,40}");

    private RetryAfter() {}

    /// @param now used where the answer carries no date of its own
    static Optional<Duration> read(String header, Optional<String> date, Instant now) {
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(shorter(new BigInteger(text)));
        }
        Instant answered = date.flatMap(RetryAfter::httpDate).orElse(now);
        return httpDate(text)
                .map(until -> Duration.between(answered, until))
                .filter(Duration::isPositive)
                .map(RetryAfter::shorter);
    }

    private static Duration shorter(BigInteger seconds) {
        BigInteger longest = BigInteger.valueOf(LONGEST.toSeconds());
        return Duration.ofSeconds(seconds.min(longest).longValueExact());
    }

    private static Duration shorter(Duration told) {
        return told.compareTo(LONGEST) > 0 ? LONGEST : told;
    }

    /// A date as HTTP writes it; empty for anything else.
    static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
