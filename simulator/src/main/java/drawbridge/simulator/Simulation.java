package drawbridge.simulator;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Runs seed after seed, each in one thread, as many at once as there are processors.
final class Simulation {

    private final LongFunction<SimPlan> plans;

    /// @param plans the plan of each seed
    Simulation(LongFunction<SimPlan> plans) {
        this.plans = plans;
    }

    /// @param each told of each run, in the order in which they end, by one thread
    void run(long from, long seeds, Consumer<SeedRun> each) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            CompletionService<SeedRun> runs = new ExecutorCompletionService<>(pool);
            long begun = 0;
            for (long ended = 0; ended < seeds; ended++) {
                while (begun < seeds && begun < ended + 2L * threads) {
                    SimPlan plan = plans.apply(from + begun);
                    var _ = runs.submit(() -> SeedRun.of(plan));
                    begun++;
                }
                each.accept(runs.take().get());
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a run ended by an error", broken.getCause());
        }
    }
}
