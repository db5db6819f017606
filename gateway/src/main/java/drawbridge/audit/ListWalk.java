package drawbridge.audit;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.system.Listing;
import drawbridge.system.PageGuard;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A list of a system from its first row to its last, page by page with a rest between them. One
/// that breaks off or goes in a circle fails with [BrokenOff].
final class ListWalk {

    private static final int MOST_PAGES = 1_000_000;

    private final Listing listing;
    private final Calls calls;
    private final TenantId tenant;
    private final ResourceName resource;
    private final PageGuard guard;
    private Optional<String> cursor = Optional.empty();

    ListWalk(Listing listing, Calls calls, TenantId tenant, ResourceName resource) {
        this.listing = listing;
        this.calls = calls;
        this.tenant = tenant;
        this.resource = resource;
        this.guard = new PageGuard(resource, MOST_PAGES);
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
        try {
            if (page.sign() instanceof Listing.Sign.Moved) {
                guard.beginAnew();
                return true;
            }
            if (cursor.isPresent()) {
                guard.turn(page);
            }
        } catch (CrossingFailure endless) {
            throw new BrokenOff(capital(endless.facts().sentence()) + ".");
        }
        return cursor.isPresent();
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
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
