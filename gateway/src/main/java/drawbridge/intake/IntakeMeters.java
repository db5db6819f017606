package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Trigger;

import io.micrometer.core.instrument.MeterRegistry;

import java.util.Locale;

/// What is measured about the ways in.
///
/// | name | tags | meaning |
/// | --- | --- | --- |
/// | `drawbridge.intake.deliveries` | `trigger` | deliveries whose changes are stored |
/// | `drawbridge.intake.duplicates` | `trigger` | deliveries that were stored before |
/// | `drawbridge.intake.changes` | `trigger` | changes stored |
/// | `drawbridge.intake.unreadable` | `trigger` | changes stored as dead because nobody can read them |
/// | `drawbridge.intake.refused` | `reason` | requests not taken; the reasons are [Refused] |
/// | `drawbridge.sweep.passes` | `system`, `result` | passes over a list: `done`, `transient`, `credential`, `unreadable`, `journal` or `error` |
/// | `drawbridge.sweep.rows` | `system` | rows read |
/// | `drawbridge.sweep.missed` | `system` | changes that a webhook or push should have brought, and did not |
///
/// Tags come from descriptors and closed sets; none names a tenant or a record.
final class IntakeMeters {

    /// Why a request was not taken. Senders see less: all that end in a 401 look alike.
    enum Refused {
        UNKNOWN_TENANT,
        UNKNOWN_SYSTEM,
        HEADERS,
        SIGNATURE,
        STAMP,
        TOKEN,
        /// What proves a webhook could not be fetched.
        PROOF,
        UNKNOWN_RESOURCE,
        UNKNOWN_CHANGE,
        MALFORMED,
        ENCODED,
        TOO_LARGE,
        TOO_MANY,
        TWICE,
        KEY_USED,
        NEWER_HELD,
        TOO_SLOW,
        BUSY,
        STARTING,
        JOURNAL;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final MeterRegistry meters;

    IntakeMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void stored(Trigger trigger, int changes, long unreadable) {
        count("drawbridge.intake.deliveries", "trigger", word(trigger), 1);
        count("drawbridge.intake.changes", "trigger", word(trigger), changes);
        count("drawbridge.intake.unreadable", "trigger", word(trigger), (double) unreadable);
    }

    void duplicate(Trigger trigger) {
        count("drawbridge.intake.duplicates", "trigger", word(trigger), 1);
    }

    void refused(Refused reason) {
        count("drawbridge.intake.refused", "reason", reason.word(), 1);
    }

    void pass(String system, String result) {
        meters.counter("drawbridge.sweep.passes", "system", system, "result", result).increment();
    }

    void swept(String system, int rows, long missed) {
        count("drawbridge.sweep.rows", "system", system, rows);
        count("drawbridge.sweep.missed", "system", system, (double) missed);
    }

    private void count(String name, String tag, String value, double n) {
        meters.counter(name, tag, value).increment(n);
    }

    private static String word(Trigger trigger) {
        return trigger.name().toLowerCase(Locale.ROOT);
    }
}
