package drawbridge.trial;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Found;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.DeletedList;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Operation;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.mapping.check.Departures;
import drawbridge.mapping.check.document.Departure;
import drawbridge.platform.StartFailure;
import drawbridge.system.HttpRemote;
import drawbridge.system.Listing.Page;
import drawbridge.system.Wiretap.Answered;
import drawbridge.system.Wiretap.Header;
import drawbridge.system.Wiretap.Wire;
import drawbridge.tenant.SecretSource;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;
import drawbridge.trial.Attempt.Reading;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Makes the calls of a descriptor, each as the gateway would: with the connection's own limits,
/// credential and time, once, and without a breaker or a suspension that outlives it.
final class Trials implements AutoCloseable {

    /// A call is over within the time of its system; this is for what no limit holds.
    private static final long LONGEST_SECONDS = 180;

    private final Vertx vertx = Vertx.vertx();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final MachineClock clock = new MachineClock(vertx);
    private final Chosen chosen;
    private final TenantId tenant;
    private final Masks masks;
    private final HttpRemote remote;
    private final Departures departures;

    Trials(Chosen chosen, Map<String, String> environment) {
        this.chosen = chosen;
        this.tenant = TenantId.named(chosen.tenant().name());
        this.masks = new Masks(chosen.connection(), new SecretSource(environment));
        this.departures = Departures.of(chosen.folder(), chosen.system());
        var mappings = chosen.mappings();
        this.remote =
                HttpRemote.tapped(
                        vertx,
                        () -> mappings,
                        masks,
                        new KeptTokens(masks::keep),
                        Standing.ALWAYS_OPEN,
                        clock,
                        new SimpleMeterRegistry(),
                        wires::add);
    }

    Masks masks() {
        return masks;
    }

    Departures departures() {
        return departures;
    }

    /// Whole seconds, which every system reads.
    Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }

    // ---- Each operation

    Attempt read(ResourceSpec spec, String id) throws StartFailure {
        Operation operation = need(spec, "read", spec.read());
        Future<Read> read = remote.read(call(), new RecordRef(spec.name(), id));
        return attempt(
                name(spec, "read"),
                operation,
                read,
                answer -> new Readings(spec).of(answer),
                answer ->
                        answer instanceof Read.Present present
                                ? new Readings(spec).lacking(present.state().record())
                                : Optional.empty(),
                _ -> Optional.of(id));
    }

    /// @param page is told the page, for who goes on from it
    Attempt list(
            ResourceSpec spec,
            Instant since,
            Optional<String> cursor,
            java.util.function.Consumer<Page> page)
            throws StartFailure {
        var list = spec.list();
        Operation operation = need(spec, "list", list.map(found -> found.call()));
        return attempt(
                name(spec, "list"),
                operation,
                remote.page(tenant, spec.name(), since, cursor).onSuccess(page::accept),
                answer -> new Readings(spec).of(answer, list.orElseThrow()),
                answer -> lackingRow(spec, answer),
                answer -> firstId(spec, answer));
    }

    private static Optional<String> lackingRow(ResourceSpec spec, Page page) {
        return page.rows().stream()
                .flatMap(
                        row ->
                                row instanceof Value.Obj object
                                        ? new Readings(spec).lacking(object).stream()
                                        : java.util.stream.Stream.of("a row is no object"))
                .findFirst();
    }

    private static Optional<String> firstId(ResourceSpec spec, Page page) {
        return page.rows().stream()
                .flatMap(row -> spec.id().find(row).stream())
                .flatMap(id -> drawbridge.mapping.Values.idText(id).stream())
                .findFirst();
    }

    Attempt deleted(ResourceSpec spec, DeletedList deleted, Instant since) {
        ResourceSpec rows = deleted.rowsOf(spec);
        return attempt(
                name(spec, "deleted"),
                deleted.list().call(),
                remote.deleted(tenant, spec.name(), since, Optional.empty()),
                answer -> new Readings(rows).of(answer, deleted.list()),
                answer -> lackingRow(rows, answer),
                _ -> Optional.empty());
    }

    Attempt lookup(ResourceSpec spec, String lookup, Lookup how, Map<String, String> arguments) {
        Future<List<Found>> found = remote.find(call(), spec.name(), lookup, arguments);
        return attempt(
                name(spec, lookup),
                how.call(),
                found,
                answer ->
                        List.of(
                                new Reading(
                                        "found",
                                        Optional.of(String.valueOf(answer.size())),
                                        how.items().toString())),
                _ -> Optional.empty(),
                answer -> answer.stream().map(one -> one.record().id()).findFirst());
    }

    Attempt create(ResourceSpec spec, Value.Obj body) throws StartFailure {
        Operation operation = need(spec, "create", spec.create());
        Call call = call();
        Call making =
                new Call(
                        call.tenant(),
                        call.attempt(),
                        call.deadline(),
                        Optional.of(UUID.randomUUID().toString()));
        Future<Written> written = remote.create(making, spec.name(), body);
        return attempt(
                name(spec, "create"),
                operation,
                written,
                answer -> new Readings(spec).of(answer),
                _ -> Optional.empty(),
                answer -> Optional.of(answer.record().id()));
    }

    Attempt update(ResourceSpec spec, String id, Value.Obj patch, Optional<String> version)
            throws StartFailure {
        Operation operation = need(spec, "update", spec.update());
        Future<Written> written =
                remote.update(call(), new RecordRef(spec.name(), id), patch, version(version));
        return attempt(
                name(spec, "update"),
                operation,
                written,
                answer -> new Readings(spec).of(answer),
                _ -> Optional.empty(),
                _ -> Optional.of(id));
    }

    Attempt delete(ResourceSpec spec, String id, Optional<String> version) throws StartFailure {
        Operation operation = need(spec, "delete", spec.delete());
        Future<Void> deleted =
                remote.delete(call(), new RecordRef(spec.name(), id), version(version));
        return attempt(
                name(spec, "delete"),
                operation,
                deleted,
                _ -> List.of(new Reading("record", Optional.of("deleted"), "")),
                _ -> Optional.empty(),
                _ -> Optional.of(id));
    }

    private static Optional<Version> version(Optional<String> text) {
        return text.map(said -> new Version(said, java.util.OptionalLong.empty()));
    }

    private static String name(ResourceSpec spec, String operation) {
        return spec.name().resource() + "." + operation;
    }

    private static Operation need(ResourceSpec spec, String what, Optional<Operation> described)
            throws StartFailure {
        return described.orElseThrow(
                () ->
                        new StartFailure(
                                "%s has no '%s' in systems/%s.yaml. It has: %s."
                                        .formatted(
                                                spec.name(),
                                                what,
                                                spec.name().system(),
                                                String.join(", ", operations(spec)))));
    }

    private static List<String> operations(ResourceSpec spec) {
        List<String> all = new ArrayList<>();
        spec.read().ifPresent(_ -> all.add("read"));
        spec.list().ifPresent(_ -> all.add("list"));
        spec.create().ifPresent(_ -> all.add("create"));
        spec.update().ifPresent(_ -> all.add("update"));
        spec.delete().ifPresent(_ -> all.add("delete"));
        return all;
    }

    private Call call() {
        return new Call(
                tenant, Optional.empty(), clock.now().plus(chosen.spec().limits().timeout()));
    }

    // ---- What came of it

    private <T> Attempt attempt(
            String name,
            Operation operation,
            Future<T> answer,
            Function<T, List<Reading>> readings,
            Function<T, Optional<String>> lacking,
            Function<T, Optional<String>> record) {
        Optional<T> came = Optional.empty();
        List<Reading> read = List.of();
        Optional<String> trouble;
        Optional<String> id = Optional.empty();
        try {
            T got = wait(answer);
            came = Optional.ofNullable(got);
            read = readings.apply(got);
            trouble = came.flatMap(lacking);
            id = record.apply(got);
        } catch (CrossingFailure failure) {
            trouble = Optional.of(words(failure));
        }
        List<Wire> mine = List.copyOf(wires);
        wires.clear();
        return new Attempt(
                name,
                operation,
                mine,
                read,
                trouble.map(masks::text),
                departing(operation, mine),
                id);
    }

    private static <T> T wait(Future<T> answer) {
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CrossingFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("no call takes this long", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /// Of the last call: those before it got a token, or were repeated with a new one.
    private List<Departure> departing(Operation operation, List<Wire> mine) {
        if (mine.isEmpty() || !(mine.getLast().reply() instanceof Answered answered)) {
            return List.of();
        }
        if (answered.cut()) {
            return List.of();
        }
        return departures.of(
                operation,
                answered.status(),
                answered.headers().stream()
                        .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                        .map(Header::value)
                        .findFirst(),
                answered.body().getBytes());
    }

    /// The attempt, once what it told was found to lead nowhere.
    Attempt ended(Attempt attempt, CrossingFailure failure) {
        return attempt.failing(masks.text(words(failure)));
    }

    /// What the gateway makes of a failure.
    private static String words(CrossingFailure failure) {
        String sentence = failure.facts().sentence();
        return sentence
                + ". "
                + switch (failure) {
                    case CrossingFailure.Transient slow ->
                            (slow.limit()
                                            ? "It asks to be left alone"
                                            : "The gateway takes this for an outage: nothing was done")
                                    + slow.retryAfter()
                                            .map(wait -> ", for " + wait.toSeconds() + " s")
                                            .orElse("")
                                    + ", and tries again.";
                    case CrossingFailure.InDoubt _ ->
                            "The gateway would be in doubt whether it was done, and look.";
                    case CrossingFailure.Credential _ ->
                            "The gateway would let the whole connection stand still until a person"
                                    + " mends it.";
                    case CrossingFailure.BadRecord bad ->
                            "To the gateway this record is wrong, and a person mends it"
                                    + fields(bad.fields())
                                    + ".";
                    case CrossingFailure.Precondition _ ->
                            "The record changed since it was read: the gateway reads it again.";
                    case CrossingFailure.Exists exists ->
                            "There is one already"
                                    + exists.record().map(id -> ", " + id).orElse("")
                                    + ": the gateway takes it.";
                    case CrossingFailure.Gone _ -> "The record is gone.";
                    case CrossingFailure.Unexplained _ ->
                            "The descriptor does not explain this answer: a person is asked.";
                };
    }

    private static String fields(List<BadField> fields) {
        return fields.isEmpty()
                ? ""
                : ": "
                        + String.join(
                                ", ",
                                fields.stream()
                                        .map(bad -> bad.field() + " " + bad.sentence())
                                        .toList());
    }

    @Override
    public void close() {
        Future<Void> closed = vertx.close();
        try {
            var _ = closed.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ending) {
            // The process ends next, and all with it.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
