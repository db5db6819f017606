package drawbridge.console.overview;

import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.TenantSummary;

import java.util.stream.Collectors;

/// How one tenant fares, as a line of the list.
public record TenantRow(TenantSummary summary) {

    /// How much a person is needed here; more is worse.
    long need() {
        return 1000 * openBreakers()
                + 10 * (summary.conflicts() + summary.deadLetters())
                + Math.min(summary.waiting(), 9);
    }

    /// How many of its breakers are not closed.
    public long openBreakers() {
        return summary.breakers().stream().filter(b -> b.state() != BreakerState.CLOSED).count();
    }

    /// Its breakers in words.
    public String breakers() {
        return openBreakers() == 0
                ? "closed"
                : summary.breakers().stream()
                        .filter(b -> b.state() != BreakerState.CLOSED)
                        .map(TenantRow::word)
                        .collect(Collectors.joining(", "));
    }

    private static String word(Breaker breaker) {
        return breaker.system() + " " + breaker.state().word();
    }
}
