package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.CrossingFailure.Credential;
import drawbridge.crossing.engine.CrossingFailure.Exists;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.CrossingFailure.Gone;
import drawbridge.crossing.engine.CrossingFailure.InDoubt;
import drawbridge.crossing.engine.CrossingFailure.Precondition;
import drawbridge.crossing.engine.CrossingFailure.Transient;
import drawbridge.crossing.engine.CrossingFailure.Unexplained;
import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.ErrorSpec.Meaning;
import drawbridge.mapping.Value;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Exchange.Answer;
import drawbridge.system.Exchange.Unanswered;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The edge: turns statuses, time-outs and broken connections into the failures that the engine
/// knows. Nothing else in the gateway looks at a status.
///
/// | answer | to a read | to a create | to an update or delete |
/// | --- | --- | --- | --- |
/// | none; provably not sent | transient | transient | transient |
/// | none, or half of one; may have been sent | transient | in doubt | in doubt |
/// | 2xx, unreadable (HTML, no JSON, too large) | unexplained; too large: bad record | in doubt | in doubt |
/// | 3xx (none is followed) | unexplained | unexplained | unexplained |
/// | 400, 413, 422 | bad record | bad record | bad record |
/// | 401, 403 | credential | credential | credential |
/// | 403 that the descriptor calls one record's right | bad record | bad record | bad record |
/// | 404, 410 | absent | unexplained | gone |
/// | 408, 425 | transient | transient | transient |
/// | 409 | unexplained | exists | precondition |
/// | 412 | unexplained | precondition | precondition |
/// | 429, a 403 with `Retry-After` or that the descriptor calls a limit | transient, limit | transient, limit | transient, limit |
/// | 503 with `Retry-After` | transient | transient | transient |
/// | other 5xx | transient | in doubt | in doubt |
/// | anything else | unexplained | unexplained | unexplained |
/// | whatever the descriptor says the meaning of | that | that | that |
///
/// A 5xx says nothing about the effect of a write: it may be the answer that broke, not the work. A
/// 503 that names a time is a server declining on purpose.
final class Answers {

    /// What is larger than this says much, and not that nothing was done.
    private static final int MOST_OF_A_NO = 64 * 1024;

    private final Clock clock;

    Answers(Clock clock) {
        this.clock = clock;
    }

    CrossingFailure unanswered(Asked asked, Unanswered failure) {
        Facts facts =
                new Facts(
                        asked.system().name() + ": " + asked.masked(failure.sentence()),
                        0,
                        asked.request(),
                        "");
        return failure.sent() && asked.doing().writes()
                ? new InDoubt(facts)
                : new Transient(facts, Optional.empty(), false);
    }

    /// What the descriptor says that an answer means, whatever is usual.
    Optional<Meaning> meaning(Asked asked, Answer answer) {
        ErrorSpec errors = asked.system().errors();
        boolean fine = answer.status() >= 200 && answer.status() < 300;
        if (fine ? !failed(asked, errors, answer) : errors.meanings().isEmpty()) {
            return Optional.empty();
        }
        Optional<Meaning> said = errors.meaning(answer.status(), complaint(asked, answer).code());
        return fine ? said.or(() -> Optional.of(Meaning.REFUSED)) : said;
    }

    /// A success that says of itself that it is none.
    private static boolean failed(Asked asked, ErrorSpec errors, Answer answer) {
        if (errors.failed().isEmpty() || answer.cut() || answer.body().length() > MOST_OF_A_NO) {
            return false;
        }
        try {
            return errors.failed().get().marks(value(asked, answer));
        } catch (BodyText.Malformed e) {
            return false;
        }
    }

    private static Complaint complaint(Asked asked, Answer answer) {
        Optional<String> type = type(answer);
        return Complaint.read(
                asked.system().errors(),
                BodyText.ofError(asked.formats(), type),
                answer.headers(),
                answer.body().getBytes());
    }

    private static Optional<String> type(Answer answer) {
        return Optional.ofNullable(answer.headers().get("Content-Type"));
    }

    private static Value value(Asked asked, Answer answer) throws BodyText.Malformed {
        return BodyText.parse(asked.formats(), type(answer), answer.body().getBytes());
    }

    private CrossingFailure by(Meaning meaning, Asked asked, Answer answer) {
        Complaint complaint = complaint(asked, answer);
        Facts facts = facts(asked, answer, complaint.sentence());
        return switch (meaning) {
            case REFUSED, RIGHT -> new BadRecord(facts, masked(asked, complaint.fields()));
            case LIMIT -> new Transient(facts, retryAfter(answer), true);
            case UNAVAILABLE -> new Transient(facts, retryAfter(answer), false);
            case CREDENTIAL -> new Credential(facts);
            case ABSENT, GONE -> gone(asked.doing(), facts);
            case EXISTS -> exists(asked.doing(), facts, complaint);
        };
    }

    private static CrossingFailure gone(Doing doing, Facts facts) {
        return switch (doing) {
            case UPDATE, PUT, DELETE -> new Gone(facts);
            case CREATE, READ, FIND, LIST, TOKEN -> new Unexplained(facts);
        };
    }

    private static CrossingFailure exists(Doing doing, Facts facts, Complaint complaint) {
        return switch (doing) {
            case CREATE -> new Exists(facts, complaint.existing());
            case UPDATE, DELETE -> new Precondition(facts);
            case PUT, READ, FIND, LIST, TOKEN -> new Unexplained(facts);
        };
    }

    /// What an answer means that is no success; 404 and 410 to a read are no failure and not for
    /// here.
    CrossingFailure refused(Asked asked, Answer answer) {
        Optional<Meaning> meaning = meaning(asked, answer);
        if (meaning.isPresent()) {
            return by(meaning.get(), asked, answer);
        }
        Complaint complaint = complaint(asked, answer);
        Facts facts = facts(asked, answer, complaint.sentence());
        Optional<Duration> wait = retryAfter(answer);
        Doing doing = asked.doing();
        int status = answer.status();
        return switch (status) {
            case 400, 413, 422 -> new BadRecord(facts, masked(asked, complaint.fields()));
            case 401 -> new Credential(facts);
            case 403 ->
                    wait.isPresent() || complaint.limit()
                            ? new Transient(facts, wait, true)
                            : complaint.right()
                                    ? new BadRecord(facts, masked(asked, complaint.fields()))
                                    : new Credential(facts);
            case 404, 410 -> gone(doing, facts);
            case 408, 425 -> new Transient(facts, wait, false);
            case 409 -> exists(doing, facts, complaint);
            case 412 -> doing.writes() ? new Precondition(facts) : new Unexplained(facts);
            case 429 -> new Transient(facts, wait, true);
            default -> {
                if (status < 500) {
                    yield new Unexplained(facts);
                }
                boolean declined = status == 503 && wait.isPresent();
                // A figure that may have been set is simply set again.
                yield doing.writes() && doing != Doing.PUT && !declined
                        ? new InDoubt(facts)
                        : new Transient(facts, wait, false);
            }
        };
    }

    /// How long the system wants to be left alone.
    Optional<Duration> patience(Asked asked, Answer answer) {
        boolean asksToWait =
                meaning(asked, answer)
                        .filter(said -> said == Meaning.LIMIT || said == Meaning.UNAVAILABLE)
                        .isPresent();
        if (asksToWait) {
            return retryAfter(answer);
        }
        return switch (answer.status()) {
            case 403, 408, 425, 429, 503 -> retryAfter(answer);
            default -> Optional.empty();
        };
    }

    /// A 2xx whose body is not what it should be.
    CrossingFailure unreadable(Asked asked, Answer answer, String what) {
        Facts facts = facts(asked, answer, Optional.of(what));
        if (asked.doing().writes()) {
            return new InDoubt(facts);
        }
        return answer.cut() ? new BadRecord(facts, List.of()) : new Unexplained(facts);
    }

    /// Whether what was shown may be shown anew: a 401 says that nothing was done.
    static boolean isStale(Answer answer) {
        return answer.status() == 401;
    }

    /// What stands in a 2xx answer.
    ///
    /// @throws CrossingFailure when it is not of the format that was asked for
    Value json(Asked asked, Answer answer) {
        if (answer.cut()) {
            throw unreadable(
                    asked,
                    answer,
                    "the answer is larger than "
                            + asked.system().limits().maxBodyBytes()
                            + " bytes");
        }
        String encoding = answer.headers().get("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw unreadable(asked, answer, "the answer is compressed, which nobody asked for");
        }
        try {
            return value(asked, answer);
        } catch (BodyText.Malformed e) {
            String type = answer.headers().get("Content-Type");
            throw unreadable(
                    asked,
                    answer,
                    "the answer is no "
                            + asked.formats().answers().name()
                            + (type == null ? "" : " but " + type)
                            + " ("
                            + e.getMessage()
                            + ")");
        }
    }

    private static Facts facts(Asked asked, Answer answer, Optional<String> sentence) {
        String what =
                asked.system().name()
                        + " answered "
                        + answer.status()
                        + sentence.map(text -> ": " + text).orElse("");
        return new Facts(
                asked.masked(what),
                answer.status(),
                asked.request(),
                asked.masked(answer.body().getBytes()));
    }

    private static List<BadField> masked(Asked asked, List<BadField> fields) {
        return fields.stream()
                .map(bad -> new BadField(bad.field(), asked.masked(bad.sentence())))
                .toList();
    }

    private Optional<Duration> retryAfter(Answer answer) {
        return Optional.ofNullable(answer.headers().get("Retry-After"))
                .flatMap(
                        header ->
                                RetryAfter.read(
                                        header,
                                        Optional.ofNullable(answer.headers().get("Date")),
                                        clock.now()));
    }
}
