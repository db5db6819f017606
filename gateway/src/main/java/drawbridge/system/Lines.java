package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.client.WebClient;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The way of each tenant to each of its systems. Breaker, turnstile and connections are a tenant's
/// own, so that no customer waits for another's system or shares a connection with it; they outlive
/// a reload of the mappings.
final class Lines {

    /// @param connection as the mappings say now
    record Line(TenantId tenant, Connection connection, Kept kept) {

        SystemSpec system() {
            return connection.system();
        }
    }

    record Kept(
            BreakerGate gate,
            Turnstile turnstile,
            Restraint restraint,
            Pacer pacer,
            WebClient client) {}

    private record Key(TenantId tenant, String system) {}

    private record Known(Mappings mappings, Map<TenantId, TenantSpec> tenants) {

        @SuppressWarnings("ReferenceEquality") // a reload makes a new object; equality costs a walk
        boolean isOf(Mappings others) {
            return mappings == others;
        }
    }

    private final Vertx vertx;
    private final Wiretap tap;
    private final Clock clock;
    private final Supplier<Mappings> mappings;
    private final IntSupplier replicas;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
    private volatile @Nullable Known known;

    /// @param replicas how many share the rates of a tenant
    Lines(
            Vertx vertx,
            Clock clock,
            Supplier<Mappings> mappings,
            IntSupplier replicas,
            Wiretap tap) {
        this.replicas = replicas;
        this.vertx = vertx;
        this.tap = tap;
        this.clock = clock;
        this.mappings = mappings;
    }

    Optional<Line> find(TenantId tenant, String system) {
        return Optional.ofNullable(tenants().get(tenant))
                .map(spec -> spec.connections().get(system))
                .map(connection -> new Line(tenant, connection, kept(tenant, system)));
    }

    BreakerGate gate(TenantId tenant, String system) {
        return kept(tenant, system).gate();
    }

    private Kept kept(TenantId tenant, String system) {
        return kept.computeIfAbsent(
                new Key(tenant, system),
                key ->
                        new Kept(
                                new BreakerGate(vertx, key.system()),
                                new Turnstile(vertx),
                                new Restraint(clock),
                                new Pacer(vertx, clock::monotonicNanos, replicas),
                                client()));
    }

    private WebClient client() {
        HttpClient client =
                vertx.httpClientBuilder()
                        .with(ClientLimits.client())
                        .with(ClientLimits.pool())
                        // A connection that breaks fails its call, which is told there; the
                        // library would shout of it as well.
                        .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                        .build();
        return Exchange.watched(WebClient.wrap(client, ClientLimits.client()), tap);
    }

    private Map<TenantId, TenantSpec> tenants() {
        Mappings now = mappings.get();
        Known seen = known;
        if (seen == null || !seen.isOf(now)) {
            seen =
                    new Known(
                            now,
                            now.tenants().values().stream()
                                    .collect(
                                            Collectors.toUnmodifiableMap(
                                                    spec -> TenantId.named(spec.name()),
                                                    spec -> spec)));
            known = seen;
        }
        return seen.tenants();
    }
}
