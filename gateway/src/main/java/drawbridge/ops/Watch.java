package drawbridge.ops;

import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.News;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Throughput;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks at the store once a second and tells the feed what is new; every overview is answered from
/// its last look, so that a hundred consoles cost what one does. Event loop only.
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /// How far behind the newest item that was told the next look begins, for commits that came
    /// late.
    private static final Duration LATE = Duration.ofSeconds(2);

    private final OpsReads reads;
    private final Feed feed;
    private final Clock clock;
    private final Rates rates = new Rates();
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, Breaker> breakers = new HashMap<>();
    private Snapshot last = new Snapshot(Instant.EPOCH, List.of());
    private Instant since;
    private boolean failing;
    private boolean looking;

    Watch(OpsReads reads, Feed feed, Clock clock) {
        this.reads = reads;
        this.feed = feed;
        this.clock = clock;
        this.since = clock.instant();
    }

    Snapshot last() {
        return last;
    }

    /// Whether the last look succeeded, not longer than three seconds ago.
    boolean current() {
        return Duration.between(last.at(), clock.instant()).compareTo(Duration.ofSeconds(3)) < 0;
    }

    Throughput throughput(int seconds) {
        return new Throughput(last.at(), rates.last(seconds));
    }

    /// One look; none while another is under way, so that an older one never ends last. Never
    /// fails: a store that cannot be read is logged once and shows as stale.
    Future<Void> look() {
        if (looking) {
            return Future.succeededFuture();
        }
        looking = true;
        return lookNow().onComplete(_ -> looking = false);
    }

    private Future<Void> lookNow() {
        return reads.figures()
                .compose(
                        figures -> {
                            last = new Snapshot(clock.instant(), figures);
                            Map<Direction, Long> settled = rates.second(last.directions());
                            feed.tick(
                                    operator ->
                                            last.only(operator::sees)
                                                    .tick(
                                                            operator.tenants().isEmpty()
                                                                    ? settled
                                                                    : Map.of()));
                            figures.stream()
                                    .flatMap(each -> each.breakers().stream())
                                    .forEach(this::tellBreaker);
                            return reads.parkedSince(since.minus(LATE));
                        })
                .map(
                        moved -> {
                            moved.forEach(this::tellParked);
                            failing = false;
                            return null;
                        })
                .otherwise(
                        failure -> {
                            if (!failing) {
                                LOG.atWarn()
                                        .addKeyValue("cause", failure.toString())
                                        .log("The store cannot be read for the ops API");
                            }
                            failing = true;
                            return null;
                        })
                .mapEmpty();
    }

    private void tellBreaker(Breaker now) {
        Breaker before = breakers.put(now.tenant() + "/" + now.system(), now);
        boolean moved =
                before == null ? now.state() != BreakerState.CLOSED : before.state() != now.state();
        if (moved) {
            feed.tell(new News.BreakerMoved(now));
        }
    }

    private void tellParked(OpsReads.Moved moved) {
        since = moved.at().isAfter(since) ? moved.at() : since;
        String key = moved.item().tenant() + "/" + moved.item().id();
        Long before = told.put(key, moved.item().version());
        if (before == null || before < moved.item().version()) {
            boolean open = moved.item().state() == ParkedState.OPEN;
            feed.tell(
                    open ? new News.ItemParked(moved.item()) : new News.ItemUnparked(moved.item()));
        }
        if (told.size() > 10_000) {
            told.clear();
        }
    }
}
