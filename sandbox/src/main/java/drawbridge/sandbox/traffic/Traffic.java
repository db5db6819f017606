package drawbridge.sandbox.traffic;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/// One run: people arrive, then work on both sides at the planned rate, midway the last user gets a
/// partner in the app, and at the end the last answers are waited for.
///
/// Deployed, it has seen to the people; `finished` completes when the run is over.
public final class Traffic extends VerticleBase {

    private static final long TICK_MILLIS = 20;
    private static final long LOOK_MILLIS = 400;

    private final TrafficPlan plan;
    private final InstantSource clock;
    private final Promise<Void> finished = Promise.promise();
    private final List<Crowd> crowds = new ArrayList<>();
    private final Random dice;
    private final Deed.Deck deck;
    private @Nullable TrafficLedger ledger;
    private double owed;
    private long spent;
    private boolean partnerCame;
    private IntSupplier forgeries = () -> 0;
    private boolean looking;
    private boolean massDeleted;

    public Traffic(TrafficPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
        this.dice = new Random(plan.seed());
        this.deck = new Deed.Deck(dice, plan.activities());
    }

    /// Completes when the last deed has its answer in the ledger.
    public Future<Void> finished() {
        return finished.future();
    }

    @Override
    public Future<?> start() throws IOException {
        var client =
                WebClient.create(
                        vertx,
                        new WebClientOptions().setConnectTimeout(2_000).setFollowRedirects(false),
                        new PoolOptions().setHttp1MaxSize(64));
        var book = new TrafficLedger(plan.ledger(), clock);
        ledger = book;
        var acme = new Side("acme", plan.acme(), plan.control(), client, new AcmeWords());
        var app = new Side("app", plan.app(), plan.control(), client, new AppWords());
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        var whim = new Whim(dice, monday, plan.weeks());
        var forger = new Forger(client, book, clock, dice);
        forgeries = forger::underWay;
        Future<Void> arrived = Future.succeededFuture();
        for (var account : plan.accounts()) {
            var crowd = new Crowd(account, acme, app, book, whim, forger, plan.deletes());
            crowds.add(crowd);
            arrived =
                    arrived.compose(_ -> crowd.people().arrive(plan.users(), plan.contacts()))
                            .compose(_ -> crowd.look());
        }
        return arrived.onSuccess(_ -> begin());
    }

    private void begin() {
        if (plan.massDelete()) {
            crowds.getFirst().fill();
        }
        vertx.setPeriodic(LOOK_MILLIS, _ -> look());
        vertx.setPeriodic(TICK_MILLIS, this::tick);
    }

    /// Time is counted in ticks, and what one tick could not do the next one does.
    private void tick(long timer) {
        spent += TICK_MILLIS;
        owed += plan.rate() * TICK_MILLIS / 1_000;
        while (owed >= 1) {
            owed--;
            crowds.get(dice.nextInt(crowds.size())).act(deck.draw());
        }
        if (!partnerCame && spent * 2 >= plan.length().toMillis()) {
            partnerCame = true;
            crowds.forEach(
                    crowd -> crowd.people().member(plan.users()).onFailure(finished::tryFail));
        }
        if (plan.massDelete() && !massDeleted && share(6)) {
            massDeleted = crowds.getFirst().massDelete(!share(9));
        }
        if (spent >= plan.length().toMillis()) {
            var _ = vertx.cancelTimer(timer);
            vertx.setTimer(LOOK_MILLIS, _ -> end());
        }
    }

    /// Whether so many tenths of the time are over.
    private boolean share(int tenths) {
        return spent * 10 >= plan.length().toMillis() * tenths;
    }

    private void look() {
        if (!looking) {
            looking = true;
            Future.join(crowds.stream().map(Crowd::look).toList()).onComplete(_ -> looking = false);
        }
    }

    private void end() {
        if (forgeries.getAsInt() == 0 && crowds.stream().allMatch(crowd -> crowd.waiting() == 0)) {
            finished.tryComplete();
        } else {
            vertx.setTimer(LOOK_MILLIS, _ -> end());
        }
    }

    @Override
    public Future<?> stop() throws IOException {
        if (ledger != null) {
            ledger.close();
        }
        finished.tryComplete();
        return Future.succeededFuture();
    }
}
