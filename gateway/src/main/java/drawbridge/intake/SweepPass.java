package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Dice;
import drawbridge.system.Listing;
import drawbridge.system.Listing.Page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One reading of a list, from a little before its cursor to its end. Each page is one delivery
/// that also moves the cursor; a page that cannot be read or stored changes nothing and ends the
/// pass, and the next one begins where this one stood.
///
/// The cursor never stands later than the system's clock: of a row that is dated in the future
/// nothing follows for those that change before that time.
///
/// Rows younger than the grace time are left, and so, for as long as the list has patience, are
/// those that its webhooks have not reached yet: their webhook is under way, and what it brings was
/// not missed.
final class SweepPass {

    /// @param rows read
    /// @param missed stored, although a webhook or push should have brought them
    record Found(int rows, long missed) {

        Found plus(int more, long moreMissed) {
            return new Found(rows + more, missed + moreMissed);
        }
    }

    static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final int MOST_PAGES = 10_000;

    private final Vertx vertx;
    private final Listing listing;
    private final Appending appending;
    private final WebhookFront front;
    private final Clock clock;
    private final Dice dice;
    private final SweepTarget target;
    private final Optional<SweepCursor> from;
    private final Held held;
    private final Set<String> turned = new HashSet<>();
    private boolean ascending = true;
    private Optional<SweepCursor> reached;

    SweepPass(
            Vertx vertx,
            Listing listing,
            Appending appending,
            WebhookFront front,
            Clock clock,
            Dice dice,
            SweepTarget target,
            Optional<SweepCursor> from,
            Held held) {
        this.vertx = vertx;
        this.listing = listing;
        this.appending = appending;
        this.front = front;
        this.clock = clock;
        this.dice = dice;
        this.target = target;
        this.from = from;
        this.reached = from;
        this.held = held;
    }

    /// As whom the list is read.
    ///
    /// @param still asked before each further page
    record Held(long epoch, Supplier<Future<OptionalLong>> still) {

        Future<Void> on() {
            return still.get()
                    .compose(
                            now ->
                                    now.equals(OptionalLong.of(epoch))
                                            ? Future.succeededFuture()
                                            : Future.failedFuture(new Taken()));
        }
    }

    /// Another replica reads the list by now.
    static final class Taken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Taken() {
            super("another replica reads the list by now", null, false, false);
        }
    }

    Future<Found> run() {
        return page(Optional.empty(), new Found(0, 0));
    }

    private Future<Found> page(Optional<String> cursor, Found found) {
        Instant since =
                from.map(known -> known.at().minus(target.list().lookBack())).orElse(Instant.EPOCH);
        return listing.page(target.key().tenant(), target.resource().name(), since, cursor)
                .compose(page -> take(page, found));
    }

    private Future<Found> take(Page page, Found found) {
        Instant now = page.at().orElseGet(clock::now);
        Instant oldEnough = findsMissed() ? oldEnough(now) : Instant.MAX;
        return vertx.executeBlocking(
                        () -> SweepRows.read(target, page.rows(), oldEnough, dice), false)
                .compose(rows -> store(page, rows, now))
                .compose(
                        stored -> {
                            long missed = missed(stored.receipts);
                            Found sum = found.plus(page.rows().size(), missed);
                            if (stored.young || page.next().isEmpty()) {
                                return noteEmpty(page, sum);
                            }
                            return turn(page.next().get())
                                    .compose(_ -> rest(missed))
                                    .compose(_ -> held.on())
                                    .compose(_ -> page(page.next(), sum));
                        });
    }

    /// Until when what changed is missed, if no webhook has told of it.
    ///
    /// @param now by the system's clock
    private Instant oldEnough(Instant now) {
        Instant graced = now.minus(GRACE);
        Instant reached = front.reached(target.key().tenant(), target.key().system());
        Instant longest = graced.minus(target.patience());
        Instant left = reached.isAfter(longest) ? reached : longest;
        return left.isBefore(graced) ? left : graced;
    }

    /// Where webhooks come, much that seems to be missed is rather still under way: it gets the
    /// time to come, where nobody waits for it.
    private Future<Void> rest(long missed) {
        boolean told =
                front.reached(target.key().tenant(), target.key().system()).isBefore(Instant.MAX);
        return missed > 0 && told && target.isOnlyCounted()
                ? vertx.timer(REST.toMillis(), TimeUnit.MILLISECONDS).mapEmpty()
                : Future.succeededFuture();
    }

    /// A first pass over an empty list knows as much as one over a full one: what changes from now
    /// on should be told otherwise.
    private Future<Found> noteEmpty(Page page, Found found) {
        if (found.rows() > 0 || from.isPresent() || page.at().isEmpty()) {
            return Future.succeededFuture(found);
        }
        SweepCursor now = new SweepCursor(page.at().get(), "");
        return appending
                .append(
                        new Delivery(
                                target.key().tenant(),
                                Trigger.POLL,
                                Optional.empty(),
                                List.of(),
                                false,
                                Optional.of(move(now))))
                .map(_ -> found);
    }

    private record Stored(List<Receipt> receipts, boolean young) {}

    private Future<Stored> store(Page page, SweepRows rows, Instant now) {
        if (rows.changes().isEmpty()) {
            return Future.succeededFuture(new Stored(List.of(), rows.young()));
        }
        // A list that is not ascending may bring older rows on a later page: then the cursor waits
        // for the last one.
        ascending &=
                rows.ascending()
                        && (reached.isEmpty()
                                || turned.isEmpty()
                                || rows.last().map(last -> !precedes(last)).orElse(true));
        reached =
                rows.last()
                        .map(last -> last.at().isAfter(now) ? new SweepCursor(now, "") : last)
                        .map(last -> reached.map(last::max).orElse(last))
                        .or(() -> reached);
        boolean ended = page.next().isEmpty() && !rows.young();
        Optional<CursorMove> move =
                reached.filter(_ -> ascending || ended)
                        .filter(here -> !Optional.of(here).equals(from))
                        .map(this::move);
        return appending
                .append(
                        new Delivery(
                                target.key().tenant(),
                                Trigger.POLL,
                                Optional.empty(),
                                rows.changes(),
                                findsMissed(),
                                move))
                .map(receipts -> new Stored(receipts, rows.young()));
    }

    private boolean precedes(SweepCursor last) {
        return reached.isPresent() && last.at().isBefore(reached.get().at());
    }

    private CursorMove move(SweepCursor to) {
        SweepTarget.Key key = target.key();
        Optional<CursorMove.Owner> owner =
                held.epoch() == 0
                        ? Optional.empty()
                        : Optional.of(new CursorMove.Owner(key.job(), held.epoch()));
        return new CursorMove(key.system(), key.resource(), to.toString(), owner);
    }

    /// A list whose pages lead in a circle never ends; one without end is no better.
    private Future<Void> turn(String next) {
        return turned.add(next) && turned.size() < MOST_PAGES
                ? Future.succeededFuture()
                : Future.failedFuture(
                        new CrossingFailure.Unexplained(
                                Facts.of(
                                        "the pages of "
                                                + target.resource().name()
                                                + " do not come to an end")));
    }

    /// The first pass reads what was there before anybody listened.
    private boolean findsMissed() {
        return from.isPresent() && target.toldOtherwise();
    }

    private long missed(List<Receipt> receipts) {
        return findsMissed()
                ? receipts.stream().filter(receipt -> !receipt.duplicate()).count()
                : 0;
    }
}
