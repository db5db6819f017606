package drawbridge.plan;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.Limits;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.lens.CompiledFlow;
import drawbridge.mapping.lens.Loss;
import drawbridge.platform.StartFailure;
import drawbridge.system.HttpRemote;
import drawbridge.system.Wiretap.Wire;
import drawbridge.tenant.SecretSource;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;
import drawbridge.trial.Chosen;
import drawbridge.trial.KeptTokens;
import drawbridge.trial.MachineClock;
import drawbridge.trial.Masks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads both systems of a tenant and makes the plan.
final class Surveyed {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final TenantSpec tenant;
    private final Map<String, Masks> masks = new HashMap<>();

    /// How long each call took, by its system: of the calls themselves nothing is kept.
    private final Map<String, Queue<Duration>> took = new ConcurrentHashMap<>();

    private Surveyed(TenantSpec tenant) {
        this.tenant = tenant;
    }

    /// @throws StartFailure when a system cannot be read
    static Plan plan(Path folder, Map<String, String> environment, String name)
            throws StartFailure {
        Chosen.Tenant found = Chosen.tenant(folder, environment, name);
        return new Surveyed(found.spec()).plan(environment);
    }

    private Plan plan(Map<String, String> environment) throws StartFailure {
        SecretSource source = new SecretSource(environment);
        tenant.connections()
                .forEach((system, connection) -> masks.put(system, new Masks(connection, source)));
        Vertx vertx = Vertx.vertx();
        try {
            MachineClock clock = new MachineClock(vertx);
            Mappings mappings = new Mappings("planned", Map.of(), Map.of(tenant.name(), tenant));
            HttpRemote remote =
                    HttpRemote.tapped(
                            vertx,
                            () -> mappings,
                            secrets(),
                            new KeptTokens((_, _) -> {}),
                            Standing.ALWAYS_OPEN,
                            clock,
                            new SimpleMeterRegistry(),
                            this::heard);
            World world = new World(tenant, remote, clock::now);
            List<Step> steps = new Planner(tenant, world, clock.now()).plan();
            Map<String, Integer> read = new TreeMap<>();
            world.counts().forEach((resource, rows) -> read.put(resource.toString(), rows));
            Map<String, Long> calls = calls(steps);
            return new Plan(tenant.name(), version(), steps, read, calls, needs(calls), losses());
        } finally {
            close(vertx);
        }
    }

    private Secrets secrets() {
        return new Secrets() {
            @Override
            public Optional<String> value(TenantId id, String system, Purpose purpose) {
                return Optional.ofNullable(masks.get(system))
                        .flatMap(one -> one.value(id, system, purpose));
            }
        };
    }

    private static void close(Vertx vertx) {
        try {
            var _ =
                    vertx.close()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ending) {
            // The process ends next, and all with it.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private String version() {
        Map<String, String> versions = new TreeMap<>();
        tenant.flows().forEach((name, flow) -> versions.put(name.value(), flow.version()));
        return versions.toString();
    }

    private List<Plan.Lost> losses() {
        List<Plan.Lost> losses = new ArrayList<>();
        for (Flow flow : new TreeMap<>(tenant.flows()).values()) {
            if (flow instanceof CompiledFlow compiled) {
                for (Loss loss : Loss.of(compiled)) {
                    String to = flow.end(loss.way().target()).resource().system();
                    losses.add(new Plan.Lost(flow.name(), loss.field(), to, loss.what()));
                }
            }
        }
        return losses;
    }

    // ---- What it takes

    /// What putting it into use takes: both lists once more, and for each record the lookups of its
    /// flow and what is written.
    private Map<String, Long> calls(List<Step> steps) {
        Map<String, Long> calls = new TreeMap<>();
        tenant.connections().keySet().forEach(system -> calls.put(system, 0L));
        took.forEach((system, all) -> calls.merge(system, (long) all.size(), Long::sum));
        for (Step step : steps) {
            Flow flow = java.util.Objects.requireNonNull(tenant.flows().get(step.flow()));
            Side side = side(flow, step);
            String there = flow.end(side.other()).resource().system();
            long lookups = flow.matchKeys().stream().filter(key -> !key.lookup().isEmpty()).count();
            calls.merge(there, lookups, Long::sum);
            switch (step.kind()) {
                case CREATE -> calls.merge(there, 1L, Long::sum);
                // It is read, and written with what it then has.
                case MERGE -> {
                    calls.merge(there, 2L, Long::sum);
                    calls.merge(flow.end(side).resource().system(), 1L, Long::sum);
                }
                case LINK, EXPAND, HOLD, REFUSE, WAIT, LEAVE -> {}
            }
        }
        return calls;
    }

    private static Side side(Flow flow, Step step) {
        return flow.end(Side.ACME).resource().equals(step.record().resource())
                ? Side.ACME
                : Side.APP;
    }

    private void heard(Wire wire) {
        system(wire)
                .ifPresent(
                        system ->
                                took.computeIfAbsent(system, _ -> new ConcurrentLinkedQueue<>())
                                        .add(wire.took()));
    }

    private Optional<String> system(Wire wire) {
        return tenant.connections().entrySet().stream()
                .filter(one -> wire.address().startsWith(origin(one.getValue().endpoint())))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    private static String origin(String endpoint) {
        URI uri = URI.create(endpoint);
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return uri.getScheme() + "://" + uri.getHost() + ":" + port + "/";
    }

    /// Each system by itself, each call as long as those just now.
    private Duration needs(Map<String, Long> calls) {
        Duration longest = Duration.ZERO;
        for (Map.Entry<String, Long> system : calls.entrySet()) {
            Queue<Duration> all = took.getOrDefault(system.getKey(), new ArrayDeque<>());
            Duration usual = all.stream().sorted().skip(all.size() / 2).findFirst().orElse(LEAST);
            Limits limits =
                    java.util.Objects.requireNonNull(tenant.connections().get(system.getKey()))
                            .system()
                            .limits();
            Duration needs = needs(limits, system.getValue(), usual);
            longest = needs.compareTo(longest) > 0 ? needs : longest;
        }
        return longest;
    }

    /// How long so many calls take at least, as many at once as the system bears, and no faster
    /// than its rates allow: what may be sent at once is sent first.
    ///
    /// @param usual of one call
    static Duration needs(Limits limits, long calls, Duration usual) {
        Duration needs = usual.multipliedBy(calls).dividedBy(limits.maxConcurrent());
        for (SystemSpec.Rate rate : limits.rates()) {
            long later = Math.max(0, calls - rate.burst());
            Duration allowed = rate.per().multipliedBy(later).dividedBy(rate.calls());
            needs = allowed.compareTo(needs) > 0 ? allowed : needs;
        }
        return needs;
    }
}
