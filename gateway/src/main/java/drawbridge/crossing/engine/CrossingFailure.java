package drawbridge.crossing.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What broke in a call to a system, one subtype for each way in which the engine must act. Raised
/// at the edge of `system` alone; carries facts for people, never a secret.
public abstract sealed class CrossingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Facts facts;

    private CrossingFailure(Facts facts) {
        super(facts.sentence(), null, false, false);
        this.facts = facts;
    }

    public Facts facts() {
        return facts;
    }

    /// @param sentence what happened, in plain words
    /// @param status the HTTP status, 0 if there was no answer
    /// @param request the call, secrets masked
    /// @param response the start of the answer's body, secrets masked
    public record Facts(String sentence, int status, String request, String response) {

        public static Facts of(String sentence) {
            return new Facts(sentence, 0, "", "");
        }
    }

    /// The call did not take effect and may be repeated later: no connection, 408, 425, 429, 5xx on
    /// a read or before effect, breaker open.
    public static final class Transient extends CrossingFailure {

        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> retryAfter;
        private final boolean limit;

        /// @param retryAfter what the system asked for, measured from now
        /// @param limit whether the system was well and only asked to wait (429): no failure of the
        ///   service
        public Transient(Facts facts, Optional<Duration> retryAfter, boolean limit) {
            super(facts);
            this.retryAfter = retryAfter;
            this.limit = limit;
        }

        public Optional<Duration> retryAfter() {
            return retryAfter;
        }

        public boolean limit() {
            return limit;
        }
    }

    /// Nobody knows whether the call took effect: time-out after sending, reset, 5xx on a write.
    public static final class InDoubt extends CrossingFailure {

        private static final long serialVersionUID = 1L;

        public InDoubt(Facts facts) {
            super(facts);
        }
    }

    /// The credential was refused (401, or a 403 that names neither a limit nor one record).
    public static final class Credential extends CrossingFailure {

        private static final long serialVersionUID = 1L;

        public Credential(Facts facts) {
            super(facts);
        }
    }

    /// The system refuses this record (400, 422).
    public static final class BadRecord extends CrossingFailure {

        private static final long serialVersionUID = 1L;
        private final transient List<BadField> fields;

        /// @param fields what the system named; empty when it named nothing
        public BadRecord(Facts facts, List<BadField> fields) {
            super(facts);
            this.fields = List.copyOf(fields);
        }

        public List<BadField> fields() {
            return fields;
        }
    }

    /// @param field the native field as the system names it
    public record BadField(String field, String sentence) {}

    /// The record moved on since it was read (412, or 409 to an update).
    public static final class Precondition extends CrossingFailure {

        private static final long serialVersionUID = 1L;

        public Precondition(Facts facts) {
            super(facts);
        }
    }

    /// A create met "exists already" (409).
    public static final class Exists extends CrossingFailure {

        private static final long serialVersionUID = 1L;
        private final transient Optional<String> record;

        /// @param record the id of the record that holds our reference, where the system names it
        public Exists(Facts facts, Optional<String> record) {
            super(facts);
            this.record = record;
        }

        public Optional<String> record() {
            return record;
        }
    }

    /// The record to write is not there (404, 410).
    public static final class Gone extends CrossingFailure {

        private static final long serialVersionUID = 1L;

        public Gone(Facts facts) {
            super(facts);
        }
    }

    /// An answer that fits no class.
    public static final class Unexplained extends CrossingFailure {

        private static final long serialVersionUID = 1L;

        public Unexplained(Facts facts) {
            super(facts);
        }
    }
}
