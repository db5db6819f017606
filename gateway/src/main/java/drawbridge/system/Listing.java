package drawbridge.system;

import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The incremental lists of systems, page by page. Every failure is a
/// [drawbridge.crossing.engine.CrossingFailure]; while a breaker is open a list fails at once and
/// never uses up its probe.
public interface Listing {

    /// @param rows as the system wrote them; each may be anything
    /// @param next the cursor of the page that follows; empty on the last
    /// @param at the system's own time of the answer, where it tells one
    record Page(List<Value> rows, Optional<String> next, Optional<Instant> at) {

        public Page {
            rows = List.copyOf(rows);
        }
    }

    /// Rows that changed at `since` or later.
    ///
    /// @param cursor from the page before; empty for the first
    Future<Page> page(
            TenantId tenant, ResourceName resource, Instant since, Optional<String> cursor);
}
