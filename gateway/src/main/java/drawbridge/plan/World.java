package drawbridge.plan;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.platform.StartFailure;
import drawbridge.system.HttpRemote;
import drawbridge.system.Listing.Page;
import drawbridge.system.Listing.Sign;
import drawbridge.system.RecordFacts;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The records of a tenant's systems, read once each. Blocks; for commands alone.
final class World {

    private static final int MOST_PAGES = 10_000;
    private static final int ANEW = 3;
    private static final long LONGEST_SECONDS = 180;

    private final TenantSpec tenant;
    private final TenantId id;
    private final HttpRemote remote;
    private final java.util.function.Supplier<Instant> now;
    private final Map<ResourceName, SequencedMap<RecordRef, State>> lists = new HashMap<>();
    private final Map<RecordRef, Optional<Value.Obj>> single = new HashMap<>();

    World(TenantSpec tenant, HttpRemote remote, java.util.function.Supplier<Instant> now) {
        this.tenant = tenant;
        this.id = TenantId.named(tenant.name());
        this.remote = remote;
        this.now = now;
    }

    /// All records of a resource that live, in the order of their list.
    SequencedMap<RecordRef, State> all(ResourceName name) throws StartFailure {
        SequencedMap<RecordRef, State> known = lists.get(name);
        if (known == null) {
            known = listed(name);
            lists.put(name, known);
        }
        return known;
    }

    /// One record that another points to; empty where it is not there.
    Optional<Value.Obj> one(RecordRef record) throws StartFailure {
        ResourceSpec spec = spec(record.resource());
        if (spec.list().isPresent()) {
            State listed = all(record.resource()).get(record);
            if (listed != null) {
                return Optional.of(listed.record());
            }
        }
        Optional<Value.Obj> known = single.get(record);
        if (known == null) {
            Call call =
                    new Call(
                            id,
                            Optional.empty(),
                            now.get()
                                    .plus(
                                            connection(record.resource())
                                                    .system()
                                                    .limits()
                                                    .timeout()));
            known =
                    wait(remote.read(call, record)) instanceof Read.Present present
                            ? Optional.of(present.state().record())
                            : Optional.empty();
            single.put(record, known);
        }
        return known;
    }

    Map<ResourceName, Integer> counts() {
        Map<ResourceName, Integer> counts = new HashMap<>();
        lists.forEach((name, rows) -> counts.put(name, rows.size()));
        return counts;
    }

    TenantSpec.Connection connection(ResourceName name) {
        return java.util.Objects.requireNonNull(tenant.connections().get(name.system()));
    }

    ResourceSpec spec(ResourceName name) throws StartFailure {
        return connection(name)
                .system()
                .resource(name.resource())
                .orElseThrow(() -> new StartFailure("There is no resource %s.".formatted(name)));
    }

    private SequencedMap<RecordRef, State> listed(ResourceName name) throws StartFailure {
        ResourceSpec spec = spec(name);
        if (spec.list().isEmpty()) {
            throw new StartFailure(
                    "%s has no list, so that nobody can foresee what becomes of its records."
                            .formatted(name));
        }
        for (int time = 0; time < ANEW; time++) {
            Optional<SequencedMap<RecordRef, State>> whole = once(spec);
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        throw new StartFailure(
                "The list of %s moved %d times while it was read. Try when less changes there."
                        .formatted(name, ANEW));
    }

    /// Empty where the list moved under the reader.
    private Optional<SequencedMap<RecordRef, State>> once(ResourceSpec spec) throws StartFailure {
        SequencedMap<RecordRef, State> rows = new LinkedHashMap<>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            Page answer = wait(remote.page(id, spec.name(), Instant.EPOCH, cursor));
            answer.rows().forEach(row -> add(spec, row, rows));
            if (answer.sign() instanceof Sign.Moved || answer.sign() instanceof Sign.Expired) {
                return Optional.empty();
            }
            cursor = answer.next();
            if (cursor.isEmpty()) {
                return Optional.of(rows);
            }
        }
        throw new StartFailure(
                "The list of %s does not end after %,d pages.".formatted(spec.name(), MOST_PAGES));
    }

    private static void add(ResourceSpec spec, Value row, Map<RecordRef, State> rows) {
        if (!(row instanceof Value.Obj record)) {
            return;
        }
        RecordFacts facts = RecordFacts.of(spec, record);
        facts.id()
                .map(found -> new RecordRef(spec.name(), found))
                .ifPresent(
                        ref -> {
                            if (facts.deleted()) {
                                rows.remove(ref);
                            } else {
                                rows.put(ref, new State(record, Map.of(), facts.version()));
                            }
                        });
    }

    private static <T> T wait(Future<T> answer) throws StartFailure {
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CrossingFailure failure) {
                throw new StartFailure(failure.facts().sentence() + ".");
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("no call takes this long", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
