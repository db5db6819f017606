package drawbridge.sandbox.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Rings once, when somebody wants the demo to come to its end.
final class Bell {

    private final CountDownLatch rung = new CountDownLatch(1);

    void ring() {
        rung.countDown();
    }

    boolean hasRung() {
        return rung.getCount() == 0;
    }

    /// Waits for the ring, at most so long.
    void await(Duration longest) {
        try {
            var _ = rung.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            ring();
        }
    }
}
