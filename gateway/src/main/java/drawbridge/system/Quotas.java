package drawbridge.system;

import drawbridge.mapping.SystemSpec.Quota;
import drawbridge.mapping.SystemSpec.ResetAs;

import io.vertx.core.MultiMap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the headers of an answer say of the calls that are left. A header that is missing, or makes
/// no sense, says nothing.
final class Quotas {

    private static final Pattern LEFT = Pattern.compile("\\s*(-?[0-9]{1,15})(?:\\.[0-9]+)?\\s*");
    private static final Pattern USED = Pattern.compile(".*?([0-9]{1,15})\\s*/\\s*([0-9]{1,15}).*");

    /// Longer waits are for a person, and not for a header that may be wrong.
    private static final Duration LONGEST = Duration.ofDays(1);

    private Quotas() {}

    /// How long nothing is to be sent; the longest of all that are used up.
    static Optional<Duration> wait(List<Quota> quotas, MultiMap headers, Instant now) {
        return quotas.stream()
                .filter(quota -> isUsedUp(quota, headers))
                .map(quota -> wait(quota, headers, now))
                .filter(Duration::isPositive)
                .max(Duration::compareTo);
    }

    private static boolean isUsedUp(Quota quota, MultiMap headers) {
        String said = headers.get(quota.header());
        if (said == null) {
            return false;
        }
        Matcher left = LEFT.matcher(said);
        if (left.matches()) {
            return Long.parseLong(left.group(1)) <= quota.keep();
        }
        Matcher used = USED.matcher(said);
        return used.matches()
                && Long.parseLong(used.group(2)) - Long.parseLong(used.group(1)) <= quota.keep();
    }

    private static Duration wait(Quota quota, MultiMap headers, Instant now) {
        Duration told =
                quota.resets()
                        .map(headers::get)
                        .flatMap(text -> until(quota, text, now))
                        .orElse(quota.otherwise());
        return told.compareTo(LONGEST) > 0 ? LONGEST : told;
    }

    private static Optional<Duration> until(Quota quota, String text, Instant now) {
        if (quota.as() == ResetAs.HTTP_DATE) {
            return RetryAfter.httpDate(text).map(at -> Duration.between(now, at));
        }
        Matcher number = LEFT.matcher(text);
        if (!number.matches()) {
            return Optional.empty();
        }
        long said = Long.parseLong(number.group(1));
        try {
            return Optional.of(
                    switch (quota.as()) {
                        case SECONDS, HTTP_DATE -> Duration.ofSeconds(said);
                        case MILLIS -> Duration.ofMillis(said);
                        case EPOCH_SECONDS -> Duration.between(now, Instant.ofEpochSecond(said));
                        case EPOCH_MILLIS -> Duration.between(now, Instant.ofEpochMilli(said));
                    });
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
