package drawbridge.simulator;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What systems asked of the gateway for a while, and which of its processes know of it. Nothing is
/// called before the time that a system asked for: not by the process that was told, and not by one
/// that could know. It could where it has read the breakers' rows since, which is its own doing
/// every five seconds, and keeping the row was the doing of the one that was told.
final class SimPatience {

    /// Between two readings of the breakers' rows by one process.
    static final Duration READ = Duration.ofSeconds(5);

    /// By how much later than that a process may know, for the ways of what is asked and answered.
    private static final Duration SLACK = Duration.ofSeconds(1);

    /// An answer may be under way for so long.
    private static final Duration UNDER_WAY = Duration.ofMillis(10);

    private record Connection(TenantId tenant, String system) {}

    private static final class Asked {
        final Ear by;
        final Instant at;
        final Instant until;

        /// When the row of it was in the journal.
        Optional<Kept> kept;

        Asked(Ear by, Instant at, Instant until, Optional<Kept> kept) {
            this.by = by;
            this.at = at;
            this.until = until;
            this.kept = kept;
        }
    }

    /// @param turn among all that was kept and read, of which much may be at one instant
    private record Kept(Instant at, long turn) {}

    /// What a process knows, and whether it could know more.
    static final class Ear {
        private final Set<Asked> heard = new HashSet<>();
        private Instant awakeSince;
        private boolean missed;
        private boolean dead;

        Ear(Instant awakeSince) {
            this.awakeSince = awakeSince;
        }

        /// It hears nothing before then.
        void sleeps(Instant until) {
            awakeSince = until;
        }

        /// Its last reading of the rows came to nothing.
        void misses() {
            missed = true;
        }

        void dies() {
            dead = true;
        }
    }

    private final Map<Connection, List<Asked>> asked = new HashMap<>();
    private final Map<Connection, Instant> rows = new HashMap<>();
    private long turns;

    /// A process hears that a system wants to be left alone.
    void told(Ear ear, TenantId tenant, String system, Instant now, Instant until) {
        Connection connection = new Connection(tenant, system);
        Instant patient = until.minus(UNDER_WAY);
        Optional<Kept> kept =
                Optional.ofNullable(rows.get(connection))
                        .filter(patient::isBefore)
                        .map(_ -> new Kept(now, turn()));
        Asked one = new Asked(ear, now, patient, kept);
        asked.computeIfAbsent(connection, _ -> new ArrayList<>()).add(one);
        ear.heard.add(one);
    }

    /// The journal has a row.
    void kept(BreakerRow row, Instant now) {
        Connection connection = new Connection(row.tenant(), row.system());
        row.notBefore()
                .ifPresent(
                        until -> {
                            rows.merge(
                                    connection,
                                    until,
                                    (one, other) -> one.isAfter(other) ? one : other);
                            for (Asked one : asked.getOrDefault(connection, List.of())) {
                                if (one.kept.isEmpty() && one.until.isBefore(until)) {
                                    one.kept = Optional.of(new Kept(now, turn()));
                                }
                            }
                        });
    }

    /// The journal's rows are being read, or changed.
    ///
    /// @return to be told to [#read] once a process knows of it
    long turn() {
        return ++turns;
    }

    /// A process has read what the journal held at that turn.
    void read(Ear ear, long turn) {
        ear.missed = false;
        asked.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.kept.filter(kept -> kept.turn() < turn).isPresent())
                .forEach(ear.heard::add);
    }

    /// A process calls a system.
    ///
    /// @return what is wrong with that
    Optional<String> called(Ear ear, TenantId tenant, String system, Instant now) {
        return asked.getOrDefault(new Connection(tenant, system), List.of()).stream()
                .filter(one -> now.isBefore(one.until))
                .filter(one -> ear.heard.contains(one) || shouldKnow(ear, one, now))
                .findFirst()
                .map(
                        one ->
                                "early: "
                                        + system
                                        + " was called before the time that it had asked for"
                                        + (ear.heard.contains(one)
                                                ? ""
                                                : ", by a process that could know of it"));
    }

    /// What was told to one that died or stood still before it could keep it, nobody else can know.
    private static boolean shouldKnow(Ear ear, Asked one, Instant now) {
        boolean lost = one.kept.isEmpty() && (one.by.dead || one.by.awakeSince.isAfter(one.at));
        Instant kept = one.kept.map(Kept::at).orElse(one.at.plus(READ));
        Instant since = kept.isAfter(ear.awakeSince) ? kept : ear.awakeSince;
        return !lost && !ear.missed && now.isAfter(since.plus(READ).plus(SLACK));
    }
}
