package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.Value;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Exchange.Answer;
import drawbridge.system.Exchange.Unanswered;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Secrets.Purpose;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes one call over a tenant's line: past the breaker, through the turnstile, with the tenant's
/// credential, within its time. Never twice.
final class Caller {

    /// @param probes whether the call may be the one that a half-open breaker lets through
    record Order(
            Doing doing,
            String method,
            Target target,
            Optional<Value.Obj> body,
            Optional<String> ifMatch,
            Optional<UUID> attempt,
            Instant deadline,
            boolean probes) {}

    /// @param answer whatever its status
    record Answered(Asked asked, Answer answer) {

        boolean isSuccess() {
            return answer.status() >= 200 && answer.status() < 300;
        }
    }

    /// A call that waited until less than this part of its time is left is not sent any more: it
    /// would most likely end in doubt.
    private static final int TOO_LATE = 4;

    private final Vertx vertx;
    private final Secrets secrets;
    private final Clock clock;
    private final Answers answers;
    private final CallMeters meters;

    Caller(Vertx vertx, Secrets secrets, Clock clock, Answers answers, CallMeters meters) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.clock = clock;
        this.answers = answers;
        this.meters = meters;
    }

    /// @param fine the statuses beside 2xx that are no failure
    Future<Answered> call(Line line, Order order, Set<Integer> fine) {
        SystemSpec system = line.system();
        Optional<String> secret =
                secrets.value(line.tenant(), system.name(), Purpose.CREDENTIAL)
                        .filter(value -> !value.isBlank());
        URI endpoint = URI.create(line.connection().endpoint());
        String uri = order.target().uri(before(endpoint, system));
        Asked asked = new Asked(order.doing(), system, shown(endpoint, uri, order), secret);
        if (secret.isEmpty()) {
            return Future.failedFuture(
                    new CrossingFailure.Credential(
                            Facts.of("the connection to " + system.name() + " has no credential")));
        }
        long begun = clock.monotonicNanos();
        BreakerGate gate = line.kept().gate();
        return (order.probes()
                        ? gate.through(() -> exchange(line, order, endpoint, uri, asked))
                        : gate.throughIfClosed(() -> exchange(line, order, endpoint, uri, asked)))
                .compose(answered -> sorted(answered, fine))
                .onComplete(ended -> meters.called(asked, ended, clock.monotonicNanos() - begun));
    }

    private Future<Answered> exchange(
            Line line, Order order, URI endpoint, String uri, Asked asked) {
        SystemSpec.Limits limits = line.system().limits();
        Duration left = Duration.between(clock.now(), order.deadline());
        Duration within = left.compareTo(limits.timeout()) < 0 ? left : limits.timeout();
        if (!within.isPositive()) {
            return Future.failedFuture(
                    answers.unanswered(asked, new Unanswered(false, "its time was over before")));
        }
        long begun = clock.monotonicNanos();
        return line.kept()
                .turnstile()
                .pass(
                        limits.maxConcurrent(),
                        within,
                        () -> {
                            Duration rest = within.minusNanos(clock.monotonicNanos() - begun);
                            return rest.compareTo(within.dividedBy(TOO_LATE)) < 0
                                    ? Future.failedFuture(
                                            new Unanswered(false, "its turn came too late"))
                                    : Exchange.run(
                                            vertx,
                                            request(line, order, endpoint, uri, asked),
                                            order.body().map(JsonText::write).map(Buffer::buffer),
                                            rest,
                                            ClientLimits.answer(order.doing(), limits));
                        })
                .map(answer -> new Answered(asked, answer))
                .recover(
                        failure ->
                                Future.failedFuture(
                                        failure instanceof Unanswered unanswered
                                                ? answers.unanswered(asked, unanswered)
                                                : failure));
    }

    private Future<Answered> sorted(Answered answered, Set<Integer> fine) {
        return answered.isSuccess() || fine.contains(answered.answer().status())
                ? Future.succeededFuture(answered)
                : Future.failedFuture(answers.refused(answered.asked(), answered.answer()));
    }

    private HttpRequest<Buffer> request(
            Line line, Order order, URI endpoint, String uri, Asked asked) {
        boolean tls = "https".equalsIgnoreCase(endpoint.getScheme());
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : tls ? 443 : 80;
        HttpRequest<Buffer> request =
                line.kept()
                        .client()
                        .request(HttpMethod.valueOf(order.method()), port, host(endpoint), uri)
                        .ssl(tls)
                        .putHeader("Accept", "application/json");
        switch (line.system().auth()) {
            case SystemSpec.Auth.Header(String name, String prefix) -> {
                HttpRequest<Buffer> _ = request.putHeader(name, prefix + asked.secret().orElse(""));
            }
        }
        order.body().ifPresent(_ -> header(request, "Content-Type", "application/json"));
        order.ifMatch().ifPresent(version -> header(request, "If-Match", version));
        order.attempt()
                .ifPresent(attempt -> header(request, "Drawbridge-Attempt", attempt.toString()));
        return request;
    }

    private static void header(HttpRequest<Buffer> request, String name, String value) {
        HttpRequest<Buffer> _ = request.putHeader(name, value);
    }

    private static String before(URI endpoint, SystemSpec system) {
        String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return prefix + system.basePath();
    }

    private static String host(URI endpoint) {
        String host = endpoint.getHost() == null ? "" : endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// What people see of the request. The credential is never put in, so nothing has to be taken
    /// out.
    private static String shown(URI endpoint, String uri, Order order) {
        StringBuilder text = new StringBuilder(order.method()).append(' ');
        text.append(endpoint.getScheme()).append("://").append(endpoint.getRawAuthority());
        text.append(uri);
        order.ifMatch().ifPresent(version -> text.append("\nIf-Match: ").append(version));
        order.attempt().ifPresent(id -> text.append("\nDrawbridge-Attempt: ").append(id));
        order.body()
                .ifPresent(
                        body ->
                                text.append("\n\n")
                                        .append(Buffer.buffer(JsonText.write(body)).toString()));
        return text.toString();
    }
}
