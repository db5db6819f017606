package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Link;
import drawbridge.sync.Sent;

import io.vertx.core.Future;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Changes a system: the attempt is on record first, the lease is checked last, then the call is
/// sent. Nothing in here repeats a call that can change something.
final class Writing {

    /// What was just written is looked for again so soon, and then after twice the time.
    private static final Duration READ_AGAIN = Duration.ofMillis(200);

    private final Journal journal;
    private final Remote remote;
    private final Tenure tenure;
    private final Patience patience;
    private final Clock clock;
    private final Dice dice;
    private final Pace pace;

    Writing(
            Journal journal,
            Remote remote,
            Tenure tenure,
            Patience patience,
            Clock clock,
            Dice dice,
            Pace pace) {
        this.journal = journal;
        this.remote = remote;
        this.tenure = tenure;
        this.patience = patience;
        this.clock = clock;
        this.dice = dice;
        this.pace = pace;
    }

    /// How a call went.
    sealed interface Wrote {

        /// @param state the record as the system answered it
        record Done(EndedAttempt attempt, RecordRef record, State state) implements Wrote {}

        record Failed(EndedAttempt attempt, CrossingFailure failure) implements Wrote {}

        /// Nobody knows; the attempt stays open until it is looked up.
        record Doubtful(Instant deadline) implements Wrote {}

        /// A record belongs to another link by now; nothing was sent.
        record Taken() implements Wrote {}

        /// Another create of the same is under way; nothing was sent.
        record Reserved() implements Wrote {}

        /// Another link has the same strong key; nothing was sent.
        record Kept() implements Wrote {}
    }

    /// @param sent what is kept until it is known how the call went
    Future<Wrote> create(
            Round round, Side target, Link link, List<Key> keys, Value.Obj body, Sent sent) {
        return attempted(
                round,
                target,
                Operation.CREATE,
                Optional.empty(),
                Optional.of(link),
                keys,
                body,
                Optional.of(sent),
                call ->
                        remote.create(
                                call.making(Reference.of(link.id())),
                                round.flow().end(target).resource(),
                                body));
    }

    /// Makes a partner anew: the link is there, and goes on.
    ///
    /// @param reference of the new one
    Future<Wrote> remake(Round round, Side target, String reference, Value.Obj body, Sent sent) {
        return attempted(
                round,
                target,
                Operation.CREATE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                body,
                Optional.of(sent),
                call ->
                        remote.create(
                                call.making(reference), round.flow().end(target).resource(), body));
    }

    /// @param sent what is kept until it is known how the call went; empty where it would not help
    Future<Wrote> update(
            Round round,
            Side target,
            RecordRef record,
            Value.Obj members,
            Optional<Version> version,
            Optional<Sent> sent) {
        Optional<Version> precondition =
                round.flow().end(target).preconditions() ? version : Optional.empty();
        return attempted(
                round,
                target,
                Operation.UPDATE,
                Optional.of(record.id()),
                Optional.empty(),
                List.of(),
                members,
                sent,
                call -> remote.update(call, record, members, precondition));
    }

    /// Done when the record is gone, whoever deleted it; what it was last is its state.
    Future<Wrote> delete(Round round, Side target, RecordRef record, State before) {
        Optional<Version> precondition =
                round.flow().end(target).preconditions() ? before.version() : Optional.empty();
        return attempted(
                round,
                target,
                Operation.DELETE,
                Optional.of(record.id()),
                Optional.empty(),
                List.of(),
                Value.Obj.EMPTY,
                Optional.empty(),
                call ->
                        remote.delete(call, record, precondition)
                                .map(_ -> new Remote.Written(record, Optional.of(before))));
    }

    private Future<Wrote> attempted(
            Round round,
            Side target,
            Operation operation,
            Optional<String> record,
            Optional<Link> link,
            List<Key> keys,
            Value.Obj content,
            Optional<Sent> sent,
            Function<Remote.Call, Future<Remote.Written>> send) {
        UUID id = dice.id();
        Instant deadline = clock.now().plus(pace.call());
        Instant over = deadline.plus(Pace.APART);
        Attempt attempt =
                new Attempt(
                        id,
                        round.opened().lease(),
                        target,
                        operation,
                        record,
                        link,
                        keys,
                        over,
                        Hash.of(
                                operation.name(),
                                new String(JsonText.write(content), StandardCharsets.UTF_8)),
                        sent);
        Runnable hold = tenure.hold();
        return patience.with(() -> journal.attempt(attempt))
                .compose(
                        answer -> {
                            switch (answer) {
                                case GO -> {}
                                case TAKEN -> {
                                    return Future.succeededFuture(new Wrote.Taken());
                                }
                                case RESERVED -> {
                                    return Future.succeededFuture(new Wrote.Reserved());
                                }
                                case KEPT -> {
                                    return Future.succeededFuture(new Wrote.Kept());
                                }
                            }
                            hold.run();
                            Remote.Call call =
                                    new Remote.Call(round.tenant(), Optional.of(id), deadline);
                            return send.apply(call)
                                    .compose(written -> whole(round, written, deadline))
                                    .<Wrote>map(done -> done(id, done))
                                    .recover(failure -> failed(id, over, failure));
                        });
    }

    private static Wrote done(UUID id, Remote.Written written) {
        return new Wrote.Done(
                new EndedAttempt(id, "answered"), written.record(), written.state().orElseThrow());
    }

    /// Where the answer does not hold the record, it is read. When that fails it is read again, as
    /// long as the call may take: once it is over, what was written is in doubt, however well its
    /// id is known.
    private Future<Remote.Written> whole(Round round, Remote.Written written, Instant until) {
        return written.state().isPresent()
                ? Future.succeededFuture(written)
                : readBack(round, written.record(), until, 0);
    }

    private Future<Remote.Written> readBack(
            Round round, RecordRef record, Instant until, int tries) {
        Remote.Call call =
                new Remote.Call(round.tenant(), Optional.empty(), clock.now().plus(pace.call()));
        return remote.read(call, record)
                .compose(
                        read ->
                                read instanceof Remote.Read.Present(State state)
                                        ? Future.succeededFuture(
                                                new Remote.Written(record, Optional.of(state)))
                                        : Future.<Remote.Written>failedFuture(unread()))
                .recover(
                        _ -> {
                            Duration pause = READ_AGAIN.multipliedBy(1L << Math.min(tries, 5));
                            return clock.now().plus(pause).isAfter(until)
                                    ? Future.failedFuture(unread())
                                    : clock.after(pause)
                                            .compose(
                                                    _ -> readBack(round, record, until, tries + 1));
                        });
    }

    private static CrossingFailure unread() {
        return new CrossingFailure.InDoubt(
                CrossingFailure.Facts.of("the record was written, but could not be read back"));
    }

    private static Future<Wrote> failed(UUID id, Instant over, Throwable failure) {
        if (failure instanceof CrossingFailure.InDoubt) {
            return Future.succeededFuture(new Wrote.Doubtful(over));
        }
        if (failure instanceof CrossingFailure known) {
            String how = known.facts().sentence();
            return Future.succeededFuture(new Wrote.Failed(new EndedAttempt(id, how), known));
        }
        return Future.failedFuture(failure);
    }
}
