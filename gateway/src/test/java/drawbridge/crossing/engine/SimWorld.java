package drawbridge.crossing.engine;

import drawbridge.crossing.engine.ModelReplica.Odds;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Two customers with both of their systems, two replicas of the gateway, bad weather, and users
/// who do not care: everything in one thread and in virtual time, from one seed.
@NullUnmarked
final class SimWorld {

    static final FlowName USERS = new FlowName("users");
    static final FlowName APPOINTMENTS = new FlowName("appointments");
    static final ResourceName USER = new ResourceName("acme", "user");
    static final ResourceName CONTACT = new ResourceName("acme", "contact");
    static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    static final FlowName TOUCHPOINTS = new FlowName("touchpoints");
    static final ResourceName ACTIVITY = new ResourceName("acme", "activity");
    static final ResourceName MEMBER = new ResourceName("app", "member");
    static final ResourceName EVENT = new ResourceName("app", "event");

    private static final Logger LOG = LoggerFactory.getLogger(SimWorld.class);
    private static final boolean TRACE = Boolean.getBoolean("sim.trace");

    private static final Pace PACE = Pace.USUAL.withDeleteGap(Duration.ofSeconds(5));
    private static final Duration UNREST = Duration.ofMinutes(2);
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(15);
    private static final Duration STILL = Duration.ofMinutes(3);

    final VirtualTime time;
    final ModelJournal journal;
    final ModelRemote remote;
    final Map<TenantId, Map<String, ModelSystem>> systems = new LinkedHashMap<>();
    final Map<TenantId, String> tenants = new LinkedHashMap<>();
    final SimPostman postman;
    final SimTraffic traffic;
    private final List<ModelReplica> replicas = new ArrayList<>();
    private boolean healed;
    private int crashes;

    private final Mappings mappings;

    final long seed;

    /// Whether users take deletes back.
    final boolean takesBack;

    SimWorld(long seed) {
        this(seed, SimMappings.SHIPPED);
    }

    SimWorld(long seed, Mappings mappings) {
        this(seed, mappings, false);
    }

    SimWorld(long seed, Mappings mappings, boolean takesBack) {
        this.seed = seed;
        this.takesBack = takesBack;
        this.mappings = mappings;
        time = new VirtualTime(seed);
        journal = new ModelJournal(time::now, SimWorld::side);
        for (String name : List.of("north", "south")) {
            TenantId tenant = TenantId.named(name);
            tenants.put(tenant, name);
            systems.put(tenant, new HashMap<>());
        }
        remote = new ModelRemote(time, tenant -> Objects.requireNonNull(systems.get(tenant)));
        postman = new SimPostman(this);
        for (TenantId tenant : tenants.keySet()) {
            Map<String, ModelSystem> its = Objects.requireNonNull(systems.get(tenant));
            its.put("acme", acme(tenant));
            its.put("app", app(tenant));
        }
        traffic = new SimTraffic(this);
    }

    static ResourceName resource(Side side) {
        return side == Side.ACME ? APPOINTMENT : EVENT;
    }

    private static Optional<Side> side(RecordRef record) {
        return switch (record.resource().resource()) {
            case "user", "appointment" -> Optional.of(Side.ACME);
            case "member", "event" -> Optional.of(Side.APP);
            default -> Optional.empty();
        };
    }

    private ModelSystem acme(TenantId tenant) {
        return new ModelSystem(
                new ModelSystem.Habits(
                        "acme",
                        true,
                        true,
                        false,
                        tenants.get(tenant).equals("north") ? 1000 : 2000,
                        "revision",
                        "updated_at",
                        "external_ref",
                        Map.of("subject", 120, "location", 80, "room", 80),
                        Map.of("user", "email")),
                time,
                (record, gateway) -> {
                    trace(gateway ? "WROTE" : "USER", system(tenant, "acme").effects.getLast());
                    postman.changedAtAcme(tenant, record);
                    traffic.saw(tenant, Side.ACME, record, gateway);
                });
    }

    private ModelSystem app(TenantId tenant) {
        return new ModelSystem(
                new ModelSystem.Habits(
                        "app",
                        false,
                        false,
                        true,
                        tenants.get(tenant).equals("north") ? 5000 : 7000,
                        "-",
                        "changedAt",
                        "externalRef",
                        Map.of("title", 80, "place", 60),
                        Map.of("member", "mail")),
                time,
                (record, gateway) -> {
                    trace(gateway ? "WROTE" : "USER", system(tenant, "app").effects.getLast());
                    postman.changedAtApp(tenant, record, gateway);
                    traffic.saw(tenant, Side.APP, record, gateway);
                });
    }

    /// Tells what happens, for whoever looks for the cause of a breach (`-Dsim.trace=true`).
    void trace(String what, Object about) {
        if (TRACE) {
            LOG.warn("{} {} {}", time.now(), what, about);
        }
    }

    Flow flow(TenantId tenant, FlowName name) {
        return Objects.requireNonNull(
                mappings.tenant(Objects.requireNonNull(tenants.get(tenant)))
                        .orElseThrow()
                        .flows()
                        .get(name));
    }

    Count count(TenantId tenant) {
        return Objects.requireNonNull(
                mappings.tenant(Objects.requireNonNull(tenants.get(tenant)))
                        .orElseThrow()
                        .counts()
                        .get(TOUCHPOINTS));
    }

    ModelSystem system(TenantId tenant, String name) {
        return Objects.requireNonNull(Objects.requireNonNull(systems.get(tenant)).get(name));
    }

    /// A replica that would answer a call from outside.
    Optional<ModelReplica> someReplica() {
        List<ModelReplica> alive = replicas.stream().filter(ModelReplica::isAlive).toList();
        return alive.isEmpty()
                ? Optional.empty()
                : Optional.of(alive.get(time.random.nextInt(alive.size())));
    }

    // ---- The story of a run

    /// @return everything that is wrong
    List<String> run() {
        start(0);
        start(1);
        traffic.begin();
        postman.sweep();
        badWeather();
        time.runUntil(time.now().plus(UNREST));
        heal();
        Instant latest = time.now().plus(QUIET_WITHIN);
        while (time.now().isBefore(latest) && !isQuiet()) {
            time.runUntil(time.now().plus(Duration.ofSeconds(5)));
        }
        SimJudge judge = new SimJudge(this, traffic);
        List<String> wrong = new ArrayList<>(judge.quiet(isQuiet()));
        int calls = judge.gatewayEffects();
        time.runUntil(time.now().plus(STILL));
        if (judge.gatewayEffects() != calls) {
            wrong.add(
                    "looped: the gateway wrote "
                            + (judge.gatewayEffects() - calls)
                            + " times after quiet");
        }
        wrong.addAll(judge.breaches());
        return wrong;
    }

    String summary() {
        return traffic.changes()
                + " changes by users, "
                + crashes
                + " crashes, "
                + remote.lost
                + " answers lost, "
                + remote.throttled
                + " throttled, "
                + remote.refusedByOutage
                + " refused by an outage, "
                + journal.guard.begun
                + " times many deletes, "
                + journal.links.keptApart
                + " creates kept apart, "
                + journal.guard.spared.size()
                + " spared, "
                + new SimJudge(this, traffic).gatewayEffects()
                + " writes, "
                + time.steps()
                + " steps, questions "
                + questions()
                + ", "
                + tenants.keySet().stream().map(journal.books::tally).toList();
    }

    private Map<String, Integer> questions() {
        SimQuestions questions = new SimQuestions(this);
        List<String> _ = questions.needless();
        return questions.counts();
    }

    private boolean isQuiet() {
        return traffic.isDone() && postman.isEmpty() && journal.restless().isEmpty();
    }

    private void start(int slot) {
        Odds odds = healed ? new Odds(0, 0, 0) : new Odds(0.00015, 0.002, 0.002);
        ModelReplica replica =
                new ModelReplica(
                        time,
                        journal,
                        remote,
                        flows(),
                        PACE,
                        odds,
                        this::trace,
                        () -> {
                            crashes++;
                            time.after(time.between(500, 15_000), () -> start(slot));
                        });
        if (replicas.size() > slot) {
            replicas.set(slot, replica);
        } else {
            replicas.add(replica);
        }
    }

    private Flows flows() {
        return new Flows() {
            @Override
            public Optional<Flow> flow(TenantId tenant, FlowName name) {
                return Optional.of(SimWorld.this.flow(tenant, name));
            }

            @Override
            public Optional<Count> count(TenantId tenant, FlowName name) {
                return name.equals(TOUCHPOINTS)
                        ? Optional.of(SimWorld.this.count(tenant))
                        : Optional.empty();
            }
        };
    }

    /// What a person would be told before deciding.
    Preview preview() {
        ModelReplica replica = replicas.getFirst();
        return new Preview(journal, flows(), remote, replica, replica, PACE);
    }

    private void badWeather() {
        for (String system : List.of("acme", "app")) {
            ModelRemote.Weather weather = Objects.requireNonNull(remote.weather.get(system));
            weather.errors = time.chance(0.7) ? 0.04 : 0;
            weather.lostAnswers = time.chance(0.7) ? 0.06 : 0;
            time.after(time.between(10_000, 40_000), () -> outage(weather));
            time.after(
                    time.between(5_000, 80_000),
                    () ->
                            weather.throttledUntil =
                                    Optional.of(time.now().plus(time.between(1_000, 12_000))));
        }
        for (int i = 0; i < 3; i++) {
            time.after(
                    time.between(3_000, 110_000),
                    () -> someReplica().ifPresent(ModelReplica::crash));
            time.after(
                    time.between(3_000, 110_000),
                    () ->
                            someReplica()
                                    .ifPresent(
                                            replica ->
                                                    replica.freeze(time.between(2_000, 35_000))));
        }
    }

    private void outage(ModelRemote.Weather weather) {
        weather.down = true;
        time.after(time.between(5_000, 30_000), () -> weather.down = false);
    }

    /// One replica in fair weather, for a story that is told by hand.
    SimWorld calm() {
        healed = true;
        postman.heal();
        traffic.end();
        start(0);
        return this;
    }

    /// From now on settlements are committed so long after they were asked for.
    void commitAfter(Duration slow) {
        replicas.forEach(replica -> replica.commitAfter(slow));
    }

    void pass(Duration some) {
        time.runUntil(time.now().plus(some));
    }

    private void heal() {
        healed = true;
        remote.weather.values().forEach(ModelRemote.Weather::clear);
        replicas.forEach(ModelReplica::heal);
        postman.heal();
        traffic.end();
    }

    boolean isHealed() {
        return healed;
    }
}
