package drawbridge.bench;

import drawbridge.bench.Results.Measure;
import drawbridge.bench.load.Load.Speed;
import drawbridge.bench.parts.HeapLog;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// The order in which a run measures. What is compared alternates, so that a fast or slow hour of
/// the machine falls on both.
final class BenchRun {

    private final World world;
    private final BenchPlan plan;
    private final Consumer<String> told;
    private final Meter meter;
    private final Results results = new Results();

    BenchRun(World world, BenchPlan plan, Consumer<String> told) {
        this.world = world;
        this.plan = plan;
        this.told = told;
        this.meter = new Meter(world.vertx(), world.postgres(), plan);
    }

    Results results() {
        return results;
    }

    /// @param gatewayOptions of the JVM of the gateway with one tenant
    /// @return of the heap of that gateway
    /// @throws IOException when a part ends, stays silent, or lost a change
    HeapLog.Peak run(List<String> gatewayOptions) throws IOException {
        told.accept("Starts the gateway and both baselines.");
        int most = Math.max(plan.records(), plan.backlog() + 2 * (int) plan.underWay());
        World.Bridge bridge =
                world.bridge(new World.Wanted("one", most, 1, gatewayOptions, !plan.apart()));
        Subject single = world.singleRowIntake();
        Subject minimal = world.minimalPipeline("minimal", plan.records(), !plan.apart());
        link(bridge.subject(), most);
        told.accept("Runs everything warm.");
        warm(single, minimal, bridge.subject());
        for (int round = 1; round <= plan.rounds(); round++) {
            told.accept("Round " + round + " of " + plan.rounds() + ".");
            round(bridge, single, minimal);
        }
        halves(bridge.subject(), minimal);
        if (plan.backlog() > 0) {
            backlog(bridge);
        }
        World.Bridge many = tenants(bridge);
        Verdict verdict = new Verdict(meter, world.sink());
        if (plan.apart()) {
            questionsApart(verdict);
        } else {
            questions(bridge.subject(), minimal);
        }
        told.accept("Looks whether everything is where it belongs.");
        verdict.check(bridge);
        verdict.check(many);
        verdict.check(minimal);
        told.accept("Nothing was lost: everything is where it belongs.");
        return bridge.gateway().heap();
    }

    /// Why nothing may be reported; empty when it may.
    List<String> refusals() {
        return Floor.refusals(
                results.plainCommits().orElse(0.0),
                results.median(Measure.SINGLE_ROW, Window::acceptedPerSecond).orElse(0.0),
                results.median(Measure.MINIMAL, Window::writesPerSecond).orElse(0.0));
    }

    /// Every record is made at the Acme side and crosses: it is linked as records are in life.
    private void link(Subject subject, int records) throws IOException {
        told.accept(String.format(Locale.ROOT, "Links %,d records.", records));
        long began = System.nanoTime();
        meter.send(subject, plan.underWay(), records, Meter.round(0, records));
        double _ = meter.arrive(subject);
        told.accept(
                String.format(
                        Locale.ROOT,
                        "  %,.0f creates a second",
                        records / ((System.nanoTime() - began) / 1e9)));
    }

    private void warm(Subject single, Subject minimal, Subject gateway) throws IOException {
        meter.warm(single, Meter.round(0, single.visits().records()));
        meter.warm(minimal, resting(minimal));
        meter.warm(gateway, resting(gateway));
        meter.warm(minimal, resting(minimal));
    }

    private void round(World.Bridge bridge, Subject single, Subject minimal) throws IOException {
        Subject gateway = bridge.subject();
        results.addPlainCommits(
                PlainCommits.perSecond(
                        world.postgres(), World.PLAIN, Duration.ofSeconds(1), plan.window()));
        add(
                Measure.SINGLE_ROW,
                meter.measureIntake(single, Meter.round(0, single.visits().records())));
        add(Measure.INTAKE, paused(bridge));
        add(Measure.MINIMAL, beside(gateway, minimal));
        add(Measure.END_TO_END, full(gateway));
        add(
                Measure.HOT,
                meter.measure(
                        gateway, new Speed.Full(8 * plan.underWay()), Meter.round(0, plan.hot())));
        world.postgres().truncate(World.PLAIN, List.of("single_row", "work", "payload"));
    }

    /// Measures one while the other has nothing to do, and how much CPU time that takes it.
    private Window beside(Subject idle, Subject measured) throws IOException {
        long began = System.nanoTime();
        long used = idle.cpuMicros().getAsLong();
        Window window = full(measured);
        results.addIdleCores(
                (idle.cpuMicros().getAsLong() - used) * 1e3 / (System.nanoTime() - began));
        return window;
    }

    private Window paused(World.Bridge bridge) throws IOException {
        for (String tenant : bridge.tenants()) {
            bridge.gateway().pause(tenant);
        }
        // A lane learns that it is paused when it is opened: once for each, and not in the window.
        meter.send(bridge.subject(), Long.MAX_VALUE, plan.records(), round());
        Window window = meter.measureIntake(bridge.subject(), round());
        for (String tenant : bridge.tenants()) {
            bridge.gateway().resume(tenant);
        }
        double _ = meter.arrive(bridge.subject());
        return window;
    }

    private Window full(Subject subject) throws IOException {
        return meter.measure(subject, new Speed.Full(plan.underWay()), resting(subject));
    }

    private IntSupplier resting(Subject subject) {
        return subject.visits().resting(plan.records());
    }

    private IntSupplier round() {
        return Meter.round(0, plan.records());
    }

    private void halves(Subject gateway, Subject minimal) throws IOException {
        told.accept("Half of the speed that each reached.");
        half(Measure.MINIMAL_HALF, minimal, Measure.MINIMAL);
        half(Measure.HALF, gateway, Measure.END_TO_END);
    }

    private void half(Measure measure, Subject subject, Measure whole) throws IOException {
        double most = results.median(whole, Window::settledPerSecond).orElseThrow();
        add(measure, meter.measure(subject, new Speed.Steady(most / 2), resting(subject)));
    }

    /// The same closed loop as end to end, with so many more changes under way that all of them
    /// wait in the journal: each of another record, so that none is overtaken.
    private void backlog(World.Bridge bridge) throws IOException {
        told.accept(String.format(Locale.ROOT, "A backlog of %,d changes.", plan.backlog()));
        Subject subject = bridge.subject();
        withClaims(Measure.NO_BACKLOG, subject, () -> full(subject));
        int records = plan.backlog() + 2 * (int) plan.underWay();
        var choice = Meter.round(0, records);
        bridge.gateway().pause(bridge.tenants().getFirst());
        meter.send(subject, Long.MAX_VALUE, plan.backlog(), choice);
        bridge.gateway().resume(bridge.tenants().getFirst());
        meter.start(subject, new Speed.Full(plan.backlog() + plan.underWay()), choice);
        meter.pass(plan.warm());
        withClaims(Measure.BACKLOG, subject, () -> meter.count(subject, true));
        meter.stop(subject);
        results.addGap(meter.arrive(subject));
        withClaims(Measure.NO_BACKLOG, subject, () -> full(subject));
    }

    private interface Measuring {

        Window measured() throws IOException;
    }

    private void withClaims(Measure measure, Subject subject, Measuring measuring)
            throws IOException {
        world.postgres().count(true);
        Window window = measuring.measured();
        results.addClaimMillis(
                measure, Counted.claimMillis(world.postgres().statements(subject.database())));
        world.postgres().count(false);
        add(measure, window);
    }

    /// Of programs of their own, as what stands before their database takes its time.
    private void questionsApart(Verdict verdict) throws IOException {
        World.Bridge counted =
                world.bridge(new World.Wanted("counted", plan.records(), 1, List.of(), true));
        Subject minimal = world.minimalPipeline("counted-minimal", plan.records(), true);
        link(counted.subject(), plan.records());
        questions(counted.subject(), minimal);
        verdict.check(counted);
        verdict.check(minimal);
    }

    private void questions(Subject gateway, Subject minimal) throws IOException {
        told.accept("Counts what is asked of PostgreSQL.");
        count(gateway);
        count(minimal);
    }

    private void count(Subject subject) throws IOException {
        Counted counted = meter.questions(subject, world.tap(), resting(subject));
        results.addCounted(counted);
        told.accept(
                String.format(
                        Locale.ROOT,
                        "  %-28s %,8.0f statements, %,.0f round trips for 1,000 changes",
                        counted.who(),
                        counted.statementsPer1000(),
                        counted.tripsPer1000()));
    }

    private World.Bridge tenants(World.Bridge one) throws IOException {
        told.accept(String.format(Locale.ROOT, "%,d tenants.", plan.tenants()));
        World.Bridge many =
                world.bridge(
                        new World.Wanted("many", plan.records(), plan.tenants(), List.of(), false));
        link(many.subject(), plan.records());
        meter.warm(many.subject(), resting(many.subject()));
        for (int round = 0; round < plan.rounds(); round++) {
            add(Measure.ONE_TENANT, full(one.subject()));
            add(Measure.MANY_TENANTS, full(many.subject()));
        }
        return many;
    }

    private void add(Measure measure, Window window) {
        results.add(measure, window);
        told.accept(
                String.format(
                        Locale.ROOT,
                        "  %-28s %,8.0f accepted/s %,8.0f delivered/s %,8.0f settled/s",
                        measure.words(),
                        window.acceptedPerSecond(),
                        window.writesPerSecond(),
                        window.settledPerSecond()));
    }
}
