package drawbridge.simulator;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The variants behind [Planted] that are put in at the calls to the systems.
final class CallBugs {

    private CallBugs() {}

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

    private static Sabotage remote(Function<Remote, Remote> around) {
        return new Sabotage() {
            @Override
            public Remote remote(Remote port) {
                return around.apply(port);
            }
        };
    }
}
