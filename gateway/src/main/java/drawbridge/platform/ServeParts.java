package drawbridge.platform;

import drawbridge.audit.Auditor;
import drawbridge.audit.Steps;
import drawbridge.backfill.BackfillPorts;
import drawbridge.backfill.Backfiller;
import drawbridge.crossing.Crossings;
import drawbridge.crossing.DecisionMeters;
import drawbridge.crossing.MappingWalk;
import drawbridge.crossing.SecureDice;
import drawbridge.crossing.VertxClock;
import drawbridge.crossing.engine.Breakers;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Engine;
import drawbridge.crossing.engine.Flows;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.OccurrenceRemote;
import drawbridge.crossing.engine.Pace;
import drawbridge.crossing.engine.Preview;
import drawbridge.crossing.engine.Remote;
import drawbridge.intake.Imports;
import drawbridge.intake.Intake;
import drawbridge.intake.Rereading;
import drawbridge.intake.Streams;
import drawbridge.intake.Subscriber;
import drawbridge.intake.Sweep;
import drawbridge.intake.WebhookFront;
import drawbridge.journal.Payloads;
import drawbridge.journal.PgCursors;
import drawbridge.journal.PgJournal;
import drawbridge.journal.PgListed;
import drawbridge.journal.PgOwnership;
import drawbridge.journal.PgPushReads;
import drawbridge.journal.PgRetention;
import drawbridge.journal.PgSubscriptions;
import drawbridge.journal.PgSweepHints;
import drawbridge.journal.PgWake;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.TenantSpec;
import drawbridge.ops.HandParts;
import drawbridge.ops.OpsApi;
import drawbridge.ops.OpsVerticle;
import drawbridge.ops.PgAudits;
import drawbridge.ops.PgBackfillBook;
import drawbridge.ops.PgBackfills;
import drawbridge.ops.PgJobs;
import drawbridge.ops.PgOpsReads;
import drawbridge.ops.Tokens;
import drawbridge.opsapi.Gateway;
import drawbridge.system.Consents;
import drawbridge.system.HttpRemote;
import drawbridge.system.Listing;
import drawbridge.tenant.Activation;
import drawbridge.tenant.PgConsents;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgSuspensions;
import drawbridge.tenant.PgTenants;
import drawbridge.tenant.PgTokens;
import drawbridge.tenant.SecretSource;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Suspensions;
import drawbridge.tenant.TenantId;
import drawbridge.tenant.Vault;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Every part of the gateway, wired: who gets what stands here and nowhere else.
final class ServeParts {

    private static final Logger LOG = LoggerFactory.getLogger(ServeParts.class);

    /// How often is read what other replicas found out about the systems.
    private static final Duration BREAKERS_READ = Duration.ofSeconds(5);

    private final Config config;
    private final Crossings crossings;
    private final Sweep sweep;
    private final Subscriber subscriber;
    private final Auditor auditor;
    private final Backfiller backfiller;
    private final PgOwnership owned;
    private final HttpServer server;
    private final Streams streams;
    private final OpsVerticle ops;
    private final AtomicBoolean taking;
    private final Pool pool;

    private ServeParts(
            Config config,
            Crossings crossings,
            Sweep sweep,
            Subscriber subscriber,
            Auditor auditor,
            Backfiller backfiller,
            PgOwnership owned,
            HttpServer server,
            Streams streams,
            OpsVerticle ops,
            AtomicBoolean taking,
            Pool pool) {
        this.config = config;
        this.crossings = crossings;
        this.sweep = sweep;
        this.subscriber = subscriber;
        this.auditor = auditor;
        this.backfiller = backfiller;
        this.owned = owned;
        this.server = server;
        this.streams = streams;
        this.ops = ops;
        this.taking = taking;
        this.pool = pool;
    }

    /// What the parts are made from.
    ///
    /// @param environment the variables that mappings and their secrets are read from
    record Ground(
            Vertx vertx,
            Config config,
            Map<String, String> environment,
            Pool pool,
            Mappings mappings,
            Vault vault,
            Tokens tokens,
            PrometheusMeterRegistry meters) {}

    /// Completes when both ports listen and the engine claims.
    static Future<ServeParts> start(Ground ground) {
        PgScope scope = new PgScope(ground.pool());
        PgWake wake = new PgWake(scope);
        PgTenants tenants =
                new PgTenants(scope, ground.vault(), new SecretSource(ground.environment()));
        return DatabaseTime.start(ground.vertx(), ground.pool())
                .compose(
                        time ->
                                Activation.start(
                                                ground.vertx(),
                                                new Activation.Parts(
                                                        ground.config().mappings(),
                                                        ground.environment(),
                                                        tenants,
                                                        time::now,
                                                        all -> all.forEach(one -> wake(wake, one))),
                                                ground.mappings())
                                        .compose(
                                                active ->
                                                        Suspensions.start(
                                                                        ground.vertx(),
                                                                        new PgSuspensions(scope),
                                                                        () ->
                                                                                active.active()
                                                                                        .tenants()
                                                                                        .keySet(),
                                                                        time::now,
                                                                        one -> wake(wake, one))
                                                                .compose(
                                                                        suspensions ->
                                                                                start(
                                                                                        ground,
                                                                                        active,
                                                                                        suspensions,
                                                                                        time))));
    }

    /// What the wake misses is tried again in a while, all the same.
    private static void wake(PgWake wake, TenantId tenant) {
        wake.of(tenant)
                .onComplete(
                        woken ->
                                (woken.succeeded() ? LOG.atInfo() : LOG.atWarn())
                                        .addKeyValue("tenant", tenant.toString())
                                        .addKeyValue(
                                                "lanes",
                                                woken.succeeded() ? woken.result() : woken.cause())
                                        .log("Lanes that waited may go on"));
    }

    /// The calls of sweeps and audits behind the breakers of the engine's.
    static Listing patient(HttpRemote remote, Breakers breakers, Clock clock) {
        return new Listing() {
            @Override
            public Future<Page> page(
                    TenantId tenant,
                    ResourceName resource,
                    Instant since,
                    Optional<String> cursor) {
                return through(
                        tenant, resource, () -> remote.page(tenant, resource, since, cursor));
            }

            @Override
            public Future<Page> deleted(
                    TenantId tenant,
                    ResourceName resource,
                    Instant since,
                    Optional<String> cursor) {
                return through(
                        tenant, resource, () -> remote.deleted(tenant, resource, since, cursor));
            }

            private Future<Page> through(
                    TenantId tenant, ResourceName resource, Supplier<Future<Page>> call) {
                return breakers.through(
                        tenant, resource.system(), clock.now().plus(Pace.USUAL.call()), call);
            }
        };
    }

    private static Consents consents(
            Ground ground,
            Supplier<Mappings> mappings,
            Secrets secrets,
            HttpRemote remote,
            Suspensions suspensions) {
        return new Consents(
                new Consents.Parts(
                        mappings,
                        secrets,
                        ground.vault(),
                        new PgConsents(new PgScope(ground.pool()), ground.vault()),
                        remote,
                        suspensions::resume));
    }

    private static Future<ServeParts> start(
            Ground ground, Activation activation, Suspensions suspensions, DatabaseTime time) {
        Vertx vertx = ground.vertx();
        Secrets secrets = activation.secrets();
        Supplier<Mappings> mappings = () -> activation.active().mappings();
        Supplier<Map<TenantId, TenantSpec>> tenants = () -> activation.active().tenants();
        Clock clock = new VertxClock(vertx, time::now);
        Dice dice = new SecureDice(() -> time.now().toEpochMilli());
        PgJournal journal =
                new PgJournal(
                        vertx,
                        ground.pool(),
                        (tenant, flow, side) ->
                                Optional.ofNullable(tenants.get().get(tenant))
                                        .map(spec -> spec.flows().get(flow))
                                        .map(found -> found.end(side).resource()),
                        () -> tenants.get().keySet());
        PgOwnership owned = new PgOwnership(vertx, ground.pool());
        HttpRemote remote =
                HttpRemote.create(
                        vertx,
                        mappings,
                        secrets,
                        new PgTokens(new PgScope(ground.pool()), ground.vault()),
                        suspensions,
                        clock,
                        ground.meters(),
                        owned::alive);
        Consents consents = consents(ground, mappings, secrets, remote, suspensions);
        ServeSetup setup = new ServeSetup(activation, suspensions, consents);
        Flows flows = new ServeFlows(tenants);
        Remote systems = new OccurrenceRemote(remote, flows);
        Breakers breakers = new Breakers(systems, journal, clock);
        Engine.Shared shared =
                new Engine.Shared(
                        journal,
                        flows,
                        breakers,
                        Pace.USUAL.withDeleteGap(ground.config().deleteGap()),
                        new DecisionMeters(ground.meters()));
        AtomicBoolean taking = new AtomicBoolean();
        Preview preview =
                new Preview(
                        journal,
                        flows,
                        systems,
                        clock,
                        dice,
                        Pace.USUAL.withDeleteGap(ground.config().deleteGap()));
        new PgRetention(ground.pool(), () -> tenants.get().keySet(), ground.config().keep())
                .start(vertx, owned, time::now);
        PgCursors cursors = new PgCursors(new PgScope(ground.pool()));
        Imports imports =
                new Imports(
                        new Imports.Ports(
                                () -> setup.activation().active().mappings(),
                                journal,
                                cursors::position,
                                dice,
                                ground.meters(),
                                clock::monotonicNanos));
        ServeAudits audits =
                new ServeAudits(
                        ground,
                        mappings,
                        journal,
                        patient(remote, breakers, clock),
                        systems,
                        breakers,
                        owned,
                        clock,
                        dice);
        OpsVerticle ops = ops(ground, setup, journal, imports, taking, preview, audits, dice);
        setup.register(ground.meters());
        WebhookFront front = WebhookFront.starting(clock::monotonicNanos);
        Sweep sweep =
                Sweep.create(
                        vertx,
                        new Sweep.Ports(
                                mappings,
                                patient(remote, breakers, clock),
                                journal,
                                cursors::position,
                                new PgListed(new PgScope(ground.pool())),
                                new PgSweepHints(new PgScope(ground.pool())),
                                owned::hold,
                                front,
                                clock,
                                dice,
                                ground.meters()));
        Subscriber subscriber =
                Subscriber.create(
                        vertx,
                        new Subscriber.Ports(
                                mappings,
                                secrets,
                                remote,
                                new PgSubscriptions(new PgScope(ground.pool())),
                                new PgSweepHints(new PgScope(ground.pool())),
                                owned::hold,
                                clock,
                                dice,
                                ground.meters()));
        Auditor auditor = audits.auditor();
        Backfiller backfiller =
                Backfiller.create(
                        vertx,
                        new BackfillPorts(
                                mappings,
                                patient(remote, breakers, clock),
                                journal,
                                new PgBackfillBook(new ServeScope(new PgScope(ground.pool()))),
                                owned::hold,
                                clock,
                                dice,
                                Steps.USUAL));
        Intake.Ports intake =
                new Intake.Ports(
                        mappings,
                        secrets,
                        journal,
                        front,
                        new PgSweepHints(new PgScope(ground.pool())),
                        new PgPushReads(new PgScope(ground.pool())),
                        consents::finish,
                        clock,
                        dice,
                        ground.meters(),
                        taking::get);
        Streams streams = Streams.create(vertx, intake);
        return listen(ground, intake)
                .compose(
                        server ->
                                vertx.deployVerticle(ops)
                                        .recover(ground.config().opsAt()::orTaken)
                                        .compose(_ -> breakers.resume())
                                        .compose(_ -> owned.start())
                                        .compose(
                                                _ ->
                                                        Crossings.start(
                                                                vertx,
                                                                Runtime.getRuntime()
                                                                        .availableProcessors(),
                                                                shared,
                                                                time::now,
                                                                dice))
                                        .map(
                                                crossings -> {
                                                    taking.set(true);
                                                    keepTold(vertx, breakers);
                                                    sweep.start();
                                                    subscriber.start();
                                                    auditor.start();
                                                    backfiller.start();
                                                    streams.start();
                                                    MappingWalk.start(vertx, journal, tenants);
                                                    setup.activation().watch();
                                                    return new ServeParts(
                                                            ground.config(),
                                                            crossings,
                                                            sweep,
                                                            subscriber,
                                                            auditor,
                                                            backfiller,
                                                            owned,
                                                            server,
                                                            streams,
                                                            ops,
                                                            taking,
                                                            ground.pool());
                                                }));
    }

    /// Of what other replicas find out about the systems.
    private static void keepTold(Vertx vertx, Breakers breakers) {
        long _ =
                vertx.setPeriodic(
                        BREAKERS_READ.toMillis(),
                        _ ->
                                breakers.refresh()
                                        .onFailure(
                                                failure ->
                                                        LOG.atWarn()
                                                                .setCause(failure)
                                                                .log(
                                                                        "The breakers' rows were"
                                                                                + " not read")));
    }

    /// Before the engines claim anything: whose port is taken must not have begun to work. Until
    /// they claim, every sender is told to come again.
    private static Future<HttpServer> listen(Ground ground, Intake.Ports ports) {
        return Intake.server(ground.vertx(), ports)
                .listen(ground.config().publicPort(), ground.config().publicHost())
                .recover(ground.config().publicAt()::orTaken);
    }

    private static OpsVerticle ops(
            Ground ground,
            ServeSetup setup,
            Journal journal,
            Imports imports,
            AtomicBoolean taking,
            Preview preview,
            ServeAudits audits,
            Dice dice) {
        Supplier<Map<TenantId, TenantSpec>> tenants = () -> setup.activation().active().tenants();
        PgOpsReads.Scoped scoped = new ServeScope(new PgScope(ground.pool()));
        PgOpsReads reads =
                new PgOpsReads(
                        scoped,
                        () -> each(tenants.get(), TenantSpec::name),
                        () -> each(tenants.get(), TenantSpec::title),
                        new ServeEnds(tenant -> tenants.get().get(tenant)),
                        Payloads::open);
        return OpsVerticle.at(
                ground.config().opsHost(),
                ground.config().opsPort(),
                new OpsApi.Parts(
                        ground.tokens(),
                        reads,
                        journal,
                        imports,
                        new Gateway(Release.text(), UUID.randomUUID().toString(), processStart()),
                        () -> Set.copyOf(setup.activation().active().mappings().tenants().keySet()),
                        () -> Future.succeededFuture(ServeHealth.LIVE),
                        () -> ServeHealth.ready(ground.pool(), taking::get),
                        setup,
                        ground.meters(),
                        new HandParts(
                                new PgJobs(scoped, () -> each(tenants.get(), TenantSpec::name)),
                                preview::of,
                                new Rereading(() -> setup.activation().active().mappings(), dice),
                                new PgAudits(
                                        scoped,
                                        () -> each(tenants.get(), TenantSpec::name),
                                        tenant -> ServeAudits.flows(tenants.get(), tenant),
                                        audits.repair()),
                                new PgBackfills(
                                        scoped,
                                        () -> each(tenants.get(), TenantSpec::name),
                                        tenant -> ServeAudits.flows(tenants.get(), tenant)),
                                audits.replay()::page)));
    }

    private static java.time.Instant processStart() {
        return ProcessHandle.current().info().startInstant().orElse(java.time.Instant.EPOCH);
    }

    private static <T> Map<TenantId, T> each(
            Map<TenantId, TenantSpec> tenants, Function<TenantSpec, T> of) {
        return tenants.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> of.apply(entry.getValue())));
    }

    String publicUrl() {
        return "http://" + config.publicHost() + ":" + server.actualPort();
    }

    String opsUrl() {
        return "http://" + config.opsHost() + ":" + ops.port();
    }

    /// Takes nothing new, lets what is at hand settle, gives all leases back.
    Future<Void> stop() {
        taking.set(false);
        return server.shutdown()
                .otherwiseEmpty()
                .compose(_ -> auditor.stop())
                .compose(_ -> backfiller.stop())
                .compose(_ -> streams.stop())
                .compose(_ -> sweep.stop())
                .compose(_ -> subscriber.stop())
                .compose(_ -> owned.stop().otherwiseEmpty())
                .compose(_ -> crossings.stop())
                .compose(_ -> pool.close());
    }
}
