package drawbridge.system;

import drawbridge.crossing.engine.Remote.Found;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.system.Caller.Answered;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands in an answer that is no failure. A large body is parsed off the event loop.
final class Contents {

    private static final int LARGE = 256 * 1024;

    private final Vertx vertx;
    private final Answers answers;

    Contents(Vertx vertx, Answers answers) {
        this.vertx = vertx;
        this.answers = answers;
    }

    Future<Read> read(Answered answered, ResourceSpec spec, RecordRef record) {
        return switch (answered.absence()) {
            case THERE -> json(answered).map(value -> read(answered, spec, record, value));
            case NOT_FOUND -> Future.succeededFuture(new Read.Absent(false));
            case DELETED -> Future.succeededFuture(new Read.Absent(true));
        };
    }

    private Read read(Answered answered, ResourceSpec spec, RecordRef record, Value value) {
        Optional<Value> packed = spec.form().unpack(value);
        if (packed.isEmpty() && spec.form().wrap().isPresent() && hasNone(spec, value)) {
            return new Read.Absent(false);
        }
        Value.Obj object =
                object(
                        answered,
                        packed.orElseThrow(
                                () ->
                                        unreadable(
                                                answered,
                                                "the answer has no record at '"
                                                        + spec.form().wrap().get()
                                                        + "'")));
        RecordFacts facts = RecordFacts.of(spec, object);
        if (facts.deleted()) {
            return new Read.Absent(true);
        }
        if (facts.id().filter(record.id()::equals).isEmpty()) {
            throw unreadable(answered, "the answer is not the record that was asked for");
        }
        return new Read.Present(HttpRemote.state(spec, object));
    }

    /// A search that found nothing: the list in which the record would stand is empty.
    private static boolean hasNone(ResourceSpec spec, Value value) {
        List<String> steps = spec.form().wrap().map(Pointer::steps).orElse(List.of());
        return !steps.isEmpty()
                && steps.getLast().equals("0")
                && new Pointer(steps.subList(0, steps.size() - 1))
                        .reach(value)
                        .filter(new Value.Arr(List.of())::equals)
                        .isPresent();
    }

    Future<List<Found>> found(Answered answered, ResourceSpec spec, Pointer items) {
        if (!answered.isSuccess()) {
            return Future.succeededFuture(List.of());
        }
        return json(answered)
                .map(
                        value -> {
                            List<Found> found = new ArrayList<>();
                            for (Value row : rows(answered, value, items)) {
                                Value.Obj object = object(answered, row);
                                RecordFacts facts = RecordFacts.of(spec, object);
                                found.add(
                                        new Found(
                                                new RecordRef(spec.name(), id(answered, facts)),
                                                HttpRemote.state(spec, object),
                                                facts.deleted()));
                            }
                            return found;
                        });
    }

    /// A create may answer the whole record, a part of it, its id alone, or only where the record
    /// is.
    Future<Written> created(Answered answered, ResourceSpec spec) {
        if (answered.answer().body().length() == 0) {
            return Future.succeededFuture(answered).map(empty -> located(empty, spec));
        }
        // Who says where the record is need not say it in JSON.
        return json(answered)
                .map(value -> created(answered, spec, value))
                .recover(
                        failure ->
                                place(answered, spec)
                                        .map(Future::succeededFuture)
                                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Written created(Answered answered, ResourceSpec spec, Value value) {
        Optional<String> named =
                spec.form()
                        .createdId()
                        .flatMap(place -> place.reach(value))
                        .flatMap(Values::idText);
        if (spec.form().unpack(value).orElse(Value.NULL) instanceof Value.Obj object) {
            RecordFacts facts = RecordFacts.of(spec, object);
            Optional<String> id = named.or(facts::id);
            if (id.isPresent()) {
                return written(spec, new RecordRef(spec.name(), id.get()), object);
            }
        }
        return named.or(() -> Values.idText(value))
                .map(id -> new Written(new RecordRef(spec.name(), id), Optional.empty()))
                .orElseGet(() -> located(answered, spec));
    }

    /// The id by the header `Location`.
    private Written located(Answered answered, ResourceSpec spec) {
        return place(answered, spec).orElseThrow(() -> withoutId(answered));
    }

    private static Optional<Written> place(Answered answered, ResourceSpec spec) {
        return Optional.ofNullable(answered.answer().headers().get("Location"))
                .flatMap(address -> Target.idIn(address, spec.read()))
                .map(id -> new Written(new RecordRef(spec.name(), id), Optional.empty()));
    }

    Future<Written> updated(Answered answered, ResourceSpec spec, RecordRef record) {
        if (answered.answer().body().length() == 0 || spec.form().readBack()) {
            return Future.succeededFuture(new Written(record, Optional.empty()));
        }
        return json(answered)
                .map(
                        value ->
                                spec.form().unpack(value).orElse(Value.NULL)
                                                        instanceof Value.Obj object
                                                && RecordFacts.of(spec, object)
                                                        .id()
                                                        .filter(record.id()::equals)
                                                        .isPresent()
                                        ? written(spec, record, object)
                                        : new Written(record, Optional.empty()));
    }

    /// Only an answer that tells when the record changed is taken for the whole record, and of a
    /// system that drops values without a word none is.
    private static Written written(ResourceSpec spec, RecordRef record, Value.Obj object) {
        RecordFacts facts = RecordFacts.of(spec, object);
        boolean whole =
                !spec.form().readBack()
                        && facts.updatedAt().isPresent()
                        && facts.id().filter(record.id()::equals).isPresent();
        return new Written(
                record, whole ? Optional.of(HttpRemote.state(spec, object)) : Optional.empty());
    }

    /// The answer of a list, and where its rows are in it.
    record Rows(Value body, List<Value> rows) {}

    Future<Rows> list(Answered answered, ListSpec list) {
        return json(answered).map(value -> new Rows(value, rows(answered, value, list.items())));
    }

    Optional<Instant> date(Answered answered) {
        return Optional.ofNullable(answered.answer().headers().get("Date"))
                .flatMap(RetryAfter::httpDate);
    }

    private Future<Value> json(Answered answered) {
        if (answered.answer().body().length() <= LARGE) {
            return Future.succeededFuture(answered)
                    .map(small -> answers.json(small.asked(), small.answer()));
        }
        return vertx.executeBlocking(
                () -> answers.json(answered.asked(), answered.answer()), false);
    }

    private List<Value> rows(Answered answered, Value value, Pointer place) {
        return place.reach(value)
                .flatMap(
                        found ->
                                found instanceof Value.Arr(List<Value> items)
                                        ? Optional.of(items)
                                        : Optional.empty())
                .orElseThrow(
                        () -> unreadable(answered, "the answer has no list at '" + place + "'"));
    }

    private Value.Obj object(Answered answered, Value value) {
        if (value instanceof Value.Obj object) {
            return object;
        }
        throw unreadable(answered, "the answer is JSON but no object");
    }

    private String id(Answered answered, RecordFacts facts) {
        return facts.id().orElseThrow(() -> withoutId(answered));
    }

    private RuntimeException withoutId(Answered answered) {
        return unreadable(answered, "the answer names no id");
    }

    RuntimeException unreadable(Answered answered, String what) {
        return answers.unreadable(answered.asked(), answered.answer(), what);
    }
}
