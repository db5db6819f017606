package drawbridge.simulator;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells on a terminal what was found.
final class Telling {

    private static final int MOST_SEEDS = 10;
    private static final int MOST_BREACHES = 5;
    private static final int MOST_SENTENCE = 300;
    private static final int MOST_LINES = 120;

    private final PrintWriter out;

    Telling(PrintWriter out) {
        this.out = out;
    }

    /// So that whoever waits for ten thousand seeds can replay one meanwhile.
    void early(SeedRun run) {
        out.printf(
                "  seed %d: %s%n", run.plan().seed(), brief(run.breaches().getFirst().sentence()));
        out.flush();
    }

    void all(Findings found, long seconds) {
        out.printf(
                Locale.ROOT,
                "%n%s   %,d seeds, %,d hours of virtual time in %d s%n%n",
                found.breaches() == 0 ? "CLEAN" : "BROKEN",
                found.seeds(),
                found.virtual().toHours(),
                seconds);
        for (Breach.Kind kind : Breach.Kind.values()) {
            out.printf(Locale.ROOT, "  %-9s %,d%n", kind.word(), found.count(kind));
        }
        counts("Faults", found.coverage().faults());
        counts("Decisions", found.coverage().decisions());
        List<String> seldom = found.seldom();
        if (!seldom.isEmpty()) {
            out.printf(
                    "%nToo seldom to count as tried (below %d): %s%n",
                    Findings.OFTEN, String.join(", ", seldom));
        }
        found.broken().stream().limit(MOST_SEEDS).forEach(this::broken);
        if (found.broken().size() > MOST_SEEDS) {
            out.printf("  … and %d more seeds%n", found.broken().size() - MOST_SEEDS);
        }
    }

    private void counts(String name, Map<String, Long> counts) {
        out.printf("%n%s%n", name);
        counts.forEach((what, count) -> out.printf(Locale.ROOT, "  %,10d  %s%n", count, what));
    }

    private void broken(SeedRun run) {
        out.printf("%nSeed %d%n", run.plan().seed());
        breaches(run.breaches());
    }

    private void breaches(List<Breach> breaches) {
        breaches.stream()
                .limit(MOST_BREACHES)
                .forEach(breach -> out.println("  " + brief(breach.sentence())));
        if (breaches.size() > MOST_BREACHES) {
            out.printf("  … and %d more%n", breaches.size() - MOST_BREACHES);
        }
    }

    private static String brief(String sentence) {
        return sentence.length() <= MOST_SENTENCE
                ? sentence
                : sentence.substring(0, MOST_SENTENCE) + "…";
    }

    void planted(List<Planting.Result> results, long seconds) {
        long caught = results.stream().filter(result -> result.caught().isPresent()).count();
        out.printf("%d of %d bugs caught in %d s%n%n", caught, results.size(), seconds);
        for (Planting.Result result : results) {
            out.printf(
                    "  %s %-26s %s%n",
                    result.caught().isPresent() ? "✓" : "✗",
                    result.bug().word(),
                    result.caught()
                            .map(
                                    found ->
                                            "seed %d, after %d: %s"
                                                    .formatted(
                                                            found.run().plan().seed(),
                                                            result.after(),
                                                            found.breach().kind().word()))
                            .orElse("missed in " + result.after() + " seeds"));
            out.printf("      %s%n", result.bug().sentence());
        }
    }

    /// Plays a plan once more, and if it breaks a promise tells the story of the smallest plan that
    /// breaks one of the same kind.
    ///
    /// @return how the plan itself ended
    SeedRun replayed(SimPlan plan) {
        SeedRun run = SeedRun.of(plan);
        out.printf("Seed %d: %s; history %s%n", plan.seed(), plan.inWords(), run.history());
        if (run.breaches().isEmpty()) {
            out.println("No promise was broken.");
            return run;
        }
        breaches(run.breaches());
        Breach.Kind kind = run.breaches().getFirst().kind();
        SimPlan small = new Shrinking(kind).shrink(plan);
        SimTale tale = SimTale.kept();
        SimWorld world = new SimWorld(small, tale);
        List<Breach> left = world.run().stream().map(Breach::of).toList();
        out.printf("%nThe same kind of breach takes no more than: %s%n", small.inWords());
        breaches(left);
        left.stream()
                .filter(breach -> breach.kind() == kind)
                .findFirst()
                .ifPresent(breach -> story(tale, world.kin(breach.records())));
        return run;
    }

    private void story(SimTale tale, Collection<String> kin) {
        Set<String> told = new LinkedHashSet<>(tale.about(kin));
        out.printf("%nWhat happened (minutes:seconds since the world began)%n");
        told.stream().skip(Math.max(0, told.size() - MOST_LINES)).forEach(out::println);
        if (told.size() > MOST_LINES) {
            out.printf("(the last %d of %d lines)%n", MOST_LINES, told.size());
        }
    }
}
