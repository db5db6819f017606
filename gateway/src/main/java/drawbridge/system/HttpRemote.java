package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.Formats;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Operation;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.FigureSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Caller.Answered;
import drawbridge.system.Caller.Content;
import drawbridge.system.Caller.Order;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;
import drawbridge.tenant.Tokens;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The systems over HTTP, each as its descriptor says. One call is one request: nothing is
/// repeated, no redirect is followed, no answer is larger or later than allowed.
public final class HttpRemote implements Remote, Listing, Asking, Granting {

    private final Lines lines;
    private final Admission admission;
    private final Caller caller;
    private final Contents contents;
    private final Lists lists;
    private final Clock clock;
    private final Owners owners = new Owners();

    private HttpRemote(
            Lines lines,
            Admission admission,
            Caller caller,
            Contents contents,
            Lists lists,
            Clock clock) {
        this.lines = lines;
        this.admission = admission;
        this.caller = caller;
        this.contents = contents;
        this.lists = lists;
        this.clock = clock;
    }

    /// @param mappings asked at each call, so that a reload reaches the next one
    /// @param tokens where all replicas keep the tokens in use
    /// @param standing which connections stand still
    public static HttpRemote create(
            Vertx vertx,
            Supplier<Mappings> mappings,
            Secrets secrets,
            Tokens tokens,
            Standing standing,
            Clock clock,
            MeterRegistry meters) {
        return create(
                vertx, mappings, secrets, tokens, standing, clock, meters, () -> 1, Wiretap.NONE);
    }

    /// One of several.
    ///
    /// @param replicas how many share the rates of a tenant
    public static HttpRemote create(
            Vertx vertx,
            Supplier<Mappings> mappings,
            Secrets secrets,
            Tokens tokens,
            Standing standing,
            Clock clock,
            MeterRegistry meters,
            IntSupplier replicas) {
        return create(
                vertx, mappings, secrets, tokens, standing, clock, meters, replicas, Wiretap.NONE);
    }

    /// The only one, with somebody who hears all that goes over the wire.
    public static HttpRemote tapped(
            Vertx vertx,
            Supplier<Mappings> mappings,
            Secrets secrets,
            Tokens tokens,
            Standing standing,
            Clock clock,
            MeterRegistry meters,
            Wiretap tap) {
        return create(vertx, mappings, secrets, tokens, standing, clock, meters, () -> 1, tap);
    }

    private static HttpRemote create(
            Vertx vertx,
            Supplier<Mappings> mappings,
            Secrets secrets,
            Tokens tokens,
            Standing standing,
            Clock clock,
            MeterRegistry meters,
            IntSupplier replicas,
            Wiretap tap) {
        Answers answers = new Answers(clock);
        CallMeters called = new CallMeters(meters);
        Admission admission =
                new Admission(
                        secrets,
                        new TokenKeeper(vertx, clock, tokens),
                        new TokenCall(vertx, clock, called),
                        standing,
                        clock);
        Caller caller = new Caller(vertx, admission, clock, answers, called);
        Contents contents = new Contents(vertx, answers);
        return new HttpRemote(
                new Lines(vertx, clock, mappings, replicas, tap),
                admission,
                caller,
                contents,
                new Lists(caller, contents, clock),
                clock);
    }

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        return with(
                call.tenant(),
                record.resource(),
                "read",
                ResourceSpec::read,
                (line, spec, operation) ->
                        order(call, line, Doing.READ, operation, record, Optional.empty())
                                .compose(order -> caller.call(line, order, Set.of(404, 410)))
                                .compose(answered -> contents.read(answered, spec, record))
                                .onSuccess(
                                        read -> {
                                            if (read instanceof Read.Present(State state)) {
                                                owners.saw(line, record, state.record());
                                            }
                                        }));
    }

    /// What a call needs that changes a record: the grant of its user, where there are such.
    private Future<Answered> changing(
            Call call,
            Line line,
            ResourceName resource,
            Optional<RecordRef> record,
            Optional<Value.Obj> told,
            Order order,
            Set<Integer> fine) {
        return owners.of(
                        line,
                        resource,
                        record,
                        told,
                        one ->
                                read(call, one)
                                        .map(
                                                read ->
                                                        read instanceof Read.Present(State state)
                                                                ? Optional.of(state.record())
                                                                : Optional.empty()))
                .compose(person -> caller.call(line, order.as(person), fine));
    }

    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        return with(
                call.tenant(),
                resource,
                "lookup " + lookup,
                spec -> Optional.ofNullable(spec.lookups().get(lookup)),
                (line, spec, found) -> find(call, line, spec, found, arguments));
    }

    private Future<List<Found>> find(
            Call call, Line line, ResourceSpec spec, Lookup lookup, Map<String, String> arguments) {
        Map<String, Value> values = new HashMap<>();
        arguments.forEach((name, argument) -> values.put(name, Value.of(argument)));
        // Nothing to look by: nothing can be found, and nothing is asked.
        if (!new Places(values, lookup.call().quotes()).fill(lookup.call())) {
            return Future.succeededFuture(List.of());
        }
        return order(call, line, Doing.FIND, lookup.call(), values, Optional.empty())
                .compose(order -> caller.call(line, order, lookup.empty()))
                .compose(answered -> contents.found(answered, spec, lookup.items()))
                .onSuccess(
                        found ->
                                found.forEach(
                                        one ->
                                                owners.saw(
                                                        line, one.record(), one.state().record())));
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        return with(
                call.tenant(),
                resource,
                "create",
                ResourceSpec::create,
                (line, spec, operation) ->
                        order(
                                        call,
                                        line,
                                        Doing.CREATE,
                                        operation,
                                        Idempotency.places(call, body),
                                        packed(spec, Idempotency.body(spec, operation, body)))
                                .compose(
                                        order ->
                                                changing(
                                                        call,
                                                        line,
                                                        resource,
                                                        Optional.empty(),
                                                        Optional.of(body),
                                                        order,
                                                        Set.of()))
                                .compose(answered -> contents.created(answered, spec))
                                .onSuccess(written -> saw(line, written)));
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        return with(
                call.tenant(),
                record.resource(),
                "update",
                ResourceSpec::update,
                (line, spec, operation) ->
                        order(call, line, Doing.UPDATE, operation, record, packed(spec, patch))
                                .map(order -> order.ifMatch(ifMatch(spec, precondition)))
                                .compose(
                                        order ->
                                                changing(
                                                        call,
                                                        line,
                                                        record.resource(),
                                                        Optional.of(record),
                                                        Optional.of(patch),
                                                        order,
                                                        Set.of()))
                                .compose(answered -> contents.updated(answered, spec, record))
                                .onSuccess(written -> saw(line, written)));
    }

    private void saw(Line line, Written written) {
        written.state().ifPresent(state -> owners.saw(line, written.record(), state.record()));
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        return with(
                call.tenant(),
                record.resource(),
                "delete",
                ResourceSpec::delete,
                (line, spec, operation) ->
                        order(call, line, Doing.DELETE, operation, record, Optional.empty())
                                .map(order -> order.ifMatch(ifMatch(spec, precondition)))
                                .compose(
                                        order ->
                                                changing(
                                                        call,
                                                        line,
                                                        record.resource(),
                                                        Optional.of(record),
                                                        Optional.empty(),
                                                        order,
                                                        Set.of(404, 410)))
                                .mapEmpty());
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        Optional<Line> line = lines.find(call.tenant(), figure.system());
        Optional<FigureSpec> spec =
                line.flatMap(
                        there ->
                                Optional.ofNullable(
                                        there.system().figures().get(figure.resource())));
        if (line.isEmpty() || spec.isEmpty()) {
            return Future.failedFuture(undescribed(figure, "figure"));
        }
        Map<String, Value> places =
                Map.of(
                        "owner", Value.of(owner),
                        "day", Value.of(bucket.day().toString()),
                        "kind", Value.of(bucket.kind()));
        Value.Obj body =
                spec.get().number().put(Value.Obj.EMPTY, new Value.Num(BigDecimal.valueOf(number)));
        return named(
                        figure,
                        order(
                                call,
                                line.get(),
                                Doing.PUT,
                                spec.get().put(),
                                places,
                                Optional.of(body)))
                .compose(order -> caller.call(line.get(), order, Set.of()))
                .mapEmpty();
    }

    @Override
    public Future<Page> page(
            TenantId tenant, ResourceName resource, Instant since, Optional<String> cursor) {
        return with(
                tenant,
                resource,
                "list",
                ResourceSpec::list,
                (line, spec, list) ->
                        lists.page(line, spec, list, since, cursor)
                                .onSuccess(
                                        page -> page.rows().forEach(row -> saw(line, spec, row))));
    }

    @Override
    public Future<Page> deleted(
            TenantId tenant, ResourceName resource, Instant since, Optional<String> cursor) {
        return with(
                tenant,
                resource,
                "list of what was deleted",
                ResourceSpec::deleted,
                (line, spec, deleted) ->
                        lists.page(line, deleted.rowsOf(spec), deleted.list(), since, cursor));
    }

    private void saw(Line line, ResourceSpec spec, Value row) {
        if (row instanceof Value.Obj record) {
            RecordFacts.of(spec, record)
                    .id()
                    .ifPresent(id -> owners.saw(line, new RecordRef(spec.name(), id), record));
        }
    }

    @Override
    public Future<Told> ask(
            TenantId tenant,
            String system,
            Ask ask,
            Map<String, String> places,
            Optional<Value.Obj> body) {
        Optional<Line> line = lines.find(tenant, system);
        if (line.isEmpty()) {
            return Future.failedFuture(
                    new CrossingFailure.Unexplained(
                            Facts.of("there is no connection to " + system)));
        }
        try {
            Order order =
                    new Order(
                            ask.method().equals("GET") ? Doing.READ : Doing.PUT,
                            ask.method(),
                            Target.ofPlaces(ask.path(), places),
                            Map.of(),
                            content(line.get().system().formats(), body),
                            Optional.empty(),
                            Optional.empty(),
                            clock.now().plus(line.get().system().limits().timeout()),
                            false,
                            Optional.empty(),
                            line.get().system().formats());
            return caller.call(line.get(), order, Set.of(404, 410))
                    .map(answered -> new Told(answered.answer().status(), told(answered)));
        } catch (Target.BadId | BodyText.Malformed e) {
            return Future.failedFuture(
                    new CrossingFailure.Unexplained(Facts.of(ask.path() + ": " + e.getMessage())));
        }
    }

    /// Whoever looks for something in an answer that is none finds nothing.
    private static Value told(Answered answered) {
        try {
            return BodyText.parse(
                    answered.asked().formats(),
                    Optional.ofNullable(answered.answer().headers().get("Content-Type")),
                    answered.answer().body().getBytes());
        } catch (BodyText.Malformed nothing) {
            return Value.NULL;
        }
    }

    @Override
    public Future<Void> granted(GrantId grant, String code, String verifier, String redirect) {
        return lines.find(grant.tenant(), grant.system())
                .map(
                        line ->
                                admission.granted(
                                        line,
                                        grant,
                                        new TokenCall.Shows.Code(code, verifier, redirect)))
                .orElseGet(
                        () ->
                                Future.failedFuture(
                                        new CrossingFailure.Unexplained(
                                                Facts.of(
                                                        "there is no connection to "
                                                                + grant.system()))));
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {
        lines.gate(tenant, system).turn(gate);
    }

    // ---- From port to descriptor

    private interface Work<D, T> {
        Future<T> on(Line line, ResourceSpec spec, D described);
    }

    private <D, T> Future<T> with(
            TenantId tenant,
            ResourceName resource,
            String what,
            Function<ResourceSpec, Optional<D>> described,
            Work<D, T> work) {
        Optional<Line> line = lines.find(tenant, resource.system());
        Optional<ResourceSpec> spec =
                line.flatMap(there -> there.system().resource(resource.resource()));
        Optional<D> operation = spec.flatMap(described);
        if (line.isEmpty() || spec.isEmpty() || operation.isEmpty()) {
            return Future.failedFuture(undescribed(resource, what));
        }
        return work.on(line.get(), spec.get(), operation.get());
    }

    private static CrossingFailure undescribed(ResourceName name, String what) {
        return new CrossingFailure.Unexplained(
                Facts.of(
                        "the descriptor of "
                                + name.system()
                                + " has no "
                                + what
                                + " for "
                                + name.resource()));
    }

    private static Optional<Value.Obj> packed(ResourceSpec spec, Value.Obj record) {
        return Optional.of(spec.form().pack(record));
    }

    private static Future<Order> order(
            Call call,
            Line line,
            Doing doing,
            Operation operation,
            RecordRef record,
            Optional<Value.Obj> body) {
        return named(
                record.resource(),
                order(call, line, doing, operation, Map.of("id", Value.of(record.id())), body));
    }

    /// What cannot be asked is told with what it is about.
    private static Future<Order> named(ResourceName what, Future<Order> order) {
        return order.recover(
                failure ->
                        Future.failedFuture(
                                failure instanceof CrossingFailure.BadRecord bad
                                        ? new CrossingFailure.BadRecord(
                                                Facts.of(what + ": " + bad.facts().sentence()),
                                                List.of())
                                        : failure));
    }

    /// A call as its operation describes it.
    ///
    /// @param body laid over what the operation itself sends
    private static Future<Order> order(
            Call call,
            Line line,
            Doing doing,
            Operation operation,
            Map<String, Value> values,
            Optional<Value.Obj> body) {
        Places places = new Places(values, operation.quotes());
        try {
            Optional<Value.Obj> beside = places.body(operation);
            Formats formats = operation.formats(line.system().formats());
            Optional<Value.Obj> sent =
                    body.map(
                                    record ->
                                            beside.map(more -> Values.merge(more, record))
                                                    .orElse(record))
                            .or(() -> beside);
            return Future.succeededFuture(
                    new Order(
                            doing,
                            operation.method(),
                            Target.ofPlaces(operation.path(), places.segments(operation))
                                    .with(places.query(operation)),
                            places.headers(operation),
                            content(formats, sent),
                            Optional.empty(),
                            doing.writes() ? call.attempt() : Optional.empty(),
                            call.deadline(),
                            true,
                            Optional.empty(),
                            formats));
        } catch (Target.BadId | Places.Unfit | BodyText.Malformed e) {
            return Future.failedFuture(
                    new CrossingFailure.BadRecord(
                            Facts.of(String.valueOf(e.getMessage())), List.of()));
        }
    }

    private static Optional<Content> content(Formats formats, Optional<Value.Obj> body)
            throws BodyText.Malformed {
        return body.isEmpty() ? Optional.empty() : Optional.of(Content.of(formats, body.get()));
    }

    private static Optional<String> ifMatch(ResourceSpec spec, Optional<Version> version) {
        Optional<String> template = spec.version().flatMap(VersionSpec::precondition);
        return version.flatMap(
                known -> template.map(text -> text.replace("{version}", known.text())));
    }

    /// A record as a system told it.
    static State state(ResourceSpec spec, Value.Obj record) {
        return new State(record, Map.of(), RecordFacts.of(spec, record).version());
    }
}
