package drawbridge.audit;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;
import drawbridge.intake.Ownership;
import drawbridge.journal.AuditReads;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.system.Listing;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.function.Supplier;

/// What audits stand on.
///
/// @param mappings asked when an audit begins
/// @param listing behind the breakers, as the sweep's
/// @param reader likewise
public record Ports(
        Supplier<Mappings> mappings,
        Listing listing,
        Reader reader,
        Journal journal,
        AuditReads reads,
        AuditBook book,
        Ownership ownership,
        Clock clock,
        Dice dice) {

    /// Reads a single record; fails with a [drawbridge.crossing.engine.CrossingFailure].
    @FunctionalInterface
    public interface Reader {

        Future<Remote.Read> read(TenantId tenant, RecordRef record);
    }
}
