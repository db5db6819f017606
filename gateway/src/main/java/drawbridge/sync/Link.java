package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// The row that joins two records.
///
/// @param id also the id of its lane, and the external reference that a created record carries
/// @param life where it stands
/// @param acme the CRM's end; its record is unknown while a create is in flight
/// @param app the app's end
/// @param mappingVersion the version of the flow under which the bases were written
/// @param trail what we wrote lately
public record Link(
        UUID id, FlowName flow, Life life, End acme, End app, String mappingVersion, Trail trail) {

    /// A link that was never written to.
    public Link(UUID id, FlowName flow, Life life, End acme, End app, String mappingVersion) {
        this(id, flow, life, acme, app, mappingVersion, Trail.NONE);
    }

    public enum Life {
        /// Inserted with the attempt of a create; one end has no record yet.
        UNLINKED,
        LINKED,
        /// A side's record was deleted and the policy has been carried out.
        TOMBSTONE
    }

    /// @param record the system's id of the record
    /// @param base absent until both sides were in agreement once
    /// @param lastVersion text of the version last seen, where the system has versions
    /// @param missingSince when the record first answered "not found" without an explicit
    ///   tombstone; of a tombstone, that it was this side's record that was deleted
    public record End(
            Optional<String> record,
            Optional<Base> base,
            Optional<String> lastVersion,
            Optional<Instant> missingSince) {

        public static final End NONE =
                new End(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public End end(Side side) {
        return side == Side.ACME ? acme : app;
    }

    public Link with(Side side, End end) {
        return side == Side.ACME
                ? new Link(id, flow, life, end, app, mappingVersion, trail)
                : new Link(id, flow, life, acme, end, mappingVersion, trail);
    }

    /// This link, its bases with all that they said when they agreed.
    public Link marked(Flow flow) {
        Link marked = this;
        for (Side side : Side.values()) {
            End end = marked.end(side);
            if (end.base().isPresent()) {
                Base base = Mark.complete(flow, side, end.base().get());
                marked =
                        marked.with(
                                side,
                                new End(
                                        end.record(),
                                        Optional.of(base),
                                        end.lastVersion(),
                                        end.missingSince()));
            }
        }
        return marked;
    }

    /// Whether a group of either base says something else through today's mapping than it did when
    /// both sides agreed.
    public boolean saysOtherwise(Flow flow) {
        return Arrays.stream(Side.values())
                .anyMatch(
                        side ->
                                end(side)
                                        .base()
                                        .filter(base -> Mark.differs(flow, side, base))
                                        .isPresent());
    }

    public Link with(Trail now) {
        return new Link(id, flow, life, acme, app, mappingVersion, now);
    }

    public Link with(Life now) {
        return new Link(id, flow, now, acme, app, mappingVersion, trail);
    }
}
