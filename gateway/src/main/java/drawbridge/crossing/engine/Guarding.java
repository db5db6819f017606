package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.mapping.Flow.MassDelete;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.sync.Deleting;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.UUID;

/// Watches over deletes: so many at once that nobody can have meant them are stopped until a person
/// says go. What is counted and what waits is shared by all replicas.
public interface Guarding {

    /// The reason of what is parked by it.
    String MASS_DELETE = Deleting.MASS_DELETE;

    /// Asks whether a confirmed delete may be carried out at the other side. It is counted with the
    /// first call; asking again, also after a failure, counts nothing twice.
    ///
    /// All that wait belong to one incident, which has one parked item for a person. A lane leaves
    /// the incident when it settles without an item of its own; with the last one the incident
    /// ends.
    Future<Clearance> clear(ConfirmedDelete delete);

    /// @param gone the side whose record was deleted
    /// @param countedAs the lane of the record that somebody deleted or changed: its own, or of an
    ///   occurrence that of its series. Deletes that are counted as the same are one
    /// @param limits when deletes are too many
    /// @param incident the id of the parked item, should this be the delete that begins one
    record ConfirmedDelete(
            Lease lease,
            FlowName flow,
            Side gone,
            LaneId countedAs,
            MassDelete limits,
            String mappingVersion,
            UUID incident) {}

    sealed interface Clearance {

        /// It may be carried out.
        record Go() implements Clearance {}

        /// Not yet: others may follow that belong to it.
        record Wait(Instant until) implements Clearance {}

        /// It waits for a person, with others.
        ///
        /// @param incident the item that asks for all of them
        record Stop(UUID incident) implements Clearance {}

        /// A person said that it is not to be carried out.
        record Spare() implements Clearance {}
    }
}
