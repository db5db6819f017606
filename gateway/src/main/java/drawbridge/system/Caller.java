package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.ErrorSpec.Meaning;
import drawbridge.mapping.Formats;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.Value;
import drawbridge.system.Admission.Shown;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Exchange.Answer;
import drawbridge.system.Exchange.Unanswered;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.GrantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes one call over a tenant's line: past the breaker, through the turnstile, with the tenant's
/// credential, within its time. Never twice, but for a 401, which says that nothing was done.
final class Caller {

    /// @param person whose grant is shown; empty for the connection's
    /// @param probes whether the call may be the one that a half-open breaker lets through
    record Order(
            Doing doing,
            String method,
            Target target,
            Map<String, String> headers,
            Optional<Content> body,
            Optional<String> ifMatch,
            Optional<UUID> attempt,
            Instant deadline,
            boolean probes,
            Optional<String> person,
            Formats formats) {

        Order ifMatch(Optional<String> version) {
            return new Order(
                    doing, method, target, headers, body, version, attempt, deadline, probes,
                    person, formats);
        }

        /// The same by the grant of a user.
        Order as(Optional<String> user) {
            return new Order(
                    doing, method, target, headers, body, ifMatch, attempt, deadline, probes, user,
                    formats);
        }
    }

    /// A body as it is sent.
    ///
    /// @param type of it, for the header
    record Content(String type, Buffer bytes) {

        static Content of(Formats formats, Value.Obj body) throws BodyText.Malformed {
            return new Content(
                    formats.sends().type(), Buffer.buffer(BodyText.write(formats.sends(), body)));
        }
    }

    /// @param answer whatever its status
    /// @param meaning what the descriptor says of such an answer
    /// @param endpoint where the system answered: the connection's, or the one that its token named
    /// @param generation of the token that was shown; -1 for a key
    record Answered(
            Asked asked, Answer answer, Optional<Meaning> meaning, URI endpoint, long generation) {

        /// Whether the record is there that was asked for.
        Absence absence() {
            if (meaning.isPresent()) {
                return meaning.get() == Meaning.GONE ? Absence.DELETED : Absence.NOT_FOUND;
            }
            return switch (answer.status()) {
                case 404 -> Absence.NOT_FOUND;
                case 410 -> Absence.DELETED;
                default -> Absence.THERE;
            };
        }

        boolean isSuccess() {
            return answer.status() >= 200 && answer.status() < 300;
        }
    }

    enum Absence {
        THERE,
        NOT_FOUND,
        DELETED
    }

    /// A call that waited until less than this part of its time is left is not sent any more: it
    /// would most likely end in doubt.
    private static final int TOO_LATE = 4;

    /// A `Retry-After` is sat out up to this; beyond, the connection is suspended.
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Vertx vertx;
    private final Admission admission;
    private final Clock clock;
    private final Answers answers;
    private final CallMeters meters;

    Caller(Vertx vertx, Admission admission, Clock clock, Answers answers, CallMeters meters) {
        this.vertx = vertx;
        this.admission = admission;
        this.clock = clock;
        this.answers = answers;
        this.meters = meters;
    }

    /// @param fine the statuses beside 2xx that are no failure
    Future<Answered> call(Line line, Order order, Set<Integer> fine) {
        GrantId grant = new GrantId(line.tenant(), line.system().name(), order.person());
        Optional<CrossingFailure> barred = admission.barred(grant);
        if (barred.isPresent()) {
            return Future.failedFuture(barred.get());
        }
        long begun = clock.monotonicNanos();
        BreakerGate gate = line.kept().gate();
        Asked plain = asked(line, endpoint(line, Optional.empty()), order, Optional.empty());
        return (order.probes()
                        ? gate.through(() -> admitted(line, grant, order, plain))
                        : gate.throughIfClosed(() -> admitted(line, grant, order, plain)))
                .compose(
                        answered ->
                                sorted(answered, fine)
                                        .recover(
                                                failure ->
                                                        unlessReplaced(grant, answered, failure)))
                .onFailure(
                        failure -> {
                            if (failure instanceof CrossingFailure.Credential refused) {
                                admission.refused(line, grant, refused);
                            }
                        })
                .recover(failure -> Future.failedFuture(unlessTooLong(grant, failure)))
                .onComplete(ended -> meters.called(plain, ended, clock.monotonicNanos() - begun));
    }

    /// What was refused for good may be the token of an account in whose place a person has granted
    /// another meanwhile. That one is shown the next time, and nothing stands still.
    private Future<Answered> unlessReplaced(GrantId grant, Answered answered, Throwable failure) {
        return failure instanceof CrossingFailure.Credential refused && answered.generation() >= 0
                ? admission
                        .isReplaced(grant, answered.generation())
                        .compose(
                                replaced ->
                                        Future.failedFuture(
                                                replaced
                                                        ? new CrossingFailure.Transient(
                                                                refused.facts(),
                                                                Optional.empty(),
                                                                true)
                                                        : refused))
                : Future.failedFuture(failure);
    }

    /// A wait of more than a day is nothing to be sat out in silence.
    private Throwable unlessTooLong(GrantId grant, Throwable failure) {
        if (!(failure instanceof CrossingFailure.Transient slow)) {
            return failure;
        }
        return slow.retryAfter()
                .filter(Caller::isTooLong)
                .<Throwable>map(wait -> admission.tooLong(grant, slow, clock.now().plus(wait)))
                .orElse(failure);
    }

    private static boolean isTooLong(Duration wait) {
        return wait.compareTo(LONGEST) > 0;
    }

    /// A 401 is answered once by what is newer, or by the same key again: it says that nothing was
    /// done.
    private Future<Answered> admitted(Line line, GrantId grant, Order order, Asked plain) {
        return show(line, grant, order, plain, -1)
                .compose(
                        shown ->
                                exchange(line, order, shown)
                                        .compose(
                                                first ->
                                                        Answers.isStale(first.answer())
                                                                ? again(
                                                                        line, grant, order, plain,
                                                                        shown)
                                                                : Future.succeededFuture(first)));
    }

    private Future<Answered> again(
            Line line, GrantId grant, Order order, Asked plain, Shown refused) {
        return show(line, grant, order, plain, refused.generation())
                .compose(newer -> exchange(line, order, newer));
    }

    private Future<Shown> show(Line line, GrantId grant, Order order, Asked plain, long refused) {
        Duration left = within(line, order);
        if (!left.isPositive()) {
            return Future.failedFuture(overBefore(plain));
        }
        return admission.show(line, grant, refused, left);
    }

    private CrossingFailure overBefore(Asked plain) {
        return answers.unanswered(plain, new Unanswered(false, "its time was over before"));
    }

    private Duration within(Line line, Order order) {
        Duration left = Duration.between(clock.now(), order.deadline());
        Duration timeout = line.system().limits().timeout();
        return left.compareTo(timeout) < 0 ? left : timeout;
    }

    /// Where the API is.
    private static URI endpoint(Line line, Optional<Shown> shown) {
        return URI.create(shown.flatMap(Shown::base).orElse(line.connection().endpoint()));
    }

    private static Asked asked(Line line, URI endpoint, Order order, Optional<String> secret) {
        String uri = uri(endpoint, line, order);
        return new Asked(
                order.doing(), line.system(), shown(endpoint, uri, order), secret, order.formats());
    }

    private Future<Answered> exchange(Line line, Order order, Shown shown) {
        SystemSpec.Limits limits = line.system().limits();
        URI endpoint = endpoint(line, Optional.of(shown));
        Asked asked = asked(line, endpoint, order, Optional.of(shown.secret()));
        Duration within = within(line, order);
        if (!within.isPositive()) {
            return Future.failedFuture(overBefore(asked));
        }
        long begun = clock.monotonicNanos();
        return line.kept()
                .pacer()
                .turn(limits.rates(), isSearch(order) ? limits.searches() : List.of(), within)
                .compose(_ -> passed(line, endpoint, order, shown, asked, within, begun))
                .map(
                        answer ->
                                new Answered(
                                        asked,
                                        answer,
                                        answers.meaning(asked, answer),
                                        endpoint,
                                        shown.generation()))
                .recover(
                        failure ->
                                Future.failedFuture(
                                        failure instanceof Unanswered unanswered
                                                ? answers.unanswered(asked, unanswered)
                                                : failure));
    }

    private static boolean isSearch(Order order) {
        boolean posted = order.doing() == Doing.LIST && order.method().equals("POST");
        return posted || order.doing() == Doing.FIND;
    }

    /// What the system asks for, and what its quota says.
    private void heed(Line line, Asked asked, Answer answer) {
        Restraint restraint = line.kept().restraint();
        answers.patience(asked, answer).filter(wait -> !isTooLong(wait)).ifPresent(restraint::heed);
        Quotas.wait(line.system().limits().quotas(), answer.headers(), clock.now())
                .ifPresent(restraint::heed);
    }

    private Future<Answer> passed(
            Line line,
            URI endpoint,
            Order order,
            Shown shown,
            Asked asked,
            Duration within,
            long begun) {
        SystemSpec.Limits limits = line.system().limits();
        Restraint restraint = line.kept().restraint();
        return line.kept()
                .turnstile()
                .pass(
                        limits.maxConcurrent(),
                        within,
                        () -> {
                            Optional<CrossingFailure> held = restraint.holds();
                            if (held.isPresent()) {
                                return Future.failedFuture(held.get());
                            }
                            Duration rest = within.minusNanos(clock.monotonicNanos() - begun);
                            return rest.compareTo(within.dividedBy(TOO_LATE)) < 0
                                    ? Future.failedFuture(
                                            new Unanswered(false, "its turn came too late"))
                                    : Exchange.run(
                                                    vertx,
                                                    request(line, endpoint, order, shown),
                                                    order.body().map(Content::bytes),
                                                    rest,
                                                    ClientLimits.answer(order.doing(), limits))
                                            // Heard before the next one in the queue has its turn.
                                            .onSuccess(answer -> heed(line, asked, answer));
                        });
    }

    /// What the descriptor says of an answer goes before its status.
    private Future<Answered> sorted(Answered answered, Set<Integer> fine) {
        Optional<Meaning> meaning = answered.meaning();
        boolean absent =
                meaning.filter(said -> said == Meaning.ABSENT || said == Meaning.GONE).isPresent()
                        && fine.contains(404);
        boolean plain =
                meaning.isEmpty()
                        && (answered.isSuccess() || fine.contains(answered.answer().status()));
        return absent || plain
                ? Future.succeededFuture(answered)
                : Future.failedFuture(answers.refused(answered.asked(), answered.answer()));
    }

    /// Path and query of a call, as they are sent.
    static String uri(URI endpoint, Line line, Order order) {
        return order.target().uri(before(endpoint, line.system()));
    }

    private static HttpRequest<Buffer> request(Line line, URI endpoint, Order order, Shown shown) {
        String uri = uri(endpoint, line, order);
        boolean tls = "https".equalsIgnoreCase(endpoint.getScheme());
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : tls ? 443 : 80;
        HttpRequest<Buffer> request =
                line.kept()
                        .client()
                        .request(HttpMethod.valueOf(order.method()), port, host(endpoint), uri)
                        .ssl(tls)
                        .putHeader("Accept", order.formats().answers().type());
        order.headers().forEach((name, value) -> header(request, name, value));
        shown.headers()
                .of(
                        new Signing.Request(
                                order.method(),
                                endpoint.getScheme() + "://" + endpoint.getRawAuthority() + uri,
                                uri,
                                order.body().map(Content::bytes).orElseGet(Buffer::buffer)))
                .forEach((name, value) -> header(request, name, value));
        if (order.body().isPresent() && !request.headers().contains("Content-Type")) {
            header(request, "Content-Type", order.body().get().type());
        }
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
        order.headers().forEach((name, value) -> text.append('\n').append(name + ": " + value));
        order.ifMatch().ifPresent(version -> text.append("\nIf-Match: ").append(version));
        order.attempt().ifPresent(id -> text.append("\nDrawbridge-Attempt: ").append(id));
        order.body().ifPresent(body -> text.append("\n\n").append(body.bytes().toString()));
        return text.toString();
    }
}
