package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.CrossingFailure.Credential;
import drawbridge.crossing.engine.CrossingFailure.Exists;
import drawbridge.crossing.engine.CrossingFailure.Gone;
import drawbridge.crossing.engine.CrossingFailure.InDoubt;
import drawbridge.crossing.engine.CrossingFailure.Precondition;
import drawbridge.crossing.engine.CrossingFailure.Transient;
import drawbridge.crossing.engine.CrossingFailure.Unexplained;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AsyncResult;

import java.time.Duration;

/// What is measured about calls to systems.
///
/// | name | tags | meaning |
/// | --- | --- | --- |
/// | `drawbridge.system.calls` (timer) | `system`, `operation`, `result` | each call, with its turn at the turnstile; `result` is `ok` or the class of its failure |
///
/// Tags come from descriptors and closed sets; none names a tenant or a record.
final class CallMeters {

    private final MeterRegistry meters;

    CallMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void called(Asked asked, AsyncResult<?> ended, long nanos) {
        String result = ended.succeeded() ? "ok" : result(ended.cause());
        Timer.builder("drawbridge.system.calls")
                .description("Calls to systems")
                .tag("system", asked.system().name())
                .tag("operation", asked.doing().word())
                .tag("result", result)
                .register(meters)
                .record(Duration.ofNanos(nanos));
    }

    private static String result(Throwable failure) {
        return failure instanceof CrossingFailure crossing ? word(crossing) : "error";
    }

    private static String word(CrossingFailure crossing) {
        return switch (crossing) {
            case Transient wait -> wait.limit() ? "limit" : "transient";
            case InDoubt _ -> "in-doubt";
            case Credential _ -> "credential";
            case BadRecord _ -> "bad-record";
            case Precondition _ -> "precondition";
            case Exists _ -> "exists";
            case Gone _ -> "gone";
            case Unexplained _ -> "unexplained";
        };
    }
}
