package drawbridge.system;

import drawbridge.system.Wiretap.Wire;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One HTTP call: over within its time whatever the other side does, never holding more of the
/// answer than its limit, and knowing whether anything may have left for the system.
///
/// A call that is given up is torn down with its connection, so that neither its slot nor its
/// answer outlives it.
final class Exchange implements BodyCodec<Buffer>, BodyStream<Buffer> {

    /// How much of an answer beyond the limit is kept, for people.
    private static final int CUT_TO = 4 * 1024;

    /// @param cut the answer was larger than its limit; `body` is its beginning
    record Answer(int status, MultiMap headers, Buffer body, boolean cut) {}

    /// There is no answer, or no whole one.
    static final class Unanswered extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final boolean sent;
        private final String sentence;

        Unanswered(boolean sent, String sentence) {
            super(sentence, null, false, false);
            this.sent = sent;
            this.sentence = (sent ? "sent, but " : "not sent: ") + sentence;
        }

        /// Whether the call may have reached the system; false is proof that it did not.
        boolean sent() {
            return sent;
        }

        String sentence() {
            return sentence;
        }
    }

    private final long maxBytes;
    private final Optional<Buffer> content;
    private final Promise<Answer> answer = Promise.promise();
    private final Promise<Buffer> collected = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private volatile @Nullable HttpClientRequest request;
    private volatile @Nullable HttpClientResponse response;

    private Exchange(long maxBytes, Optional<Buffer> content) {
        this.maxBytes = maxBytes;
        this.content = content;
    }

    /// Prepares a client for exchanges. Once for each client.
    static WebClient watched(WebClient client, Wiretap tap) {
        return client.addInterceptor(context -> watch(context, tap));
    }

    /// @param within the time for everything, from now to the answer's last byte
    /// @return fails with [Unanswered] alone
    static Future<Answer> run(
            Vertx vertx,
            HttpRequest<Buffer> request,
            Optional<Buffer> content,
            Duration within,
            long maxBytes) {
        Exchange exchange = new Exchange(maxBytes, content);
        long timer = vertx.setTimer(Math.max(1, within.toMillis()), _ -> exchange.late(within));
        HttpRequest<Buffer> watched =
                request.as(exchange)
                        .followRedirects(false)
                        .connectTimeout(
                                Math.clamp(within.toMillis(), 1, ClientLimits.CONNECT.toMillis()));
        content.map(watched::sendBuffer).orElseGet(watched::send).onComplete(exchange::ended);
        return exchange.answer
                .future()
                .onComplete(
                        _ -> {
                            boolean _ = vertx.cancelTimer(timer);
                        });
    }

    private static void watch(HttpContext<?> context, Wiretap tap) {
        if (context.request().bodyCodec() instanceof Exchange exchange) {
            if (context.phase() == ClientPhase.PREPARE_REQUEST) {
                exchange.overheard(context, tap);
            }
            if (exchange.answer.future().isComplete()) {
                // Given up while it waited for a connection: it must not leave any more.
                boolean _ = context.fail(new Unanswered(false, "given up before it was sent"));
                return;
            }
            if (context.phase() == ClientPhase.SEND_REQUEST) {
                exchange.request = context.clientRequest();
            } else if (context.phase() == ClientPhase.RECEIVE_RESPONSE) {
                exchange.response = context.clientResponse();
            }
        }
        context.next();
    }

    private void overheard(HttpContext<?> context, Wiretap tap) {
        long begun = System.nanoTime();
        answer.future()
                .onComplete(
                        ended ->
                                tap.heard(
                                        wire(
                                                context,
                                                ended,
                                                Duration.ofNanos(System.nanoTime() - begun))));
    }

    private Wire wire(HttpContext<?> context, AsyncResult<Answer> ended, Duration took) {
        HttpRequest<?> asked = context.request();
        HttpClientRequest sent = request;
        String scheme = Boolean.TRUE.equals(asked.ssl()) ? "https://" : "http://";
        String host = asked.host().contains(":") ? "[" + asked.host() + "]" : asked.host();
        return new Wire(
                asked.method().name(),
                scheme + host + ":" + asked.port() + asked.uri(),
                headers(sent == null ? asked.headers() : sent.headers()),
                content.orElseGet(Buffer::buffer),
                ended.succeeded()
                        ? new Wiretap.Answered(
                                ended.result().status(),
                                headers(ended.result().headers()),
                                Optional.ofNullable(ended.result().body())
                                        .orElseGet(Buffer::buffer),
                                ended.result().cut())
                        : new Wiretap.Unheard(
                                ended.cause() instanceof Unanswered unanswered
                                        ? unanswered.sentence()
                                        : sentence(ended.cause())),
                took);
    }

    private static List<Wiretap.Header> headers(MultiMap headers) {
        List<Wiretap.Header> all = new ArrayList<>();
        headers.forEach((name, value) -> all.add(new Wiretap.Header(name, value)));
        return all;
    }

    private void ended(AsyncResult<HttpResponse<Buffer>> ended) {
        if (ended.succeeded()) {
            HttpResponse<Buffer> whole = ended.result();
            boolean _ =
                    answer.tryComplete(
                            new Answer(whole.statusCode(), whole.headers(), whole.body(), false));
        } else {
            boolean _ = answer.tryFail(new Unanswered(request != null, sentence(ended.cause())));
        }
    }

    private void late(Duration within) {
        String sentence = "no whole answer within " + within.toMillis() + " ms";
        if (answer.tryFail(new Unanswered(request != null, sentence))) {
            tearDown();
        }
    }

    private void tearDown() {
        HttpClientRequest open = request;
        if (open != null) {
            open.reset().onFailure(_ -> {});
        }
    }

    private static String sentence(Throwable cause) {
        String what = cause.getMessage();
        return what == null ? cause.getClass().getSimpleName() : what;
    }

    // ---- The answer's body, as it arrives

    @Override
    public BodyStream<Buffer> stream() {
        return this;
    }

    @Override
    public Future<Buffer> result() {
        return collected.future();
    }

    @Override
    public Future<Void> write(Buffer part) {
        if (answer.future().isComplete()) {
            return Future.succeededFuture();
        }
        if (body.length() + (long) part.length() <= maxBytes) {
            body.appendBuffer(part);
            return Future.succeededFuture();
        }
        HttpClientResponse head = response;
        Buffer start = body.slice(0, Math.min(CUT_TO, body.length()));
        boolean _ =
                head == null
                        ? answer.tryFail(new Unanswered(true, "an answer without a head"))
                        : answer.tryComplete(
                                new Answer(head.statusCode(), head.headers(), start, true));
        tearDown();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        boolean _ = collected.tryComplete(body);
        return Future.succeededFuture();
    }

    @Override
    public void handle(Throwable failure) {
        boolean _ = collected.tryFail(failure);
    }

    @Override
    public BodyStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
