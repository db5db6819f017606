package drawbridge.crossing;

import drawbridge.crossing.engine.Remapper;
import drawbridge.crossing.engine.Remapping;
import drawbridge.mapping.Flow;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Walks, a step a second, over the links of every flow whose mapping or time-zone data is another
/// than when they were walked over last. Each replica does; what one did the others do not repeat.
public final class MappingWalk {

    private static final Logger LOG = LoggerFactory.getLogger(MappingWalk.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Remapper remapper;
    private final Supplier<Map<TenantId, TenantSpec>> tenants;
    private boolean walking;

    private MappingWalk(Remapper remapper, Supplier<Map<TenantId, TenantSpec>> tenants) {
        this.remapper = remapper;
        this.tenants = tenants;
    }

    /// @param tenants all that are active now, with the flows in force
    public static void start(
            Vertx vertx, Remapping journal, Supplier<Map<TenantId, TenantSpec>> tenants) {
        MappingWalk walk = new MappingWalk(new Remapper(journal), tenants);
        long _ = vertx.setPeriodic(EVERY.toMillis(), _ -> walk.stepOrTell());
    }

    private void stepOrTell() {
        if (!walking) {
            walking = true;
            step().onFailure(
                            failure ->
                                    LOG.atWarn()
                                            .addKeyValue("cause", failure.toString())
                                            .log("Links could not be compared; again soon"))
                    .onComplete(_ -> walking = false);
        }
    }

    private Future<Void> step() {
        Future<Void> done = Future.succeededFuture();
        for (Map.Entry<TenantId, TenantSpec> tenant : tenants.get().entrySet()) {
            for (Flow flow : tenant.getValue().flows().values()) {
                done = done.compose(_ -> remapper.step(tenant.getKey(), flow));
            }
        }
        return done;
    }
}
