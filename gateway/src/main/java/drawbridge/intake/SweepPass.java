package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Dice;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.system.Listing;
import drawbridge.system.Listing.Page;
import drawbridge.system.Listing.Sign;
import drawbridge.system.PageGuard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /// Before the position of a list that goes on by tokens.
    private static final String TOKEN = "token ";

    private static final Logger LOG = LoggerFactory.getLogger(SweepPass.class);

    private final Vertx vertx;
    private final Listing listing;
    private final Appending appending;
    private final WebhookFront front;
    private final Clock clock;
    private final Dice dice;
    private final SweepTarget target;
    private final Optional<String> position;
    private final Optional<Comparison> comparison;
    private final Optional<SweepCursor> from;
    private final Held held;
    private final PageGuard guard;
    private boolean ascending = true;
    private boolean begunAnew;
    private boolean leavesYoung = true;
    private Instant atLeast = Instant.MAX;
    private boolean unreadable;

    /// The token from which this reading goes on; without one it is of the whole list.
    private Optional<String> begin;

    private Optional<SweepCursor> reached;

    SweepPass(
            Vertx vertx,
            Listing listing,
            Appending appending,
            WebhookFront front,
            Clock clock,
            Dice dice,
            SweepTarget target,
            Optional<String> position,
            Optional<Comparison> comparison,
            Held held) {
        this.vertx = vertx;
        this.listing = listing;
        this.appending = appending;
        this.front = front;
        this.clock = clock;
        this.dice = dice;
        this.target = target;
        this.position = position;
        this.comparison = comparison;
        this.begin = token(target, position);
        this.from =
                target.list().changes() instanceof Changes.Since
                        ? position.flatMap(SweepCursor::parse)
                        : Optional.empty();
        this.reached = from;
        this.held = held;
        this.guard =
                new PageGuard(
                        target.resource().name(),
                        target.deleted() ? "deleted" : "list",
                        MOST_PAGES);
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

    /// Leaves no row to its webhook: somebody waits to know that all was read that changed since.
    /// It is read once more where an earlier reading has passed it: that one may have met rows that
    /// could not be read, or were not shown yet.
    SweepPass all(Instant since) {
        leavesYoung = false;
        atLeast = since;
        return this;
    }

    /// Whether each row that was there was stored as a record's change. Known once it has run.
    boolean isWhole() {
        return !leavesYoung && !unreadable;
    }

    Future<Found> run() {
        return page(begin, new Found(0, 0));
    }

    /// Where the reading before ended, if its list says so by tokens.
    private static Optional<String> token(SweepTarget target, Optional<String> position) {
        return position.filter(_ -> target.list().changes() instanceof Changes.Tokens)
                .filter(text -> text.startsWith(TOKEN))
                .map(text -> text.substring(TOKEN.length()));
    }

    private Future<Found> page(Optional<String> cursor, Found found) {
        return listed(cursor)
                .compose(
                        page ->
                                switch (page.sign()) {
                                    case Sign.Moved _ -> anew(found);
                                    case Sign.Expired _ -> expired(found);
                                    case Sign.Nothing _, Sign.Token _ -> take(page, found);
                                });
    }

    private Future<Page> listed(Optional<String> cursor) {
        return target.deleted()
                ? listing.deleted(target.key().tenant(), target.resource().name(), since(), cursor)
                : listing.page(target.key().tenant(), target.resource().name(), since(), cursor);
    }

    private Instant since() {
        return (begunAnew && ascending ? reached : from)
                .map(SweepCursor::at)
                .map(at -> at.isAfter(atLeast) ? atLeast : at)
                .map(at -> at.minus(target.list().lookBack()))
                .orElse(Instant.EPOCH);
    }

    /// Rows left the list while it was read: those that came into their place may have been passed
    /// over. What was stored stays stored, and is known again.
    private Future<Found> anew(Found found) {
        return Future.succeededFuture()
                .map(
                        _ -> {
                            guard.beginAnew();
                            begunAnew = true;
                            return found;
                        })
                .compose(_ -> held.on())
                .compose(_ -> page(begin, found));
    }

    /// The list does not know any more what changed since the token. All of it is read; that a
    /// record is not in it proves nothing.
    private Future<Found> expired(Found found) {
        LOG.atWarn()
                .addKeyValue("tenant", target.tenant().name())
                .addKeyValue("system", target.key().system())
                .addKeyValue("resource", target.key().resource())
                .log("The token of a list is too old; the list is read from its beginning");
        begin = Optional.empty();
        return anew(found);
    }

    private Future<Found> take(Page page, Found found) {
        Instant now = page.at().orElseGet(clock::now);
        Instant oldEnough = findsMissed() && leavesYoung ? oldEnough(now) : Instant.MAX;
        return vertx.executeBlocking(
                        () -> SweepRows.read(target, page.rows(), oldEnough, dice), false)
                .compose(
                        rows ->
                                comparison
                                        .map(one -> compared(one, page, rows, now))
                                        .orElseGet(() -> store(page, rows, now)))
                .compose(
                        stored -> {
                            long missed = missed(stored.receipts);
                            Found sum = found.plus(page.rows().size(), missed);
                            if (stored.young || page.next().isEmpty()) {
                                return comparison
                                        .map(one -> end(one, page, sum))
                                        .orElseGet(() -> noteEmpty(page, sum));
                            }
                            guard.turn(page);
                            return rest(missed)
                                    .compose(_ -> held.on())
                                    .compose(_ -> page(page.next(), sum));
                        });
    }

    private Future<Stored> compared(Comparison one, Page page, SweepRows rows, Instant now) {
        return one.compare(rows)
                .compose(
                        compared ->
                                store(page, compared.rows(), now)
                                        .compose(
                                                stored -> one.remember(compared).map(_ -> stored)));
    }

    /// A token stands for the whole reading that it ends, and for what that did not tell of any
    /// more: it is kept last.
    private Future<Found> end(Comparison one, Page page, Found sum) {
        return (begin.isEmpty() ? one.end(this::append) : Future.succeededFuture(0))
                .compose(
                        _ ->
                                byToken(page)
                                        .map(move -> append(List.of(), Optional.of(move)))
                                        .orElseGet(() -> Future.succeededFuture(List.of())))
                .map(_ -> sum);
    }

    private Future<List<Receipt>> append(List<Incoming> changes) {
        return append(changes, Optional.empty());
    }

    private Future<List<Receipt>> append(List<Incoming> changes, Optional<CursorMove> move) {
        return appending.append(
                new Delivery(
                        target.key().tenant(),
                        Trigger.POLL,
                        Optional.empty(),
                        changes,
                        false,
                        move));
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
        if (found.rows() > 0 || position.isPresent() || page.at().isEmpty()) {
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
                                Optional.of(move(now.toString()))))
                .map(_ -> found);
    }

    private record Stored(List<Receipt> receipts, boolean young) {}

    private Future<Stored> store(Page page, SweepRows rows, Instant now) {
        unreadable |= rows.changes().stream().anyMatch(row -> row.unreadable().isPresent());
        if (rows.changes().isEmpty()) {
            return Future.succeededFuture(new Stored(List.of(), rows.young()));
        }
        // A list that is not ascending may bring older rows on a later page: then the cursor waits
        // for the last one.
        ascending &=
                rows.ascending()
                        && (reached.isEmpty()
                                || !guard.hasTurned()
                                || rows.last().map(last -> !precedes(last)).orElse(true));
        reached =
                rows.last()
                        .map(last -> last.at().isAfter(now) ? new SweepCursor(now, "") : last)
                        .map(last -> reached.map(last::max).orElse(last))
                        .or(() -> reached);
        boolean ended = page.next().isEmpty() && !rows.young();
        Optional<CursorMove> move =
                comparison.isPresent()
                        ? Optional.empty()
                        : reached.filter(_ -> ascending || ended)
                                .filter(here -> !Optional.of(here).equals(from))
                                .map(here -> move(here.toString()));
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

    private Optional<CursorMove> byToken(Page page) {
        return page.sign() instanceof Sign.Token(String cursor)
                ? Optional.of(TOKEN + cursor)
                        .filter(here -> !position.equals(Optional.of(here)))
                        .map(this::move)
                : Optional.empty();
    }

    private boolean precedes(SweepCursor last) {
        return reached.isPresent() && last.at().isBefore(reached.get().at());
    }

    private CursorMove move(String to) {
        SweepTarget.Key key = target.key();
        Optional<CursorMove.Owner> owner =
                held.epoch() == 0
                        ? Optional.empty()
                        : Optional.of(new CursorMove.Owner(key.job(), held.epoch()));
        return new CursorMove(key.system(), key.resource(), to, owner);
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
