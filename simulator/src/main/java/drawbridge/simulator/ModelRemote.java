package drawbridge.simulator;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The systems over a bad network: calls and answers take time and get lost, systems are down for a
/// while, fail, or ask to wait.
@NullUnmarked
final class ModelRemote implements Remote {

    /// What goes wrong, for one system of all customers.
    static final class Weather {
        boolean down;
        double errors;
        double lostAnswers;

        /// Writes that fail without an effect, in a way that does not say so.
        double failedWrites;

        /// How long a write is on its way, where that is certain.
        Optional<Duration> road = Optional.empty();

        /// Whether the answers to reads come through.
        boolean readable;

        /// Whether what lies between here and the system changes the version that an update names,
        /// so that none ever fits.
        boolean unmatchable;

        /// So long after it arrived a write takes effect, and is not answered in its time.
        Optional<Duration> late = Optional.empty();

        Optional<Instant> throttledUntil = Optional.empty();
        Optional<Instant> unauthorizedUntil = Optional.empty();

        void clear() {
            down = false;
            errors = 0;
            lostAnswers = 0;
            failedWrites = 0;
            road = Optional.empty();
            readable = false;
            unmatchable = false;
            late = Optional.empty();
            throttledUntil = Optional.empty();
            unauthorizedUntil = Optional.empty();
        }
    }

    private final VirtualTime time;
    private final Function<TenantId, Map<String, ModelSystem>> systems;
    final Map<String, Weather> weather = new HashMap<>();
    private final Coverage coverage;

    /// Whether a call may take nearly all of its time.
    boolean slow = true;

    /// Which living records of a customer a system does not find now.
    BiPredicate<TenantId, RecordRef> missing = (_, _) -> false;

    /// Records of which a system says that nobody may read them.
    final Set<RecordRef> forbidden = new HashSet<>();

    /// Records that were written without the gateway hearing of it: what a system rounded may then
    /// look like somebody's edit.
    final Set<RecordRef> doubted = new HashSet<>();

    ModelRemote(
            VirtualTime time,
            Coverage coverage,
            Function<TenantId, Map<String, ModelSystem>> systems) {
        this.time = time;
        this.coverage = coverage;
        this.systems = systems;
        weather.put("acme", new Weather());
        weather.put("app", new Weather());
    }

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        return call(
                call,
                record.resource().system(),
                false,
                system -> {
                    if (forbidden.contains(record)) {
                        throw new CrossingFailure.BadRecord(
                                new Facts("forbidden", 403, "", ""), List.of());
                    }
                    return isMissed(call, system, record)
                            ? new Read.Absent(false)
                            : system.read(record, true);
                });
    }

    /// A system that remembers no deletes may not find for a moment what is there.
    private boolean isMissed(Call call, ModelSystem system, RecordRef record) {
        boolean missed =
                !system.habits.tombstones()
                        && SimTraffic.isAlive(system, record)
                        && missing.test(call.tenant(), record);
        if (missed) {
            coverage.occurred(Fault.NOT_FOUND);
        }
        return missed;
    }

    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        return call(
                call, resource.system(), false, system -> system.find(resource, lookup, arguments));
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        if (call.reference().isEmpty()) {
            throw new IllegalStateException("a create that does not say which record it makes");
        }
        return call(call, resource.system(), true, system -> system.create(resource, body, true));
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        Optional<Instant> sent = Optional.of(time.now());
        return call(
                call,
                record.resource().system(),
                true,
                system -> system.update(record, patch, precondition.map(bent(system)), sent));
    }

    private UnaryOperator<Version> bent(ModelSystem system) {
        return weather.get(system.habits.name()).unmatchable
                ? version -> new Version(version.text() + "-gzip", version.order())
                : UnaryOperator.identity();
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        Optional<Instant> sent = Optional.of(time.now());
        return call(
                        call,
                        record.resource().system(),
                        true,
                        system -> system.delete(record, precondition, sent))
                .mapEmpty();
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        String its = new Bucket(owner, bucket.day(), bucket.kind()).id();
        return call(call, figure.system(), true, system -> system.put(its, number)).mapEmpty();
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {}

    private <T> Future<T> call(
            Call call, String name, boolean changes, Function<ModelSystem, T> what) {
        Promise<T> answer = Promise.promise();
        Weather now = weather.get(name);
        Duration way = time.between(2, 40);
        if (changes && time.chance(0.02) && slow) {
            coverage.occurred(Fault.SLOW_ROAD);
            // A slow road: still within the call's time.
            way = Duration.between(time.now(), call.deadline()).minus(time.between(50, 2000));
        }
        if (changes && now.road.isPresent()) {
            way = now.road.get();
        }
        time.after(
                way,
                () ->
                        arrive(
                                call,
                                now,
                                changes,
                                () -> what.apply(systems.apply(call.tenant()).get(name)),
                                answer));
        return answer.future();
    }

    private <T> void arrive(
            Call call, Weather now, boolean changes, Supplier<T> what, Promise<T> answer) {
        if (now.down) {
            coverage.occurred(Fault.OUTAGE);
            answer(
                    answer,
                    () -> {
                        throw new CrossingFailure.Transient(
                                Facts.of("connection refused"), Optional.empty(), false);
                    });
            return;
        }
        if (now.throttledUntil.filter(until -> time.now().isBefore(until)).isPresent()) {
            coverage.occurred(Fault.THROTTLED);
            Duration wait = Duration.between(time.now(), now.throttledUntil.get());
            answer(
                    answer,
                    () -> {
                        throw new CrossingFailure.Transient(
                                new Facts("429", 429, "", ""), Optional.of(wait), true);
                    });
            return;
        }
        if (now.unauthorizedUntil.filter(until -> time.now().isBefore(until)).isPresent()) {
            coverage.occurred(Fault.UNAUTHORIZED);
            answer(
                    answer,
                    () -> {
                        throw new CrossingFailure.Credential(new Facts("401", 401, "", ""));
                    });
            return;
        }
        if (time.chance(changes ? Math.max(now.errors, now.failedWrites) : now.errors)) {
            coverage.occurred(Fault.SERVER_ERROR);
            answer(
                    answer,
                    () -> {
                        throw changes
                                ? new CrossingFailure.InDoubt(new Facts("500", 500, "", ""))
                                : new CrossingFailure.Transient(
                                        new Facts("500", 500, "", ""), Optional.empty(), false);
                    });
            return;
        }
        if (changes && now.late.isPresent()) {
            time.after(now.late.get(), () -> doubt(outcome(what)));
            time.at(
                    call.deadline(),
                    () ->
                            complete(
                                    answer,
                                    () -> {
                                        throw new CrossingFailure.InDoubt(
                                                Facts.of("no answer in time"));
                                    }));
            return;
        }
        Supplier<T> result = outcome(what);
        if ((changes || !now.readable) && time.chance(now.lostAnswers)) {
            coverage.occurred(Fault.ANSWER_LOST);
            doubt(result);
            Supplier<T> failing =
                    () -> {
                        throw changes
                                ? new CrossingFailure.InDoubt(Facts.of("the answer was lost"))
                                : new CrossingFailure.Transient(
                                        Facts.of("the answer was lost"), Optional.empty(), false);
                    };
            if (time.chance(0.5)) {
                time.at(call.deadline(), () -> complete(answer, failing));
            } else {
                answer(answer, failing);
            }
            return;
        }
        answer(answer, result);
    }

    private <T> void doubt(Supplier<T> result) {
        try {
            if (result.get() instanceof Written written) {
                doubted.add(written.record());
            }
        } catch (CrossingFailure nothingWasWritten) {
            // Then there is nothing to doubt.
        }
    }

    private static <T> Supplier<T> outcome(Supplier<T> what) {
        try {
            T value = what.get();
            return () -> value;
        } catch (CrossingFailure failure) {
            return () -> {
                throw failure;
            };
        }
    }

    private <T> void answer(Promise<T> answer, Supplier<T> result) {
        time.after(time.between(2, 40), () -> complete(answer, result));
    }

    private static <T> void complete(Promise<T> answer, Supplier<T> result) {
        T value;
        try {
            value = result.get();
        } catch (CrossingFailure failure) {
            answer.tryFail(failure);
            return;
        }
        answer.tryComplete(value);
    }
}
