package drawbridge.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Plants bug after bug, and looks for the first seed that finds each.
final class Planting {

    private final long from;
    private final long most;

    /// @param most how many seeds a bug may hide from
    Planting(long from, long most) {
        this.from = from;
        this.most = most;
    }

    /// What became of one.
    ///
    /// @param caught the run that found it; empty: it was missed
    /// @param after how many seeds were run
    record Result(Planted bug, Optional<SeedRun> caught, long after) {}

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
        for (long tried = 0; tried < most; tried++) {
            SeedRun run = SeedRun.of(SimPlan.of(from + tried).with(bug));
            if (!run.breaches().isEmpty()) {
                return new Result(bug, Optional.of(run), tried + 1);
            }
        }
        return new Result(bug, Optional.empty(), most);
    }
}
