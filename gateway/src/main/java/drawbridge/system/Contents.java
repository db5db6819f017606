package drawbridge.system;

import drawbridge.crossing.engine.Remote.Found;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.SystemSpec.ListSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.system.Caller.Answered;
import drawbridge.system.Listing.Page;

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
        return switch (answered.answer().status()) {
            case 404 -> Future.succeededFuture(new Read.Absent(false));
            case 410 -> Future.succeededFuture(new Read.Absent(true));
            default -> json(answered).map(value -> read(answered, spec, record, value));
        };
    }

    private Read read(Answered answered, ResourceSpec spec, RecordRef record, Value value) {
        Value.Obj object = object(answered, value);
        RecordFacts facts = RecordFacts.of(spec, object);
        if (facts.deleted()) {
            return new Read.Absent(true);
        }
        if (facts.id().filter(record.id()::equals).isEmpty()) {
            throw unreadable(answered, "the answer is not the record that was asked for");
        }
        return new Read.Present(HttpRemote.state(spec, object));
    }

    Future<List<Found>> found(Answered answered, ResourceSpec spec, Pointer items) {
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

    /// A create may answer the whole record, a part of it, or its id alone.
    Future<Written> created(Answered answered, ResourceSpec spec) {
        return json(answered)
                .map(
                        value -> {
                            if (value instanceof Value.Obj object) {
                                RecordFacts facts = RecordFacts.of(spec, object);
                                RecordRef made = new RecordRef(spec.name(), id(answered, facts));
                                return written(spec, made, object);
                            }
                            String id = Values.idText(value).orElseThrow(() -> withoutId(answered));
                            return new Written(new RecordRef(spec.name(), id), Optional.empty());
                        });
    }

    Future<Written> updated(Answered answered, ResourceSpec spec, RecordRef record) {
        if (answered.answer().body().length() == 0) {
            return Future.succeededFuture(new Written(record, Optional.empty()));
        }
        return json(answered)
                .map(
                        value ->
                                value instanceof Value.Obj object
                                                && RecordFacts.of(spec, object)
                                                        .id()
                                                        .filter(record.id()::equals)
                                                        .isPresent()
                                        ? written(spec, record, object)
                                        : new Written(record, Optional.empty()));
    }

    /// Only an answer that tells when the record changed is taken for the whole record.
    private static Written written(ResourceSpec spec, RecordRef record, Value.Obj object) {
        return new Written(
                record,
                RecordFacts.of(spec, object).updatedAt().map(_ -> HttpRemote.state(spec, object)));
    }

    Future<Page> page(Answered answered, ListSpec list) {
        return json(answered)
                .map(
                        value ->
                                new Page(
                                        rows(answered, value, list.items()),
                                        list.next().find(value).flatMap(Values::idText),
                                        date(answered)));
    }

    private static Optional<Instant> date(Answered answered) {
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
        return place.find(value)
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

    private RuntimeException unreadable(Answered answered, String what) {
        return answers.unreadable(answered.asked(), answered.answer(), what);
    }
}
