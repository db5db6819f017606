package drawbridge.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Plants bug after bug, and looks for the first seed that finds each: one that is clean without
/// it, and with it breaks a promise of a kind that the bug is about.
final class Planting {

    private final long from;
    private final long most;
    private final Function<SimPlan, SeedRun> play;
    private final Map<Long, Boolean> clean = new ConcurrentHashMap<>();

    /// @param most how many seeds a bug may hide from
    Planting(long from, long most) {
        this(from, most, SeedRun::of);
    }

    /// @param play runs a plan, from any thread
    Planting(long from, long most, Function<SimPlan, SeedRun> play) {
        this.from = from;
        this.most = most;
        this.play = play;
    }

    /// How a bug was found.
    ///
    /// @param breach of a kind that the bug is about
    record Catch(SeedRun run, Breach breach) {}

    /// What became of one.
    ///
    /// @param caught empty: it was missed
    /// @param after how many seeds were run with it
    record Result(Planted bug, Optional<Catch> caught, long after) {}

    /// In the order of the bugs, as many at once as there are processors.
    List<Result> run(List<Planted> bugs) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Result>> underWay = new ArrayList<>();
            for (Planted bug : bugs) {
                underWay.add(pool.submit(() -> seek(bug)));
            }
            List<Result> results = new ArrayList<>();
            for (Future<Result> one : underWay) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a run ended by an error", broken.getCause());
        }
    }

    private Result seek(Planted bug) {
        long tried = 0;
        for (long seed = from; seed < from + most; seed++) {
            SimPlan plan = SimPlan.of(seed);
            if (!clean.computeIfAbsent(seed, _ -> play.apply(plan).breaches().isEmpty())) {
                continue;
            }
            tried++;
            SeedRun run = play.apply(plan.with(bug));
            Optional<Breach> breach =
                    run.breaches().stream().filter(one -> bug.shows(one.kind())).findFirst();
            if (breach.isPresent()) {
                return new Result(bug, Optional.of(new Catch(run, breach.get())), tried);
            }
        }
        return new Result(bug, Optional.empty(), tried);
    }
}
