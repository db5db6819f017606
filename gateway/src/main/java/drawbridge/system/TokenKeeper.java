package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.Token;
import drawbridge.tenant.Tokens;
import drawbridge.tenant.Tokens.Stored;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The token in use of each grant. One at a time gets the next one: within this process by a future
/// that all share, across replicas by a lease in the store, where the others read it.
///
/// The next token is got before this one ends, while calls go on with this one; only without any
/// token does a call wait. What was replaced in the store is shown for two seconds longer at most.
/// A token server that fails is left alone for a moment. A refusal is not kept: it suspends the
/// connection, and once a person has resumed that, the server is asked anew. An answer that looks
/// good and holds no token counts as a refusal when it is the third in a row.
final class TokenKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeeper.class);

    /// Beyond the time-out of the call itself, so that a lease never ends before its call does.
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    /// Who comes to its turn later than this, because the process stood still, has lost it.
    private static final Duration TURN = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /// A token that is in use is compared with the stored one as often as this: another replica may
    /// have got what a person granted anew, perhaps for another account.
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int STORE_TRIES = 5;

    /// Between answers without a token: a server that is only confused for a moment is not given
    /// up.
    private static final Duration PAUSE_WITHOUT = Duration.ofSeconds(30);

    private static final int MOST_WITHOUT = 3;

    /// @param generation grows from token to token
    record Held(Token token, long generation) {}

    /// How a token is got, once it is this process's turn.
    interface Source {

        /// @param last the token before, which may hold the refresh token
        Future<Token> next(Optional<Token> last);
    }

    private record Key(GrantId grant, String endpoint) {}

    /// What is known of one grant.
    private static final class Desk {
        private @Nullable Held held;
        private @Nullable Future<Held> underWay;
        private @Nullable Future<?> looking;
        private long lookedNanos;
        private @Nullable CrossingFailure failed;
        private long pausedUntilNanos;

        /// How many answers in a row held no token.
        private int without;
    }

    private final Vertx vertx;
    private final Clock clock;
    private final Tokens tokens;
    private final Map<Key, Desk> desks = new ConcurrentHashMap<>();

    TokenKeeper(Vertx vertx, Clock clock, Tokens tokens) {
        this.vertx = vertx;
        this.clock = clock;
        this.tokens = tokens;
    }

    /// A token that serves now.
    ///
    /// @param refused the generation that the system did not take; -1 for none
    /// @param within how long the caller waits; what is under way goes on without it
    Future<Held> token(Line line, GrantId grant, long refused, Duration within, Source source) {
        Desk desk = desk(line, grant);
        long begun = clock.monotonicNanos();
        Optional<Future<?>> look = look(desk, grant, refused);
        return look.isEmpty()
                ? ready(desk, line, grant, refused, within, source)
                : here(grant, look.get(), within)
                        .compose(
                                _ ->
                                        ready(
                                                desk,
                                                line,
                                                grant,
                                                refused,
                                                within.minusNanos(clock.monotonicNanos() - begun),
                                                source));
    }

    /// A look at the store, where one is due; without one the next token is got by whoever wants
    /// it, and that reads the store anyway. A store that does not answer changes nothing.
    private Optional<Future<?>> look(Desk desk, GrantId grant, long refused) {
        synchronized (desk) {
            Held held = desk.held;
            if (held == null
                    || held.generation() <= refused
                    || clock.monotonicNanos() - desk.lookedNanos < LOOK.toNanos()) {
                return Optional.empty();
            }
            if (desk.looking == null) {
                Promise<?> looked = Promise.promise();
                desk.looking = looked.future();
                tokens.read(grant)
                        .onComplete(
                                read -> {
                                    looked(desk, read);
                                    looked.complete();
                                });
            }
            return Optional.ofNullable(desk.looking);
        }
    }

    private void looked(Desk desk, AsyncResult<Stored> read) {
        synchronized (desk) {
            desk.looking = null;
            // A store that does not answer is left alone as well, or each call would wait for it.
            desk.lookedNanos = clock.monotonicNanos();
            Held held = desk.held;
            if (read.succeeded()
                    && held != null
                    && read.result().generation() > held.generation()) {
                desk.held = good(read.result(), held.generation()).orElse(null);
            }
        }
    }

    private Future<Held> ready(
            Desk desk, Line line, GrantId grant, long refused, Duration within, Source source) {
        Future<Held> next;
        synchronized (desk) {
            Instant now = clock.now();
            Optional<Held> serving =
                    Optional.ofNullable(desk.held)
                            .filter(held -> held.generation() > refused)
                            .filter(held -> now.isBefore(held.token().servesUntil()));
            if (serving.filter(held -> now.isBefore(held.token().renewAt())).isPresent()) {
                return Future.succeededFuture(serving.get());
            }
            next = next(desk, line, grant, refused, source);
            if (serving.isPresent()) {
                return Future.succeededFuture(serving.get());
            }
        }
        return here(grant, next, within);
    }

    private Desk desk(Line line, GrantId grant) {
        return desks.computeIfAbsent(new Key(grant, line.connection().endpoint()), _ -> new Desk());
    }

    /// Joins what is under way, or begins; holds the desk's lock.
    private Future<Held> next(Desk desk, Line line, GrantId grant, long refused, Source source) {
        if (desk.underWay != null) {
            return desk.underWay;
        }
        CrossingFailure failed = desk.failed;
        if (failed != null && desk.pausedUntilNanos - clock.monotonicNanos() > 0) {
            return Future.failedFuture(failed);
        }
        Held held = desk.held;
        long after = Math.max(refused, held == null ? -1 : held.generation());
        Promise<Held> promise = Promise.promise();
        desk.underWay = promise.future();
        Duration lease = line.system().limits().timeout().plus(LEASE_MARGIN);
        obtain(grant, after, lease, source)
                .recover(failure -> Future.failedFuture(counted(desk, failure)))
                .onComplete(
                        ended -> {
                            arrived(desk, ended);
                            promise.handle(ended);
                        });
        return promise.future();
    }

    /// Whether another token is stored than the one of `generation`: got by another replica, or for
    /// what a person granted anew. Never fails; a store that does not answer has none.
    Future<Boolean> isReplaced(GrantId grant, long generation) {
        return tokens.read(grant).map(now -> good(now, generation).isPresent()).otherwise(false);
    }

    /// A server that answers for ever as if all were well, and gives no token, is mended by nobody
    /// who waits for it.
    private static Throwable counted(Desk desk, Throwable failure) {
        if (!(failure instanceof CrossingFailure known && TokenCall.gaveNone(known))) {
            return failure;
        }
        synchronized (desk) {
            desk.without++;
            if (desk.without < MOST_WITHOUT) {
                return failure;
            }
            desk.without = 0;
            Facts facts = known.facts();
            return new CrossingFailure.Credential(
                    new Facts(
                            facts.sentence() + ", " + MOST_WITHOUT + " times in a row",
                            facts.status(),
                            facts.request(),
                            facts.response()));
        }
    }

    private void arrived(Desk desk, AsyncResult<Held> ended) {
        synchronized (desk) {
            desk.underWay = null;
            desk.failed = null;
            if (ended.succeeded()) {
                held(desk, ended.result());
                desk.without = 0;
            } else if (ended.cause() instanceof CrossingFailure failure
                    && !(failure instanceof CrossingFailure.Credential)) {
                desk.failed = failure;
                Duration pause = TokenCall.gaveNone(failure) ? PAUSE_WITHOUT : PAUSE;
                desk.pausedUntilNanos = clock.monotonicNanos() + pause.toNanos();
            }
        }
    }

    /// An older one may arrive later than what a person granted meanwhile.
    private void held(Desk desk, Held arrived) {
        Held held = desk.held;
        if (held == null || held.generation() < arrived.generation()) {
            desk.held = arrived;
            desk.lookedNanos = clock.monotonicNanos();
        }
    }

    /// Gets a token by what a person just granted, whatever is stored: what is stored may be the
    /// grant of another. Waits for a refresh that is under way.
    Future<Held> renew(Line line, GrantId grant, Source source) {
        Duration lease = line.system().limits().timeout().plus(LEASE_MARGIN);
        return replace(grant, lease, source)
                .onSuccess(
                        held -> {
                            Desk desk = desk(line, grant);
                            synchronized (desk) {
                                held(desk, held);
                                desk.failed = null;
                                desk.without = 0;
                            }
                        });
    }

    private Future<Held> replace(GrantId grant, Duration lease, Source source) {
        UUID mine = UUID.randomUUID();
        return stored(tokens.read(grant))
                .compose(
                        seen ->
                                seen.holder().isPresent()
                                        ? Future.succeededFuture(seen)
                                        : stored(
                                                tokens.lease(
                                                        grant, seen.generation(), mine, lease)))
                .compose(
                        stored ->
                                stored.holder().filter(mine::equals).isPresent()
                                        ? source.next(stored.token())
                                                .compose(token -> store(grant, mine, token, 1))
                                                .onFailure(
                                                        _ ->
                                                                tokens.release(grant, mine, true)
                                                                        .onFailure(_ -> {}))
                                        : vertx.timer(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                                                .compose(_ -> replace(grant, lease, source)));
    }

    /// A token of a generation above `after`.
    private Future<Held> obtain(GrantId grant, long after, Duration lease, Source source) {
        return stored(tokens.read(grant))
                .compose(
                        stored -> {
                            Optional<Held> good = good(stored, after);
                            if (good.isPresent()) {
                                return Future.succeededFuture(good.get());
                            }
                            return stored.holder().isPresent()
                                    ? later(grant, after, lease, source)
                                    : lease(grant, after, stored, lease, source);
                        });
    }

    private Optional<Held> good(Stored stored, long after) {
        return stored.token()
                .filter(token -> stored.generation() > after)
                .filter(token -> clock.now().isBefore(token.servesUntil()))
                .map(token -> new Held(token, stored.generation()));
    }

    /// Somebody else is at it. Whoever waits gives up by itself; the work goes on.
    private Future<Held> later(GrantId grant, long after, Duration lease, Source source) {
        return vertx.timer(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                .compose(_ -> obtain(grant, after, lease, source));
    }

    private Future<Held> lease(
            GrantId grant, long after, Stored seen, Duration length, Source source) {
        UUID mine = UUID.randomUUID();
        long asked = clock.monotonicNanos();
        return stored(tokens.lease(grant, seen.generation(), mine, length))
                .compose(
                        stored -> {
                            boolean ours = stored.holder().filter(mine::equals).isPresent();
                            boolean late = clock.monotonicNanos() - asked > TURN.toNanos();
                            return ours && !late
                                    ? call(grant, stored, mine, source)
                                    : later(grant, after, length, source);
                        });
    }

    private Future<Held> call(GrantId grant, Stored stored, UUID mine, Source source) {
        return source.next(stored.token())
                .compose(token -> store(grant, mine, token, 1))
                .recover(failure -> given(grant, stored, mine, failure));
    }

    private Future<Held> store(GrantId grant, UUID mine, Token token, int tries) {
        return tokens.store(grant, mine, token)
                .compose(
                        stored ->
                                stored.isPresent()
                                        ? Future.succeededFuture(
                                                new Held(token, stored.getAsLong()))
                                        : Future.<Held>failedFuture(
                                                waiting(
                                                        grant,
                                                        "what gets its tokens was replaced"
                                                                + " meanwhile")))
                .recover(
                        failure ->
                                failure instanceof CrossingFailure || tries >= STORE_TRIES
                                        ? Future.failedFuture(
                                                waiting(grant, "a token could not be stored"))
                                        : vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                                                .compose(
                                                        _ -> store(grant, mine, token, tries + 1)));
    }

    /// Before a refusal counts, the stored token is read again: another may have been quicker.
    private Future<Held> given(GrantId grant, Stored before, UUID mine, Throwable failure) {
        return tokens.release(grant, mine, !TokenCall.wentUnanswered(failure))
                .otherwiseEmpty()
                .compose(_ -> tokens.read(grant).otherwise(Stored.NONE))
                .compose(
                        now ->
                                good(now, before.generation())
                                        .map(Future::succeededFuture)
                                        .orElseGet(
                                                () ->
                                                        Future.failedFuture(
                                                                explained(before, failure))));
    }

    /// A refresh token that serves once, and was shown by a call whose answer nobody got, is lost
    /// with that answer. Who reads the refusal is told, because nothing was revoked by anybody.
    private static Throwable explained(Stored before, Throwable failure) {
        if (!(failure instanceof CrossingFailure.Credential refused)
                || before.unanswered().isEmpty()
                || before.token().flatMap(Token::refresh).isEmpty()) {
            return failure;
        }
        Facts facts = refused.facts();
        return new CrossingFailure.Credential(
                new Facts(
                        facts.sentence()
                                + "; a refresh of "
                                + before.unanswered().get().truncatedTo(ChronoUnit.SECONDS)
                                + " was not answered, and may have used up the refresh token",
                        facts.status(),
                        facts.request(),
                        facts.response()));
    }

    private Future<Stored> stored(Future<Stored> answer) {
        return answer.recover(
                failure -> {
                    LOG.atDebug().setCause(failure).log("The stored token could not be read");
                    return Future.failedFuture(
                            new CrossingFailure.Transient(
                                    Facts.of("not sent: the stored token could not be read"),
                                    Optional.empty(),
                                    true));
                });
    }

    private static CrossingFailure waiting(GrantId grant, String why) {
        return new CrossingFailure.Transient(
                Facts.of("not sent: " + grant.words() + ": " + why), Optional.empty(), true);
    }

    /// What many wait for completes for each on its own context and in its own time.
    private <T> Future<T> here(GrantId grant, Future<T> shared, Duration within) {
        Context mine = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        long timer =
                vertx.setTimer(
                        Math.max(1, within.toMillis()),
                        _ -> {
                            boolean _ = promise.tryFail(waiting(grant, "it waits for a token"));
                        });
        shared.onComplete(
                done ->
                        mine.runOnContext(
                                _ -> {
                                    boolean _ = vertx.cancelTimer(timer);
                                    boolean _ =
                                            done.succeeded()
                                                    ? promise.tryComplete(done.result())
                                                    : promise.tryFail(done.cause());
                                }));
        return promise.future();
    }
}
