package drawbridge.tenant;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.file.FolderDigest;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.platform.StartFailure;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The mappings in force, and how others take their place while the gateway runs.
///
/// The folder is looked at every second. What it holds, once it rests, is read as a whole: good, it
/// takes the place of the old for all that asks from then on (what is at work ends with what it
/// began with); bad, it is refused with every mistake, and the old stays.
public final class Activation {

    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);
    private static final long LOOK_MILLIS = 1_000;

    /// What is in force.
    ///
    /// @param tenants by id
    public record Active(
            Mappings mappings, Map<TenantId, TenantSpec> tenants, Secrets secrets, Instant since) {

        public Active {
            tenants = Map.copyOf(tenants);
        }

        static Active of(Mappings mappings, Secrets secrets, Instant since) {
            return new Active(
                    mappings,
                    mappings.tenants().values().stream()
                            .collect(
                                    Collectors.toUnmodifiableMap(
                                            each -> TenantId.named(each.name()),
                                            Function.identity())),
                    secrets,
                    since);
        }
    }

    /// What the folder holds and is not in force.
    ///
    /// @param problems at least one
    public record Refused(Instant at, List<Mappings.Problem> problems) {

        public Refused {
            problems = List.copyOf(problems);
        }
    }

    private final Vertx vertx;
    private final Path folder;
    private final Map<String, String> environment;
    private final PgTenants tenants;
    private final Supplier<Instant> now;
    private final Consumer<Set<TenantId>> changed;
    private volatile Active active;
    private volatile Optional<Refused> refused = Optional.empty();
    private Future<Void> last = Future.succeededFuture();
    private String taken;
    private String seen;
    private boolean looking;

    private Activation(Vertx vertx, Parts parts, Active first, String digest) {
        this.vertx = vertx;
        this.folder = parts.folder();
        this.environment = parts.environment();
        this.tenants = parts.tenants();
        this.now = parts.now();
        this.changed = parts.changed();
        this.active = first;
        this.taken = digest;
        this.seen = digest;
    }

    /// @param changed told of the tenants that are new or otherwise than before
    public record Parts(
            Path folder,
            Map<String, String> environment,
            PgTenants tenants,
            Supplier<Instant> now,
            Consumer<Set<TenantId>> changed) {}

    /// Completes when the mappings that were read already are stored and in force.
    public static Future<Activation> start(Vertx vertx, Parts parts, Mappings mappings) {
        return parts.tenants()
                .load(mappings)
                .map(
                        secrets -> {
                            Active first = Active.of(mappings, secrets, parts.now().get());
                            String digest =
                                    FolderDigest.of(parts.folder(), SecretSource.files(mappings));
                            first.tenants().forEach(Activation::served);
                            return new Activation(vertx, parts, first, digest);
                        });
    }

    public Active active() {
        return active;
    }

    /// What stands in the folder and was refused; empty while all that stands there is in force.
    public Optional<Refused> refused() {
        return refused;
    }

    /// The secrets in force, whichever these are.
    public Secrets secrets() {
        return new Secrets() {
            @Override
            public Optional<String> value(TenantId tenant, String system, Purpose purpose) {
                return active().secrets().value(tenant, system, purpose);
            }

            @Override
            public Optional<String> value(GrantId grant, Purpose purpose) {
                return active().secrets().value(grant, purpose);
            }
        };
    }

    /// From now on the folder is looked at by itself.
    public void watch() {
        vertx.setPeriodic(LOOK_MILLIS, _ -> look());
    }

    private synchronized void look() {
        if (looking) {
            return;
        }
        looking = true;
        digest().onSuccess(this::rested).onComplete(_ -> looked());
    }

    private synchronized void looked() {
        looking = false;
    }

    private Future<String> digest() {
        return vertx.executeBlocking(
                () -> FolderDigest.of(folder, SecretSource.files(active().mappings())), false);
    }

    /// What is still being written is left alone until the next look.
    private synchronized void rested(String digest) {
        boolean rests = digest.equals(seen);
        seen = digest;
        if (rests && !digest.equals(taken)) {
            reload("the folder changed")
                    .onFailure(
                            failure ->
                                    LOG.atWarn()
                                            .addKeyValue("cause", failure.toString())
                                            .log("The mappings could not be taken up; again soon"));
        }
    }

    /// Reads the folder and takes up what is good. Succeeds also when it is refused, which
    /// [#refused] tells; fails when the store could not be written, and then nothing has changed.
    ///
    /// @param by what made it, for the log
    public synchronized Future<Void> reload(String by) {
        Future<Void> mine = last.transform(_ -> reloadNow(by));
        last = mine;
        return mine;
    }

    private Future<Void> reloadNow(String by) {
        return digest().compose(
                        digest ->
                                vertx.executeBlocking(
                                                () -> MappingLoader.load(folder, environment),
                                                false)
                                        .compose(
                                                mappings ->
                                                        tenants.load(mappings)
                                                                .map(
                                                                        secrets ->
                                                                                taken(
                                                                                        mappings,
                                                                                        secrets,
                                                                                        by)))
                                        .recover(this::refused)
                                        .onSuccess(_ -> done(digest)))
                .mapEmpty();
    }

    private synchronized void done(String digest) {
        taken = digest;
    }

    private Active taken(Mappings mappings, Secrets secrets, String by) {
        Active before = active();
        Active after = Active.of(mappings, secrets, now.get());
        active = after;
        refused = Optional.empty();
        LOG.atInfo()
                .addKeyValue("version", mappings.version())
                .addKeyValue("cause", by)
                .log("New mappings are in force");
        after.tenants().entrySet().stream()
                .filter(each -> !before.tenants().containsKey(each.getKey()))
                .forEach(each -> served(each.getKey(), each.getValue()));
        after.tenants().forEach(Activation::losses);
        changed.accept(
                after.tenants().entrySet().stream()
                        .filter(
                                each ->
                                        !each.getValue()
                                                .equals(before.tenants().get(each.getKey())))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
        return after;
    }

    private static void losses(TenantId id, TenantSpec tenant) {
        tenant.flows()
                .forEach(
                        (name, flow) ->
                                flow.occurring()
                                        .ifPresent(
                                                how ->
                                                        LOG.atInfo()
                                                                .addKeyValue(
                                                                        "tenant", id.toString())
                                                                .addKeyValue(
                                                                        "flow", name.toString())
                                                                .addKeyValue("loss", how.loss())
                                                                .log("A flow cannot carry all")));
    }

    /// Other lines name a tenant as the store does; this one tells who that is.
    private static void served(TenantId id, TenantSpec tenant) {
        LOG.atInfo()
                .addKeyValue("tenant", id.toString())
                .addKeyValue("name", tenant.name())
                .log("A tenant is served");
    }

    private Future<Active> refused(Throwable failure) {
        List<Mappings.Problem> problems =
                switch (failure) {
                    case Mappings.Refused bad -> bad.problems();
                    case StartFailure bad ->
                            List.of(
                                    new Mappings.Problem(
                                            "tenants", 1, 1, String.valueOf(bad.getMessage())));
                    default -> List.of();
                };
        if (problems.isEmpty()) {
            return Future.failedFuture(failure);
        }
        refused = Optional.of(new Refused(now.get(), problems));
        problems.forEach(
                problem ->
                        LOG.atError()
                                .addKeyValue("problem", problem.toString())
                                .log("The new mappings are refused; the old ones stay in force"));
        return Future.succeededFuture(active());
    }
}
