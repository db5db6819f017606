package drawbridge.simulator;

import drawbridge.crossing.engine.Arrivals;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;
import drawbridge.crossing.engine.Settling;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// The variants behind [Planted].
final class Bugs {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration ECHO = Duration.ofSeconds(3);

    private Bugs() {}

    // ---- Ways in

    static Sabotage acknowledgedBeforeCommit(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<List<Receipt>> append(Delivery delivery) {
                                world.time.after(
                                        SOON,
                                        () -> {
                                            Future<List<Receipt>> _ = super.append(delivery);
                                        });
                                return Future.succeededFuture(
                                        delivery.changes().stream()
                                                .map(change -> new Receipt(change.id(), false))
                                                .toList());
                            }
                        });
    }

    static Sabotage deliveryIdIgnored(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<List<Receipt>> append(Delivery delivery) {
                                Optional<Hash> fresh =
                                        delivery.identity().map(_ -> Hash.of(id(world).toString()));
                                return super.append(
                                        new Delivery(
                                                delivery.tenant(),
                                                delivery.trigger(),
                                                fresh,
                                                delivery.changes().stream()
                                                        .map(
                                                                change ->
                                                                        delivery.trigger()
                                                                                        == Trigger
                                                                                                .POLL
                                                                                ? change
                                                                                : renamed(
                                                                                        change,
                                                                                        id(world)))
                                                        .toList(),
                                                delivery.missed(),
                                                delivery.cursor(),
                                                delivery.once()));
                            }
                        });
    }

    private static UUID id(SimWorld world) {
        return new UUID(world.time.random.nextLong(), world.time.random.nextLong());
    }

    private static Arrivals.Incoming renamed(Arrivals.Incoming change, UUID id) {
        return new Arrivals.Incoming(
                id,
                change.record(),
                change.version(),
                change.tombstone(),
                change.content(),
                change.body(),
                change.full(),
                change.wants(),
                change.unreadable(),
                change.traceParent(),
                change.mappingVersion());
    }

    static Sabotage absentIsDeleted(SimWorld world) {
        return new Sabotage() {
            @Override
            public boolean absentIsDeleted() {
                return true;
            }
        };
    }

    static Sabotage cursorIsNow(SimWorld world) {
        return new Sabotage() {
            @Override
            public boolean cursorIsNow() {
                return true;
            }
        };
    }

    static Sabotage echoByTime(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<List<Receipt>> append(Delivery delivery) {
                                List<Incoming> kept =
                                        delivery.changes().stream()
                                                .filter(
                                                        change ->
                                                                change.record()
                                                                        .filter(
                                                                                record ->
                                                                                        isNearOurs(
                                                                                                world,
                                                                                                delivery
                                                                                                        .tenant(),
                                                                                                record))
                                                                        .isEmpty())
                                                .toList();
                                return super.append(
                                                new Delivery(
                                                        delivery.tenant(),
                                                        delivery.trigger(),
                                                        delivery.identity(),
                                                        kept,
                                                        delivery.missed(),
                                                        delivery.cursor(),
                                                        delivery.once()))
                                        .map(receipts -> receipts);
                            }
                        });
    }

    private static boolean isNearOurs(SimWorld world, TenantId tenant, RecordRef record) {
        ModelSystem system = world.system(tenant, record.resource().system());
        Instant since = world.time.now().minus(ECHO);
        return system.effects.stream()
                .anyMatch(
                        effect ->
                                effect.gateway()
                                        && effect.record().equals(record)
                                        && effect.at().isAfter(since));
    }

    // ---- Leases, attempts, settling

    static Sabotage noFence(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> settle(Settlement settlement) {
                                return super.settle(settlement)
                                        .recover(
                                                failure ->
                                                        failure instanceof Journal.Fenced
                                                                ? super.settle(
                                                                        under(
                                                                                settlement,
                                                                                world.journal
                                                                                        .present(
                                                                                                settlement
                                                                                                        .lease())))
                                                                : Future.failedFuture(failure));
                            }
                        });
    }

    private static Settling.Settlement under(Settling.Settlement now, Journal.Lease lease) {
        return new Settling.Settlement(
                lease,
                now.done(),
                now.link(),
                now.uses(),
                now.renewed(),
                now.attempt(),
                now.outcomes(),
                now.park(),
                now.unpark(),
                now.touch(),
                now.wake(),
                now.seen(),
                now.next());
    }

    static Sabotage noAttempt(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Attempted> attempt(Attempt attempt) {
                                return Future.succeededFuture(Attempted.GO);
                            }
                        });
    }

    static Sabotage doneTooMuch(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> settle(Settlement settlement) {
                                Map<Side, Long> more = new HashMap<>(settlement.done());
                                more.replaceAll((_, sequence) -> sequence + 1);
                                return super.settle(done(settlement, more));
                            }
                        });
    }

    private static Settling.Settlement done(Settling.Settlement now, Map<Side, Long> done) {
        return new Settling.Settlement(
                now.lease(),
                done,
                now.link(),
                now.uses(),
                now.renewed(),
                now.attempt(),
                now.outcomes(),
                now.park(),
                now.unpark(),
                now.touch(),
                now.wake(),
                now.seen(),
                now.next());
    }

    static Sabotage waitForgotten(SimWorld world) {
        return resting(Settling.Next.At.class);
    }

    static Sabotage parentForgotten(SimWorld world) {
        return resting(Settling.Next.When.class);
    }

    private static Sabotage resting(Class<? extends Settling.Next> instead) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> settle(Settlement settlement) {
                                return super.settle(
                                        instead.isInstance(settlement.next())
                                                ? rested(settlement)
                                                : settlement);
                            }
                        });
    }

    private static Settling.Settlement rested(Settling.Settlement now) {
        return new Settling.Settlement(
                now.lease(),
                now.done(),
                now.link(),
                now.uses(),
                now.renewed(),
                now.attempt(),
                now.outcomes(),
                now.park(),
                now.unpark(),
                now.touch(),
                now.wake(),
                now.seen(),
                new Settling.Next.Rest());
    }

    static Sabotage tombstoneForgotten(SimWorld world) {
        return opening(
                opened ->
                        changed(
                                opened,
                                opened.link().filter(link -> link.life() != Link.Life.TOMBSTONE),
                                opened.pending()));
    }

    /// Neither its version nor a look at the system tells whether it is the newest.
    static Sabotage payloadIsState(SimWorld world) {
        return new Sabotage() {

            private final Map<RecordRef, State> last = new HashMap<>();

            @Override
            public Journal journal(Journal port) {
                return new JournalWrap(port) {
                    @Override
                    public Future<Optional<Opened>> open(Lease lease) {
                        return super.open(lease)
                                .onSuccess(opened -> opened.ifPresent(lane -> remember(lane)));
                    }
                };
            }

            private void remember(Journal.Opened lane) {
                for (Journal.Pending change : lane.pending()) {
                    if (change.full() && !change.tombstone()) {
                        last.put(change.record(), parsed(change));
                    }
                }
            }

            private State parsed(Journal.Pending change) {
                try {
                    return JsonText.parse(change.body().toArray()) instanceof Value.Obj record
                            ? State.of(record)
                            : State.of(Value.Obj.EMPTY);
                } catch (JsonText.Malformed unreadable) {
                    throw new IllegalStateException(unreadable);
                }
            }

            @Override
            public Remote remote(Remote port) {
                return new RemoteWrap(port) {
                    @Override
                    public Future<Read> read(Call call, RecordRef record) {
                        return super.read(call, record)
                                .map(
                                        read ->
                                                read instanceof Read.Present
                                                                && last.containsKey(record)
                                                        ? new Read.Present(last.get(record))
                                                        : read);
                    }
                };
            }
        };
    }

    private static Sabotage opening(Function<Journal.Opened, Journal.Opened> how) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Optional<Opened>> open(Lease lease) {
                                return super.open(lease).map(opened -> opened.map(how));
                            }
                        });
    }

    private static Journal.Opened changed(
            Journal.Opened now, Optional<Link> link, List<Journal.Pending> pending) {
        return new Journal.Opened(
                now.lease(),
                now.flow(),
                now.record(),
                now.side(),
                link,
                pending,
                now.attempt(),
                now.parked(),
                now.touched(),
                now.tries(),
                now.since(),
                now.members());
    }

    static Sabotage massDeleteUnguarded(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Clearance> clear(ConfirmedDelete delete) {
                                return Future.succeededFuture(new Clearance.Go());
                            }
                        });
    }

    // ---- Calls

    static Sabotage blindCreateRetry(SimWorld world) {
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            public Future<List<Found>> find(
                                    Call call,
                                    ResourceName resource,
                                    String lookup,
                                    Map<String, String> arguments) {
                                return lookup.equals("external-reference")
                                        ? Future.succeededFuture(List.of())
                                        : super.find(call, resource, lookup, arguments);
                            }
                        });
    }

    static Sabotage doubtIsFailure(SimWorld world) {
        return failing(
                CrossingFailure.InDoubt.class,
                failure -> new CrossingFailure.Transient(failure.facts(), Optional.empty(), false));
    }

    static Sabotage outageIsDead(SimWorld world) {
        return failing(
                CrossingFailure.Transient.class,
                failure -> new CrossingFailure.BadRecord(failure.facts(), List.of()));
    }

    static Sabotage credentialIsDead(SimWorld world) {
        return failing(
                CrossingFailure.Credential.class,
                failure -> new CrossingFailure.BadRecord(failure.facts(), List.of()));
    }

    static Sabotage jitterBelow(SimWorld world) {
        return failing(
                CrossingFailure.Transient.class,
                failure ->
                        failure instanceof CrossingFailure.Transient slow
                                ? new CrossingFailure.Transient(
                                        slow.facts(),
                                        slow.retryAfter().map(asked -> below(world, asked)),
                                        slow.limit())
                                : failure);
    }

    private static Duration below(SimWorld world, Duration asked) {
        return asked.minusMillis(world.time.random.nextInt((int) asked.toMillis() / 2 + 1));
    }

    static Sabotage breakerCounts429(SimWorld world) {
        return failing(
                CrossingFailure.Transient.class,
                failure -> new CrossingFailure.Transient(failure.facts(), Optional.empty(), false));
    }

    private static Sabotage failing(
            Class<? extends CrossingFailure> kind,
            Function<CrossingFailure, CrossingFailure> instead) {
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            protected <T> Future<T> answered(boolean changes, Future<T> answer) {
                                return answer.recover(
                                        failure ->
                                                Future.failedFuture(
                                                        kind.isInstance(failure)
                                                                ? instead.apply(
                                                                        (CrossingFailure) failure)
                                                                : failure));
                            }
                        });
    }

    static Sabotage doubtIsSuccess(SimWorld world) {
        return succeeding(world, CrossingFailure.InDoubt.class);
    }

    static Sabotage preconditionIsSuccess(SimWorld world) {
        return succeeding(world, CrossingFailure.Precondition.class);
    }

    private static Sabotage succeeding(SimWorld world, Class<? extends CrossingFailure> kind) {
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            public Future<Written> update(
                                    Call call,
                                    RecordRef record,
                                    Value.Obj patch,
                                    Optional<Version> precondition) {
                                return super.update(call, record, patch, precondition)
                                        .recover(
                                                failure ->
                                                        kind.isInstance(failure)
                                                                ? Future.succeededFuture(
                                                                        asWished(
                                                                                world,
                                                                                call.tenant(),
                                                                                record,
                                                                                patch))
                                                                : Future.failedFuture(failure));
                            }
                        });
    }

    private static Remote.Written asWished(
            SimWorld world, TenantId tenant, RecordRef record, Value.Obj patch) {
        ModelSystem system = world.system(tenant, record.resource().system());
        ModelSystem.Row row = system.rows.get(record);
        State now = row == null ? State.of(Value.Obj.EMPTY) : system.state(row);
        return new Remote.Written(
                record,
                Optional.of(
                        new State(Values.merge(now.record(), patch), now.with(), now.version())));
    }

    static Sabotage baseFromRequest(SimWorld world) {
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            public Future<Written> create(
                                    Call call, ResourceName resource, Value.Obj body) {
                                return super.create(call, resource, body)
                                        .map(written -> asSent(written, body));
                            }

                            @Override
                            public Future<Written> update(
                                    Call call,
                                    RecordRef record,
                                    Value.Obj patch,
                                    Optional<Version> precondition) {
                                return super.update(call, record, patch, precondition)
                                        .map(written -> asSent(written, patch));
                            }
                        });
    }

    private static Remote.Written asSent(Remote.Written written, Value.Obj sent) {
        return new Remote.Written(
                written.record(),
                written.state()
                        .map(
                                state ->
                                        new State(
                                                Values.merge(state.record(), sent),
                                                state.with(),
                                                state.version())));
    }

    static Sabotage noPrecondition(SimWorld world) {
        return updating((patch, send) -> send.apply(patch), true);
    }

    static Sabotage tornGroup(SimWorld world) {
        return updating(
                (patch, send) -> {
                    Map<String, Value> part = new LinkedHashMap<>(patch.members());
                    part.remove("duration_minutes");
                    part.remove("end");
                    return send.apply(new Value.Obj(part));
                },
                false);
    }

    /// Sends an update, or something else.
    private interface Update {
        Future<Remote.Written> send(
                Value.Obj patch, Function<Value.Obj, Future<Remote.Written>> send);
    }

    private static Sabotage updating(Update how, boolean blindly) {
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            public Future<Written> update(
                                    Call call,
                                    RecordRef record,
                                    Value.Obj patch,
                                    Optional<Version> precondition) {
                                return how.send(
                                        patch,
                                        sent ->
                                                super.update(
                                                        call,
                                                        record,
                                                        sent,
                                                        blindly ? Optional.empty() : precondition));
                            }
                        });
    }

    static Sabotage increments(SimWorld world) {
        Map<List<Object>, Long> counted = new HashMap<>();
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            public Future<Void> put(
                                    Call call,
                                    ResourceName figure,
                                    String owner,
                                    Bucket bucket,
                                    long number) {
                                long next =
                                        counted.merge(
                                                List.of(call.tenant(), owner, bucket),
                                                1L,
                                                Long::sum);
                                return super.put(call, figure, owner, bucket, next);
                            }
                        });
    }

    static Sabotage otherTenant(SimWorld world) {
        return remote(
                port ->
                        new RemoteWrap(port) {
                            @Override
                            public Future<Written> create(
                                    Call call, ResourceName resource, Value.Obj body) {
                                boolean astray = world.time.chance(0.05);
                                return super.create(
                                        astray ? astray(world, call) : call, resource, body);
                            }
                        });
    }

    private static Remote.Call astray(SimWorld world, Remote.Call call) {
        TenantId other =
                world.tenants.keySet().stream()
                        .filter(tenant -> !tenant.equals(call.tenant()))
                        .findFirst()
                        .orElse(call.tenant());
        return new Remote.Call(other, call.attempt(), call.deadline());
    }

    private static Sabotage journal(Function<Journal, Journal> around) {
        return new Sabotage() {
            @Override
            public Journal journal(Journal port) {
                return around.apply(port);
            }
        };
    }

    private static Sabotage remote(Function<Remote, Remote> around) {
        return new Sabotage() {
            @Override
            public Remote remote(Remote port) {
                return around.apply(port);
            }
        };
    }
}
