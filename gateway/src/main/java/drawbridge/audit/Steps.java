package drawbridge.audit;

import java.time.Duration;

/// How small the steps of an audit are, and how long it waits.
///
/// @param rest between two pages of a list
/// @param grace between the first sight of a difference and the second
/// @param told how long a webhook or push may take at most, beyond the next reading of the list
/// @param patience how long at most a pair is watched until what is under way has settled
/// @param tries of one call that fails in passing
/// @param retry before the second try; doubled for each further one
/// @param suspects that are gathered before they are looked at again
/// @param shown how many findings of a flow are kept one by one
public record Steps(
        Duration rest,
        Duration grace,
        Duration told,
        Duration patience,
        int tries,
        Duration retry,
        int suspects,
        int shown) {

    public static final Steps USUAL =
            new Steps(
                    Duration.ofMillis(200),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(7),
                    Duration.ofMinutes(1),
                    6,
                    Duration.ofSeconds(2),
                    200,
                    1_000);
}
