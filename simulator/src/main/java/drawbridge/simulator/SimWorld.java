package drawbridge.simulator;

import drawbridge.crossing.engine.Flows;
import drawbridge.crossing.engine.OccurrenceRemote;
import drawbridge.crossing.engine.Pace;
import drawbridge.crossing.engine.Preview;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.simulator.ModelReplica.Odds;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Two customers with both of their systems, two replicas of the gateway, bad weather, and users
/// who do not care: everything in one thread and in virtual time, from one seed.
@NullUnmarked
final class SimWorld {

    static final FlowName USERS = new FlowName("users");
    static final FlowName APPOINTMENTS = new FlowName("appointments");

    /// A second flow of appointments, which a story may have.
    static final FlowName TASKS = new FlowName("tasks");

    static final ResourceName USER = new ResourceName("acme", "user");
    static final ResourceName CONTACT = new ResourceName("acme", "contact");
    static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    static final FlowName TOUCHPOINTS = new FlowName("touchpoints");
    static final ResourceName ACTIVITY = new ResourceName("acme", "activity");
    static final ResourceName MEMBER = new ResourceName("app", "member");
    static final ResourceName EVENT = new ResourceName("app", "event");

    private static final Logger LOG = LoggerFactory.getLogger(SimWorld.class);

    private static final Pace PACE = Pace.USUAL.withDeleteGap(Duration.ofSeconds(5));
    private static final int WORKERS = 3;

    /// In milliseconds. No reading of the database's time that counts is further off.
    private static final int MOST_SKEW = 200;

    private static final Duration QUIET_WITHIN = Duration.ofMinutes(15);
    private static final Duration STILL = Duration.ofMinutes(3);

    final VirtualTime time;
    final ModelJournal journal;
    final ModelRemote remote;
    final Map<TenantId, Map<String, ModelSystem>> systems = new LinkedHashMap<>();
    final Map<TenantId, String> tenants = new LinkedHashMap<>();
    final SimPostman postman;
    final SimTraffic traffic;

    /// What became of the mapping since.
    UnaryOperator<Flow> today = UnaryOperator.identity();

    final List<ModelReplica> replicas = new ArrayList<>();
    private final SimPatience patience = new SimPatience();
    private final Set<RecordRef> missed = new HashSet<>();
    private boolean healed;

    final Coverage coverage = new Coverage();
    private final Sabotage sabotage;
    private final SimPlan plan;
    private final SimTale tale;
    private final Instant began;

    /// @param tale told what happens
    SimWorld(SimPlan plan, SimTale tale) {
        this(plan, tale, world -> plan.planted().map(bug -> bug.in(world)).orElse(Sabotage.NONE));
    }

    /// @param between what stands between the engine and its ports
    SimWorld(SimPlan plan, SimTale tale, Function<SimWorld, Sabotage> between) {
        this.plan = plan;
        this.tale = tale;
        time = new VirtualTime(plan.seed());
        began = time.now();
        journal = new ModelJournal(time::now, SimWorld::side);
        for (String name : plan.tenants()) {
            TenantId tenant = TenantId.named(name);
            tenants.put(tenant, name);
            systems.put(tenant, new HashMap<>());
        }
        remote =
                new ModelRemote(
                        time, coverage, tenant -> Objects.requireNonNull(systems.get(tenant)));
        remote.slow = may(Fault.SLOW_ROAD);
        sabotage = between.apply(this);
        postman = new SimPostman(this);
        for (TenantId tenant : tenants.keySet()) {
            Map<String, ModelSystem> its = Objects.requireNonNull(systems.get(tenant));
            its.put("acme", acme(tenant));
            its.put("app", app(tenant));
        }
        traffic = new SimTraffic(this);
    }

    SimWorld(Mappings mappings) {
        this(SimPlan.usual(1, mappings), new SimTale());
    }

    /// Whether the plan lets such a fault occur.
    boolean may(Fault fault) {
        return !plan.without().contains(fault);
    }

    long seed() {
        return plan.seed();
    }

    /// Whether users take deletes back.
    boolean takesBack() {
        return plan.takesBack();
    }

    /// Whether the app keeps no rules, and Acme does.
    boolean expands(TenantId tenant) {
        return flow(tenant, APPOINTMENTS)
                .occurring()
                .filter(how -> how.side() == Side.ACME)
                .isPresent();
    }

    static ResourceName resource(Side side) {
        return side == Side.ACME ? APPOINTMENT : EVENT;
    }

    private static Optional<Side> side(RecordRef record) {
        return switch (record.resource().resource()) {
            case "user", "appointment" -> Optional.of(Side.ACME);
            case "member", "event", "task" -> Optional.of(Side.APP);
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
                        1_000L * (1 + index(tenant)),
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
                        5_000L + 2_000L * index(tenant),
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

    /// Tells what happens, for whoever looks for the cause of a breach: in short by the tale, in
    /// full at level trace.
    void trace(String what, Object about) {
        tale.note(age(), what, about);
        LOG.trace("{} {} {}", time.now(), what, about);
    }

    /// How much time passed since it began.
    Duration age() {
        return Duration.between(began, time.now());
    }

    /// Stands for all that happened: two runs of one plan have the same.
    String history() {
        List<Object> all = new ArrayList<>();
        systems.values().forEach(its -> its.values().forEach(one -> all.addAll(one.effects)));
        tenants.keySet().forEach(tenant -> all.add(journal.books.tally(tenant)));
        all.add(time.steps());
        return SeedRun.digest(all);
    }

    /// The ids of all that belongs to the records of these ids: their partners, and their lanes.
    Set<String> kin(Collection<String> ids) {
        Set<String> kin = new TreeSet<>(ids);
        for (TenantId tenant : tenants.keySet()) {
            for (Link link : journal.links.all(tenant)) {
                List<String> its = new ArrayList<>(List.of(link.id().toString()));
                for (Side side : Side.values()) {
                    traffic.named(tenant, side, link).forEach(record -> its.add(record.id()));
                    link.end(side).record().ifPresent(its::add);
                }
                if (its.stream().anyMatch(ids::contains)) {
                    kin.addAll(its);
                }
            }
        }
        return kin;
    }

    Flow flow(TenantId tenant, FlowName name) {
        return today.apply(
                Objects.requireNonNull(
                        plan.mappings()
                                .tenant(Objects.requireNonNull(tenants.get(tenant)))
                                .orElseThrow()
                                .flows()
                                .get(name)));
    }

    boolean hasTasks(TenantId tenant) {
        return plan.mappings()
                .tenant(Objects.requireNonNull(tenants.get(tenant)))
                .orElseThrow()
                .flows()
                .containsKey(TASKS);
    }

    Count count(TenantId tenant) {
        return Objects.requireNonNull(
                plan.mappings()
                        .tenant(Objects.requireNonNull(tenants.get(tenant)))
                        .orElseThrow()
                        .counts()
                        .get(TOUCHPOINTS));
    }

    private int index(TenantId tenant) {
        return List.copyOf(tenants.keySet()).indexOf(tenant);
    }

    /// Where an appointment's place stands: a customer may keep it in a field of their own.
    String placeMember(TenantId tenant) {
        State record = State.of(new Value.Obj(Map.of("room", Value.of("Place"))));
        Reading place =
                flow(tenant, APPOINTMENTS)
                        .read(Side.ACME, record, Refs.NONE)
                        .get(new GroupName("place"));
        return place instanceof Reading.Of(var fields)
                        && fields.values().stream().anyMatch(Neutral.Words.class::isInstance)
                ? "room"
                : "location";
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

    /// Who works in a world, and what must hold when they are done.
    interface Users {

        void begin();

        /// Whether nobody does anything any more.
        boolean areDone();

        List<String> breaches(SimJudge judge);
    }

    /// @return everything that is wrong
    List<String> run() {
        return run(
                new Users() {
                    @Override
                    public void begin() {
                        traffic.begin();
                    }

                    @Override
                    public boolean areDone() {
                        return true;
                    }

                    @Override
                    public List<String> breaches(SimJudge judge) {
                        return judge.breaches();
                    }
                });
    }

    /// @return everything that is wrong
    List<String> run(Users users) {
        for (int slot = 0; slot < WORKERS; slot++) {
            start(slot);
        }
        users.begin();
        postman.sweep();
        badWeather();
        time.runUntil(time.now().plus(plan.unrest()));
        heal();
        Instant latest = time.now().plus(QUIET_WITHIN);
        while (time.now().isBefore(latest) && !(isQuiet() && users.areDone())) {
            time.runUntil(time.now().plus(Duration.ofSeconds(5)));
        }
        SimJudge judge = new SimJudge(this, traffic);
        List<String> wrong = new ArrayList<>(judge.quiet(isQuiet() && users.areDone()));
        int calls = judge.gatewayEffects();
        time.runUntil(time.now().plus(STILL));
        if (judge.gatewayEffects() != calls) {
            wrong.add(
                    "looped: the gateway wrote "
                            + (judge.gatewayEffects() - calls)
                            + " times after quiet");
        }
        wrong.addAll(users.breaches(judge));
        return wrong;
    }

    private boolean isQuiet() {
        return traffic.isDone()
                && postman.isEmpty()
                && postman.hasSwept()
                && journal.restless().isEmpty();
    }

    private void start(int slot) {
        Odds odds = healed ? Odds.NONE : new Odds(0.00015, 0.002, 0.002).without(plan.without());
        ModelReplica replica =
                new ModelReplica(
                        new ModelReplica.Setting(
                                time, flows(), PACE, odds, skew(), coverage, patience, sabotage),
                        journal,
                        remote,
                        this::trace,
                        () -> time.after(time.between(500, 15_000), () -> start(slot)));
        if (replicas.size() > slot) {
            replicas.set(slot, replica);
        } else {
            replicas.add(replica);
        }
    }

    /// Of processes that live at once, no two have the same time.
    private Duration skew() {
        if (healed || !may(Fault.SKEWED_CLOCK) || !time.chance(0.5)) {
            return Duration.ZERO;
        }
        coverage.occurred(Fault.SKEWED_CLOCK);
        return time.between(-MOST_SKEW, MOST_SKEW);
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

            @Override
            public Optional<Occurring> occurring(TenantId tenant, ResourceName resource) {
                return SimWorld.this
                        .flow(tenant, APPOINTMENTS)
                        .occurring()
                        .filter(how -> resource(how.side()).equals(resource));
            }
        };
    }

    /// What a person would be told before deciding.
    Preview preview() {
        ModelReplica replica = replicas.getFirst();
        return new Preview(
                journal, flows(), new OccurrenceRemote(remote, flows()), replica, replica, PACE);
    }

    /// Once for each record, so that the next look finds it.
    private boolean isMissed(TenantId tenant, RecordRef record) {
        return record.resource().equals(EVENT)
                && !missed.contains(record)
                && traffic.partner(tenant, Side.APP, record).isPresent()
                && time.chance(0.01)
                && missed.add(record);
    }

    /// A system wants to be left alone for a moment, or for so long that every process could learn
    /// of it from one.
    private Optional<Instant> patience() {
        return time.chance(0.25) ? soon(20_000, 40_000) : soon(1_000, 12_000);
    }

    private void badWeather() {
        if (may(Fault.NOT_FOUND)) {
            remote.missing = this::isMissed;
        }
        for (String system : List.of("acme", "app")) {
            ModelRemote.Weather weather = Objects.requireNonNull(remote.weather.get(system));
            weather.errors = time.chance(0.7) && may(Fault.SERVER_ERROR) ? 0.04 : 0;
            weather.lostAnswers = time.chance(0.7) && may(Fault.ANSWER_LOST) ? 0.06 : 0;
            sometime(Fault.OUTAGE, 10_000, 40_000, () -> outage(weather));
            sometime(Fault.THROTTLED, 5_000, 80_000, () -> weather.throttledUntil = patience());
            sometime(
                    Fault.UNAUTHORIZED,
                    5_000,
                    80_000,
                    () -> weather.unauthorizedUntil = soon(500, 4_000));
        }
        for (int i = 0; i < 3; i++) {
            sometime(
                    Fault.CRASH,
                    3_000,
                    110_000,
                    () -> someReplica().ifPresent(ModelReplica::crash));
            sometime(
                    Fault.FROZEN,
                    3_000,
                    110_000,
                    () ->
                            someReplica()
                                    .ifPresent(
                                            replica ->
                                                    replica.freeze(time.between(2_000, 35_000))));
        }
    }

    private void sometime(Fault fault, int least, int most, Runnable what) {
        Duration delay = time.between(least, most);
        if (may(fault)) {
            time.after(delay, what);
        }
    }

    private Optional<Instant> soon(int least, int most) {
        return Optional.of(time.now().plus(time.between(least, most)));
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

    /// One more replica.
    void another() {
        start(replicas.size());
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
        remote.missing = (_, _) -> false;
        replicas.forEach(ModelReplica::heal);
        postman.heal();
        traffic.end();
    }

    boolean isHealed() {
        return healed;
    }
}
