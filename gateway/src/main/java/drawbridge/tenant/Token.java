package drawbridge.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A token that opens a system until it ends.
///
/// @param refresh what gets the next one, where it is given
/// @param base the address of the API, where it came along
/// @param issuedAt when it was asked for, so that it never seems to last longer than it does
public record Token(
        String access,
        Optional<String> refresh,
        Optional<String> base,
        Instant issuedAt,
        Instant expiresAt) {

    private static final Duration MOST = Duration.ofMinutes(1);
    private static final Duration LATEST = Duration.ofSeconds(5);

    /// A token that says nothing of where the API is.
    public Token(String access, Optional<String> refresh, Instant issuedAt, Instant expiresAt) {
        this(access, refresh, Optional.empty(), issuedAt, expiresAt);
    }

    /// From when on the next one is got, while this one still serves: the last third of its life.
    public Instant renewAt() {
        return expiresAt.minus(shorter(life().dividedBy(3), MOST));
    }

    /// From when on it is not shown any more: it might end under way.
    public Instant servesUntil() {
        return expiresAt.minus(shorter(life().dividedBy(10), LATEST));
    }

    private Duration life() {
        return Duration.between(issuedAt, expiresAt);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Never what it holds.
    @Override
    public String toString() {
        return "Token[until=" + expiresAt + "]";
    }
}
