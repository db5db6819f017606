package drawbridge.crossing.engine;

import drawbridge.crossing.engine.BreakerRule.Permit;
import drawbridge.crossing.engine.BreakerRule.Result;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The systems behind their breakers: every call of the engine passes here, and what becomes of it
/// opens and closes the breaker of that tenant's system. One instance serves all workers of a
/// process, from any thread.
public final class Breakers implements Remote {

    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    /// A `Retry-After` is obeyed up to this.
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Duration MARGIN = Duration.ofSeconds(1);

    /// One makes the probe; the others stand in for it where its lane comes to rest otherwise.
    private static final int PROBERS = 3;

    /// While a probe is under way.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// A lane that was at work when the breaker closed is put back a little later.
    private static final Duration ONCE_MORE = Duration.ofSeconds(3);

    /// A row that the journal did not take is offered again so often, a second apart.
    private static final int OFFERS = 5;

    private static final String CLOSED = "closed";

    private final Remote remote;
    private final Journal journal;
    private final Clock clock;
    private final Map<Key, BreakerRule> rules = new HashMap<>();

    /// By the monotonic clock: what is known of the database's time moves to and fro a little with
    /// every reading, and a call may not come too early by that much.
    private final Map<Key, Long> notBeforeNanos = new HashMap<>();

    private final Map<Key, Instant> keptPatience = new HashMap<>();
    private final Map<Key, Turns> turns = new HashMap<>();

    /// How many lanes were told of a probe.
    private record Turns(Optional<Instant> probe, int given) {}

    private record Key(TenantId tenant, String system) {}

    public Breakers(Remote remote, Journal journal, Clock clock) {
        this.remote = remote;
        this.journal = journal;
        this.clock = clock;
    }

    /// Goes on from what earlier processes learnt: what is down is not called at once by all, and
    /// what a system asked for holds across a restart. Nothing may be called before it is done.
    ///
    /// Who closed a breaker may have died before what waited was woken: that is done here. Of what
    /// waits for one that is open a few are, to make the next probe.
    public Future<Void> resume() {
        return journal.breakers()
                .onSuccess(this::resume)
                .onSuccess(
                        rows ->
                                rows.forEach(
                                        row ->
                                                wake(
                                                        new Key(row.tenant(), row.system()),
                                                        row.state().equals(CLOSED)
                                                                ? Integer.MAX_VALUE
                                                                : PROBERS)))
                .mapEmpty();
    }

    private synchronized void resume(List<BreakerRow> rows) {
        for (BreakerRow row : rows) {
            Key key = new Key(row.tenant(), row.system());
            rules.put(key, BreakerRule.resumed(row));
            row.notBefore().ifPresent(until -> leaveAlone(key, until));
            remote.breaker(key.tenant(), key.system(), gate(row.state()));
        }
    }

    /// Takes over what other processes have learnt meanwhile: until when a system wants to be left
    /// alone, and that one is down.
    public Future<Void> refresh() {
        return journal.breakers().onSuccess(this::refresh).mapEmpty();
    }

    private synchronized void refresh(List<BreakerRow> rows) {
        for (BreakerRow row : rows) {
            Key key = new Key(row.tenant(), row.system());
            row.notBefore().ifPresent(until -> leaveAlone(key, until));
            if (!row.state().equals(CLOSED) && rule(key).isClosedSinceBefore(row.openedAt())) {
                rules.put(key, BreakerRule.resumed(row));
                remote.breaker(key.tenant(), key.system(), Gate.OPEN);
            }
        }
    }

    /// A row speaks for all: it may cover, by its margin, what another process was asked for a
    /// little later than this one, or what a clock that is behind has said.
    private void leaveAlone(Key key, Instant until) {
        waitAtLeast(key, Duration.between(clock.now(), until));
        keptPatience.merge(key, until, (one, other) -> one.isAfter(other) ? one : other);
    }

    private void waitAtLeast(Key key, Duration wait) {
        notBeforeNanos.merge(
                key,
                clock.monotonicNanos() + wait.toNanos(),
                (one, other) -> one - other > 0 ? one : other);
    }

    /// How long until the next probe may be made, for a lane that waits for the breaker to close: a
    /// few are told for each probe, of which one makes it. Empty for all others, which are woken.
    synchronized Optional<Duration> turn(TenantId tenant, String system) {
        Key key = new Key(tenant, system);
        Optional<Instant> probe = rule(key).nextProbe();
        Turns turns = this.turns.get(key);
        if (turns == null || !turns.probe().equals(probe)) {
            turns = new Turns(probe, 0);
        }
        this.turns.put(key, new Turns(probe, turns.given() + 1));
        if (turns.given() >= PROBERS || probe.isEmpty()) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.now(), probe.get());
        return Optional.of(left.compareTo(SOON) > 0 ? left : SOON);
    }

    /// Whether calls are refused now.
    boolean isOpen(TenantId tenant, String system) {
        return stateOf(new Key(tenant, system)) != BreakerRule.State.CLOSED;
    }

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        return through(call, record.resource(), () -> remote.read(call, record));
    }

    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        return through(call, resource, () -> remote.find(call, resource, lookup, arguments));
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        return through(call, resource, () -> remote.create(call, resource, body));
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        return through(
                call, record.resource(), () -> remote.update(call, record, patch, precondition));
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        return through(call, record.resource(), () -> remote.delete(call, record, precondition));
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        return through(call, figure, () -> remote.put(call, figure, owner, bucket, number));
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {
        remote.breaker(tenant, system, gate);
    }

    /// Sends a call of whoever else calls the systems, such as the sweep: one connection has one
    /// breaker and one patience. It is never a probe.
    ///
    /// @param deadline after which the call counts as unanswered
    public <T> Future<T> through(
            TenantId tenant, String system, Instant deadline, Supplier<Future<T>> send) {
        Key key = new Key(tenant, system);
        return isOpen(tenant, system)
                ? Future.failedFuture(paused(system))
                : through(key, deadline, send);
    }

    private <T> Future<T> through(Call call, ResourceName resource, Supplier<Future<T>> send) {
        return through(new Key(call.tenant(), resource.system()), call.deadline(), send);
    }

    private <T> Future<T> through(Key key, Instant deadline, Supplier<Future<T>> send) {
        Optional<Duration> patience = patience(key);
        if (patience.isPresent()) {
            return Future.failedFuture(
                    new CrossingFailure.Transient(
                            Facts.of(
                                    "not sent: "
                                            + key.system()
                                            + " asked for patience, and that time is not over"),
                            patience,
                            true));
        }
        Optional<Permit> permit = admit(key, deadline);
        if (permit.isEmpty()) {
            return Future.failedFuture(paused(key.system()));
        }
        if (permit.get().probe()) {
            remote.breaker(key.tenant(), key.system(), Gate.PROBE);
        }
        return send.get()
                .onFailure(failure -> rememberPatience(key, failure))
                .onComplete(
                        done ->
                                report(
                                        key,
                                        permit.get(),
                                        done.succeeded() ? Result.ALIVE : result(done.cause())));
    }

    private static CrossingFailure paused(String system) {
        return new CrossingFailure.Transient(
                Facts.of("not sent: calls to " + system + " are paused, because too many failed"),
                Optional.empty(),
                false);
    }

    /// How long the system still wants to be left alone: what it asks of one call holds for every
    /// call of its connection, whatever else becomes due meanwhile.
    private synchronized Optional<Duration> patience(Key key) {
        Long until = notBeforeNanos.get(key);
        if (until == null) {
            return Optional.empty();
        }
        Duration left = Duration.ofNanos(until - clock.monotonicNanos());
        if (left.isPositive()) {
            return Optional.of(left);
        }
        notBeforeNanos.remove(key);
        return Optional.empty();
    }

    private void rememberPatience(Key key, Throwable failure) {
        if (failure instanceof CrossingFailure.Transient slow && slow.retryAfter().isPresent()) {
            Duration asked = slow.retryAfter().get();
            patient(key, asked.compareTo(LONGEST) > 0 ? LONGEST : asked)
                    .ifPresent(row -> keep(key, row, 1));
        }
    }

    /// @return the row to keep, where it says more than the one kept before
    private synchronized Optional<BreakerRow> patient(Key key, Duration wait) {
        Instant until = clock.now().plus(wait);
        waitAtLeast(key, wait);
        Instant kept = keptPatience.getOrDefault(key, Instant.EPOCH);
        if (!until.isAfter(kept)) {
            return Optional.empty();
        }
        // A second more, so that a burst of such answers keeps one row and not one each.
        keptPatience.put(key, until.plus(MARGIN));
        return Optional.of(row(key, "asked for patience"));
    }

    private static Result result(Throwable failure) {
        if (!(failure instanceof CrossingFailure known)) {
            return Result.NEITHER;
        }
        return switch (known) {
            case CrossingFailure.Transient slow ->
                    slow.limit()
                            ? Result.NEITHER
                            : slow.facts().status() == 0 ? Result.UNREACHABLE : Result.FAILED;
            case CrossingFailure.InDoubt _ -> Result.FAILED;
            case CrossingFailure.Credential _,
                    CrossingFailure.BadRecord _,
                    CrossingFailure.Precondition _,
                    CrossingFailure.Exists _,
                    CrossingFailure.Gone _,
                    CrossingFailure.Unexplained _ ->
                    Result.ALIVE;
        };
    }

    private synchronized Optional<Permit> admit(Key key, Instant deadline) {
        return rule(key).admit(clock.now(), deadline);
    }

    private synchronized BreakerRule.State stateOf(Key key) {
        return rule(key).state();
    }

    private BreakerRule rule(Key key) {
        return rules.computeIfAbsent(key, _ -> new BreakerRule());
    }

    private void report(Key key, Permit permit, Result result) {
        changed(key, permit, result)
                .ifPresent(
                        row -> {
                            remote.breaker(key.tenant(), key.system(), gate(row.state()));
                            LOG.atInfo()
                                    .addKeyValue("tenant", key.tenant().toString())
                                    .addKeyValue("system", key.system())
                                    .addKeyValue("breaker", row.state())
                                    .log("The breaker of a system turned");
                            keep(key, row, 1);
                            if (row.state().equals(CLOSED)) {
                                wake(key, Integer.MAX_VALUE);
                                clock.after(ONCE_MORE).onSuccess(_ -> wake(key, Integer.MAX_VALUE));
                            }
                        });
    }

    /// What this misses tries again by itself in a while.
    private void wake(Key key, int most) {
        journal.wake(key.tenant(), key.system(), most)
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .addKeyValue("system", key.system())
                                        .setCause(failure)
                                        .log("Lanes that waited for a system were not woken"));
    }

    /// What the journal does not take now is told again in a moment, as it stands by then: others
    /// learn from it alone.
    private void keep(Key key, BreakerRow row, int offer) {
        journal.keep(row)
                .onFailure(
                        failure -> {
                            LOG.atWarn()
                                    .addKeyValue("system", row.system())
                                    .setCause(failure)
                                    .log("A breaker's row was not kept");
                            if (offer < OFFERS) {
                                clock.after(SOON)
                                        .onSuccess(
                                                _ -> keep(key, present(key, row.why()), offer + 1));
                            }
                        });
    }

    private synchronized BreakerRow present(Key key, String why) {
        return row(key, why);
    }

    private static Gate gate(String state) {
        return state.equals(CLOSED) ? Gate.CLOSED : Gate.OPEN;
    }

    private synchronized Optional<BreakerRow> changed(Key key, Permit permit, Result result) {
        BreakerRule rule = rule(key);
        if (!rule.report(permit, result, clock.now())) {
            return Optional.empty();
        }
        boolean closed = rule.state() == BreakerRule.State.CLOSED;
        return Optional.of(
                row(
                        key,
                        closed
                                ? "a call went through"
                                : permit.probe()
                                        ? "the probe failed"
                                        : rule.failures()
                                                + " of "
                                                + rule.calls()
                                                + " calls failed"));
    }

    private BreakerRow row(Key key, String why) {
        BreakerRule rule = rule(key);
        boolean closed = rule.state() == BreakerRule.State.CLOSED;
        return new BreakerRow(
                key.tenant(),
                key.system(),
                closed ? CLOSED : "open",
                closed ? 0 : rule.failures(),
                closed ? 0 : rule.calls(),
                why,
                rule.openedAt(),
                rule.nextProbe(),
                Optional.ofNullable(keptPatience.get(key)));
    }
}
