package drawbridge.simulator;

import drawbridge.crossing.engine.Hash;

import java.time.Duration;
import java.util.List;

/// How one world ended.
///
/// @param virtual the time that passed in it
/// @param history stands for all that happened: two runs of one plan have the same
record SeedRun(
        SimPlan plan, List<Breach> breaches, Coverage coverage, Duration virtual, String history) {

    SeedRun {
        breaches = List.copyOf(breaches);
    }

    static SeedRun of(SimPlan plan) {
        return of(plan, new SimTale());
    }

    /// @param tale told what happens
    static SeedRun of(SimPlan plan, SimTale tale) {
        SimWorld world = new SimWorld(plan, tale);
        List<Breach> breaches = world.run().stream().map(Breach::of).toList();
        return new SeedRun(plan, breaches, world.coverage, world.age(), world.history());
    }

    /// Whether a breach of the same kind occurred.
    boolean breaks(Breach.Kind kind) {
        return breaches.stream().anyMatch(breach -> breach.kind() == kind);
    }

    static String digest(Iterable<?> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append(one).append('\n'));
        return Hash.of(text.toString()).asUuid().toString();
    }
}
