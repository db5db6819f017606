package drawbridge.crossing.engine;

import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The systems, as the engine sees them. Every failure is a [CrossingFailure]; nothing beneath this
/// port ever repeats a call that can change a system.
public interface Remote {

    /// @param attempt the attempt row behind a call that can change the system; empty for reads
    /// @param deadline after which the call counts as unanswered (the clock's time)
    /// @param reference by which a record that is made is known to us, whether the system keeps it
    ///   or not: the same whenever the create of one record is sent again, and no other's
    record Call(
            TenantId tenant, Optional<UUID> attempt, Instant deadline, Optional<String> reference) {

        public Call(TenantId tenant, Optional<UUID> attempt, Instant deadline) {
            this(tenant, attempt, deadline, Optional.empty());
        }

        Call making(String what) {
            return new Call(tenant, attempt, deadline, Optional.of(what));
        }
    }

    Future<Read> read(Call call, RecordRef record);

    /// The records that a named lookup of the system's descriptor finds, in the system's order. The
    /// arguments fill the lookup's parameters; the lookup `external-reference` takes `reference`
    /// and may find deleted records.
    Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments);

    /// Creates a record from native members. The body already carries our reference, where the
    /// system keeps one in the record; the call names it in any case.
    Future<Written> create(Call call, ResourceName resource, Value.Obj body);

    /// Changes the members of `patch` alone; everything else keeps its value.
    Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition);

    /// Deletes a record for good; one that is gone already is deleted as well.
    Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition);

    /// Puts a figure to an absolute number: the same number again changes nothing.
    ///
    /// @param owner the id of its owner in that system
    Future<Void> put(Call call, ResourceName figure, String owner, Bucket bucket, long number);

    /// Opens or closes the circuit breaker of a tenant's system: while open, every call fails at
    /// once with [CrossingFailure.Transient], except those that `probe` lets through.
    void breaker(TenantId tenant, String system, Gate gate);

    enum Gate {
        CLOSED,
        /// Lets the next call through and no other.
        PROBE,
        OPEN
    }

    sealed interface Read {

        record Present(State state) implements Read {}

        /// @param explicit whether the system says that the record was deleted (410, a tombstone);
        ///   a 404 alone is no proof
        record Absent(boolean explicit) implements Read {}
    }

    /// @param deleted whether the record was deleted; then its state may lack members
    record Found(RecordRef record, State state, boolean deleted) {}

    /// @param state the whole record as answered; empty when the answer did not hold it and it must
    ///   be read
    record Written(RecordRef record, Optional<State> state) {}
}
