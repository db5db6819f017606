package drawbridge.system;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.CrossingFailure;

import io.vertx.core.Future;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How futures ended, for tests that stand outside of any event loop.
public final class Outcomes {

    private static final long PATIENCE_SECONDS = 30;

    private Outcomes() {}

    @CanIgnoreReturnValue
    public static <T> T of(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        } catch (ExecutionException e) {
            throw new AssertionError("failed", e.getCause());
        }
    }

    @CanIgnoreReturnValue
    public static CrossingFailure failureOf(Future<?> future) {
        try {
            Object value =
                    future.toCompletionStage()
                            .toCompletableFuture()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("succeeded with " + value);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CrossingFailure failure) {
                return failure;
            }
            throw new AssertionError("not a failure that the engine knows", e.getCause());
        }
    }
}
