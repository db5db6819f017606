package drawbridge.simulator;

import java.util.Locale;

/// What goes wrong in a simulated world, beside its users.
enum Fault {
    /// A process dies at a step of its own, and another one takes its place later.
    CRASH,
    /// A process stands still for longer than its leases last, and goes on as if nothing had been.
    FROZEN,
    /// The journal does not answer, and has done nothing.
    JOURNAL_AWAY,
    /// The journal has committed, and its answer is lost.
    JOURNAL_ANSWER_LOST,
    /// A system has done what it was told, and its answer is lost.
    ANSWER_LOST,
    /// A call takes nearly all the time that it has.
    SLOW_ROAD,
    /// A system answers 500 without having done anything.
    SERVER_ERROR,
    /// A system cannot be reached.
    OUTAGE,
    /// A system asks to wait (429).
    THROTTLED,
    /// A system refuses the credential (401).
    UNAUTHORIZED,
    /// A system does not find for a moment a record that is there.
    NOT_FOUND,
    /// A webhook is never sent.
    WEBHOOK_MISSING,
    /// A delivery comes twice.
    DELIVERED_TWICE,
    /// A delivery comes after later ones.
    DELIVERED_LATE,
    /// A list breaks off after a part of its rows.
    PARTIAL_LIST,
    /// A list does not show yet what changed last.
    STALE_LIST,
    /// The clocks of the processes differ.
    SKEWED_CLOCK;

    /// As it stands in reports and is named on the command line.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
