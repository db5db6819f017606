package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.sync.Sent;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What the journal writes down of the work on a lane: a call that is about to be made, and what
/// became of it all.
public interface Settling {

    /// Records that a call is about to be made. Only after it succeeded with [Attempted#GO] may the
    /// call be sent. A create inserts its link with it, unless the partner was linked meanwhile. An
    /// attempt of the same lane that is still open ends with it: its lane's worker knows by now how
    /// it went. Its keys are reserved with it, all of them or none.
    Future<Attempted> attempt(Attempt attempt);

    /// Writes what became of the work, in one transaction, and ends the lease. Fails with [Taken],
    /// writes nothing and keeps the lease, when the link names a record of another link.
    Future<Void> settle(Settlement settlement);

    enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    /// @param link for a create: the link to insert, life unlinked
    /// @param record for all but a create: the id of the record to be changed
    /// @param keys for a create: the match keys that it reserves
    /// @param request what is about to be sent, for people; masked
    /// @param sent what a look for it will be compared with, for a write of a record
    record Attempt(
            UUID id,
            Lease lease,
            Side target,
            Operation operation,
            Optional<String> record,
            Optional<Link> link,
            List<Key> keys,
            Instant deadline,
            Hash request,
            Optional<Sent> sent) {}

    enum Attempted {
        GO,
        /// The record belongs to another link by now: read and decide again.
        TAKEN,
        /// Another create reserved one of the keys: wait until it is settled.
        RESERVED,
        /// A strong key belongs to another link.
        KEPT
    }

    /// @param done for each side, the sequence up to which its pending changes have their outcome
    ///   here
    /// @param link the link to write; empty: as it is
    /// @param uses the enriching records that the link now rests on; empty: as they were
    /// @param renewed whether what was touched before the lane was opened has been read anew
    /// @param attempt the attempt that ended, with a word about how
    /// @param touch an enriching record whose links become due
    /// @param wake lanes that wait for one of these ([Next#awaited]) become due, and so do these
    ///   where a person is asked about them, or is about to be asked about a create whose time is
    ///   over: their record may have found its link meanwhile. Of the one that this lane is to wait
    ///   for itself only that holds, so that two that wait for the same do not wake each other for
    ///   ever
    /// @param seen contents that polls need not bring again (what the systems answered to us)
    record Settlement(
            Lease lease,
            Map<Side, Long> done,
            Optional<Link> link,
            Optional<Uses> uses,
            boolean renewed,
            Optional<EndedAttempt> attempt,
            List<Outcome> outcomes,
            List<NewParked> park,
            List<ClosedParked> unpark,
            Optional<RecordRef> touch,
            Set<LaneId> wake,
            Set<Hash> seen,
            Next next) {

        /// The same, and what rests on `record` becomes due.
        Settlement touching(RecordRef record) {
            return with(Optional.of(record), next);
        }

        Settlement then(Next other) {
            return with(touch, other);
        }

        private Settlement with(Optional<RecordRef> touched, Next then) {
            return new Settlement(
                    lease, done, link, uses, renewed, attempt, outcomes, park, unpark, touched,
                    wake, seen, then);
        }
    }

    record EndedAttempt(UUID id, String how) {}

    enum OutcomeKind {
        APPLIED,
        UNCHANGED,
        SUPERSEDED,
        CONFLICT,
        DEAD
    }

    /// @param reason a short code (`echo`, `same`, `no-flow`, `newer`, …)
    /// @param sentence the decision in plain words
    /// @param newer for superseded: the change that took its place
    /// @param replaces for a pair that had an outcome and is mended now: the old one
    /// @param losing the value that lost, so that a person can restore it
    record Outcome(
            UUID change,
            OutcomeKind kind,
            String reason,
            String sentence,
            Optional<UUID> newer,
            Optional<OutcomeKind> replaces,
            Optional<Bytes> losing) {}

    enum ParkedKind {
        CONFLICT,
        DEAD
    }

    /// @param changes the pairs whose outcome this item holds
    /// @param group the field group that waits; empty: the whole record
    /// @param field the exact native field, where it is known
    /// @param partOf the item that asks a person for this one and others; this one is not shown
    /// @param gather what makes it one with others that ask the same
    record NewParked(
            UUID id,
            ParkedKind kind,
            String reason,
            String sentence,
            List<UUID> changes,
            Optional<String> group,
            Optional<String> field,
            Optional<String> baseValue,
            Optional<String> acmeValue,
            Optional<String> appValue,
            Bytes payload,
            String request,
            String response,
            Optional<UUID> partOf,
            Optional<Gather> gather) {

        public NewParked(
                UUID id,
                ParkedKind kind,
                String reason,
                String sentence,
                List<UUID> changes,
                Optional<String> group,
                Optional<String> field,
                Optional<String> baseValue,
                Optional<String> acmeValue,
                Optional<String> appValue,
                Bytes payload,
                String request,
                String response) {
            this(
                    id,
                    kind,
                    reason,
                    sentence,
                    changes,
                    group,
                    field,
                    baseValue,
                    acmeValue,
                    appValue,
                    payload,
                    request,
                    response,
                    Optional.empty(),
                    Optional.empty());
        }

        /// The reason of an item that keeps what a policy decided against, so that a person can
        /// have it back. It is closed in the settlement that parks it.
        static String won(Side side) {
            return side.word() + "-won";
        }

        /// The side that a policy decided for, if this item keeps what lost.
        public Optional<Side> winner() {
            return Arrays.stream(Side.values())
                    .filter(side -> reason.equals(won(side)))
                    .findFirst();
        }

        public NewParked partOf(UUID incident) {
            return new NewParked(
                    id,
                    kind,
                    reason,
                    sentence,
                    changes,
                    group,
                    field,
                    baseValue,
                    acmeValue,
                    appValue,
                    payload,
                    request,
                    response,
                    Optional.of(incident),
                    gather);
        }

        public NewParked gathered(Gather with) {
            return new NewParked(
                    id,
                    kind,
                    reason,
                    sentence,
                    changes,
                    group,
                    field,
                    baseValue,
                    acmeValue,
                    appValue,
                    payload,
                    request,
                    response,
                    partOf,
                    Optional.of(with));
        }
    }

    /// Items of one flow that ask the same: once so many of a key are open that were parked within
    /// [Gather#TOGETHER], one item asks for all of them and for those that follow, until none is
    /// open any more or a person decided. What it shows beside its sentence is the newest of them
    /// then.
    ///
    /// @param key equal for what asks the same
    /// @param from how many make one
    /// @param item the id of that item, should this be the one that completes the number
    /// @param sentence what it says
    record Gather(String key, int from, UUID item, String sentence) {

        /// What is years apart has no common cause.
        public static final Duration TOGETHER = Duration.ofHours(1);
    }

    /// @param state `resolved`, `replayed`, `superseded` or `closed` (the cause ceased to exist)
    record ClosedParked(UUID id, String state, String sentence) {}

    /// When the lane is due next.
    sealed interface Next {

        /// The lane that it waits for.
        default Optional<LaneId> awaited() {
            return switch (this) {
                case When when -> Optional.of(when.parent());
                case AfterCreate wait -> Optional.of(wait.lane());
                case Rest _, At _, Other _, Later _, Closing _ -> Optional.empty();
            };
        }

        /// Nothing is left for this direction, unless something arrived since the lane was opened:
        /// a change that is not in `done`, a touch, a person's decision. Tries begin anew.
        record Rest() implements Next {}

        /// Due again at a time; what was pending stays pending. A new change does not cut the wait
        /// short. Counts as a try.
        record At(Instant due, String why) implements Next {}

        /// At rest in this direction, and due in the other: now, unless it has a due time there
        /// already (a wait is not cut short).
        record Other() implements Next {}

        /// At rest as with [Rest], and due again at a time of its own: nothing waits for that.
        record Later(Instant due, String why) implements Next {}

        /// Due when some lane settles with `parent` in its wake, when a new change arrives, and at
        /// `latest` in any case. Counts as a try; with a new change tries begin anew.
        record When(LaneId parent, Instant latest, String why) implements Next {}

        /// Due when the create that `lane` has open is over, which every settlement that ends it
        /// tells by its wake; when a new change arrives, and at `latest` in any case. Due at once
        /// where it is over by now. Counts as a try; with a new change tries begin anew.
        record AfterCreate(LaneId lane, Instant latest, String why) implements Next {}

        /// Due when calls to `system` go through again ([Journal#wake]), and at `latest` in any
        /// case. A new change does not cut the wait short. It is no try: nothing was called.
        record Closing(String system, Instant latest, String why) implements Next {}
    }

    /// A record that was to be linked belongs to another link by now: read and decide again.
    final class Taken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Taken(String message) {
            super(message, null, false, false);
        }
    }
}
