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
public final class ListWalk {

    private static final int MOST_PAGES = 1_000_000;

    private final Listing listing;
    private final Calls calls;
    private final TenantId tenant;
    private final ResourceName resource;
    private final PageGuard guard;
    private Optional<String> cursor = Optional.empty();

    public ListWalk(Listing listing, Calls calls, TenantId tenant, ResourceName resource) {
        this.listing = listing;
        this.calls = calls;
        this.tenant = tenant;
        this.resource = resource;
        this.guard = new PageGuard(resource, "list", MOST_PAGES);
    }

    /// @param next the cursor of the page that follows; empty on the last one, and where rows left
    ///   the list meanwhile, so that it is read anew from its first page
    public record Step(List<Value> rows, Optional<String> next) {}

    /// Goes on at a page that an earlier walk told of; empty: from the first.
    public ListWalk from(Optional<String> page) {
        cursor = page;
        return this;
    }

    /// @param page what is done about the rows of each page, the rest before the next one included
    Future<Void> each(Function<List<Value>, Future<Void>> page) {
        return steps(step -> page.apply(step.rows()));
    }

    /// @param page what is done about each page, the rest before the next one included
    public Future<Void> steps(Function<Step, Future<Void>> page) {
        return Turns.whileTrue(
                () ->
                        calls.patiently(() -> listing.page(tenant, resource, Instant.EPOCH, cursor))
                                .recover(this::brokenOff)
                                .compose(
                                        found ->
                                                page.apply(new Step(found.rows(), found.next()))
                                                        .map(_ -> turn(found))));
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
