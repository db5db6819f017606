package drawbridge.audit;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.function.Supplier;

/// Steps one after the other, however many: a chain of futures would grow with each of them.
public final class Turns {

    private Turns() {}

    /// Takes the step again and again while it says so. Fails with the step's failure.
    public static Future<Void> whileTrue(Supplier<Future<Boolean>> step) {
        Promise<Void> ended = Promise.promise();
        turn(step, ended);
        return ended.future();
    }

    private static void turn(Supplier<Future<Boolean>> step, Promise<Void> ended) {
        taken(step)
                .onSuccess(
                        more -> {
                            if (more) {
                                turn(step, ended);
                            } else {
                                ended.complete();
                            }
                        })
                .onFailure(ended::fail);
    }

    private static Future<Boolean> taken(Supplier<Future<Boolean>> step) {
        try {
            return step.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
