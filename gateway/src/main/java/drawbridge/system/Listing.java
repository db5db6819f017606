package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The lists of systems, page by page. Every failure is a
/// [drawbridge.crossing.engine.CrossingFailure]; while a breaker is open a list fails at once and
/// never uses up its probe.
public interface Listing {

    /// @param rows as the system wrote them; each may be anything
    /// @param next the cursor of the page that follows; empty on the last
    /// @param at the system's own time of the answer, where it tells one
    /// @param sign what else the page says about the list
    record Page(List<Value> rows, Optional<String> next, Optional<Instant> at, Sign sign) {

        public Page {
            rows = List.copyOf(rows);
        }

        public Page(List<Value> rows, Optional<String> next, Optional<Instant> at) {
            this(rows, next, at, new Sign.Nothing());
        }
    }

    /// What a page says about its list.
    sealed interface Sign {

        record Nothing() implements Sign {}

        /// Rows left the list while it was read, and others may have come into their place
        /// unnoticed: only who begins anew has read them all. There is no next page.
        record Moved() implements Sign {}

        /// The list is read to its end.
        ///
        /// @param cursor from which the next reading goes on
        record Token(String cursor) implements Sign {}

        /// The token is too old: only who begins anew has read them all. There are no rows.
        record Expired() implements Sign {}
    }

    /// Rows that changed at `since` or later, where the list can tell.
    ///
    /// @param cursor from the page before, or from the token of an earlier reading; empty for the
    ///   first page
    Future<Page> page(
            TenantId tenant, ResourceName resource, Instant since, Optional<String> cursor);

    /// The same of the list of what was deleted, where a system has one of its own.
    default Future<Page> deleted(
            TenantId tenant, ResourceName resource, Instant since, Optional<String> cursor) {
        return Future.failedFuture(
                new CrossingFailure.Unexplained(
                        Facts.of(resource + " has no list of what was deleted")));
    }
}
