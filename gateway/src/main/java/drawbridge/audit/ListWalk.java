package drawbridge.audit;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.system.Listing;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A list of a system from its first row to its last, page by page with a rest between them. One
/// that breaks off or goes in a circle fails with [BrokenOff].
final class ListWalk {

    private static final int MOST_PAGES = 1_000_000;

    private final Listing listing;
    private final Calls calls;
    private final TenantId tenant;
    private final ResourceName resource;
    private final Set<String> turned = new HashSet<>();
    private Optional<String> cursor = Optional.empty();

    ListWalk(Listing listing, Calls calls, TenantId tenant, ResourceName resource) {
        this.listing = listing;
        this.calls = calls;
        this.tenant = tenant;
        this.resource = resource;
    }

    /// @param page what is done about the rows of each page, the rest before the next one included
    Future<Void> each(Function<List<Value>, Future<Void>> page) {
        return Turns.whileTrue(
                () ->
                        calls.patiently(() -> listing.page(tenant, resource, Instant.EPOCH, cursor))
                                .recover(this::brokenOff)
                                .compose(found -> page.apply(found.rows()).map(_ -> turn(found))));
    }

    private boolean turn(Listing.Page page) {
        cursor = page.next();
        if (cursor.isPresent() && (!turned.add(cursor.get()) || turned.size() > MOST_PAGES)) {
            throw new BrokenOff("The pages of " + resource + " do not come to an end.");
        }
        return cursor.isPresent();
    }

    private <T> Future<T> brokenOff(Throwable failure) {
        return Future.failedFuture(
                failure instanceof CrossingFailure said
                        ? new BrokenOff(
                                "The list of "
                                        + resource
                                        + " could not be read to its end: "
                                        + said.facts().sentence()
                                        + ".")
                        : failure);
    }
}
