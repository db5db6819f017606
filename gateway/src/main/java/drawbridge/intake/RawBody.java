package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Reads bodies as the bytes that came, within size and time, and counts what all of them hold.
///
/// A body that grows too large is refused at that byte. What its sender goes on sending is read and
/// dropped for a while, because a connection that is closed under a sending client takes the answer
/// with it.
final class RawBody {

    private static final long DROPPED_BYTES = 8L * 1024 * 1024;

    private final Vertx vertx;
    private final Duration time;
    private final AtomicLong held = new AtomicLong();

    RawBody(Vertx vertx, Duration time) {
        this.vertx = vertx;
        this.time = time;
    }

    /// To be called before anything asynchronous is done with the request.
    ///
    /// @return fails with [Refusal] alone
    Future<byte[]> read(RoutingContext context) {
        HttpServerRequest request = context.request();
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Future.failedFuture(Refusal.encoded());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue().onFailure(_ -> {});
        }
        Reading reading = new Reading(request);
        long timer = vertx.setTimer(time.toMillis(), _ -> reading.giveUp());
        context.addEndHandler(_ -> held.addAndGet(-reading.kept()));
        request.handler(reading::part)
                .exceptionHandler(_ -> reading.broken())
                .endHandler(
                        _ -> {
                            boolean _ = vertx.cancelTimer(timer);
                            reading.end();
                        });
        return reading.whole.future();
    }

    /// One body on its way in. Runs on the request's own context.
    private final class Reading {

        private final HttpServerRequest request;
        private final Promise<byte[]> whole = Promise.promise();
        private final Buffer body = Buffer.buffer();
        private long seen;
        private boolean ended;

        Reading(HttpServerRequest request) {
            this.request = request;
        }

        void part(Buffer part) {
            seen += part.length();
            if (whole.future().isComplete()) {
                if (seen > DROPPED_BYTES) {
                    request.connection().close().onFailure(_ -> {});
                }
            } else if (seen > PublicServer.BODY_BYTES) {
                boolean _ = whole.tryFail(Refusal.tooLarge());
            } else if (held.addAndGet(part.length()) > PublicServer.HELD_BYTES) {
                body.appendBuffer(part);
                boolean _ =
                        whole.tryFail(
                                Refusal.later(Refused.BUSY, "Too much is being received at once."));
            } else {
                body.appendBuffer(part);
            }
        }

        /// What was added to the sum of all bodies, and is to be taken off again.
        long kept() {
            return body.length();
        }

        void end() {
            ended = true;
            boolean _ = whole.tryComplete(body.getBytes());
        }

        void broken() {
            boolean _ = whole.tryFail(Refusal.tooSlow());
        }

        void giveUp() {
            if (!whole.tryFail(Refusal.tooSlow()) && !ended) {
                request.connection().close().onFailure(_ -> {});
            }
        }
    }
}
