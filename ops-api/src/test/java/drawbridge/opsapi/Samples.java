package drawbridge.opsapi;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One record of each kind, with all that it can hold.
final class Samples {

    static final Instant AT = Instant.parse("2026-03-01T08:00:00.125Z");

    static final Counts COUNTS = new Counts(21, 6, 5, 4, 3, 2, 1, 9);

    static final Breaker BREAKER =
            new Breaker("north", "acme", BreakerState.HALF_OPEN, 7, 10, "Acme answers 503", AT, AT);

    static final Parked CONFLICT =
            new Parked(
                    "p-1",
                    "north",
                    "appointments",
                    ParkedKind.CONFLICT,
                    "both-changed",
                    "Acme and the app both changed the time.",
                    "time",
                    "start",
                    new RecordId("acme.appointment", "A-1"),
                    new RecordId("app.event", "42"),
                    "09:00",
                    "10:00",
                    "11:00",
                    1,
                    AT,
                    AT,
                    "m3",
                    4,
                    ParkedState.OPEN,
                    "User 3",
                    List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP));

    static final Overview OVERVIEW =
            new Overview(
                    "i1",
                    17,
                    AT,
                    3,
                    12,
                    1,
                    2,
                    1,
                    AT,
                    COUNTS,
                    Map.of(Direction.TO_APP, COUNTS, Direction.TO_ACME, Counts.NONE),
                    List.of(
                            new TenantSummary(
                                    "north", "North", 3, 12, 1, 2, COUNTS, List.of(BREAKER))));

    static final Tick TICK =
            new Tick(3, 12, 1, 2, 1, Map.of(Direction.TO_APP, 5L, Direction.TO_ACME, 4L), COUNTS);

    private Samples() {}
}
