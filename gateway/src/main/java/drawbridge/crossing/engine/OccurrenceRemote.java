package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Patch;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The systems, with the single occurrences of a series as records of their own where a flow lets
/// them cross like that ([Occurring]). To read one is to read its series; to write one is to read
/// the series and to write an exception of it, which rests on the version that the caller saw, or
/// else on the one read: of two occurrences that are written at once, one meets a newer state and
/// is decided anew. A call never changes a system twice.
public final class OccurrenceRemote implements Remote {

    private final Remote remote;
    private final Flows flows;

    public OccurrenceRemote(Remote remote, Flows flows) {
        this.remote = remote;
        this.flows = flows;
    }

    /// One occurrence, and how its flow sees it.
    private record Part(RecordRef record, OccurrenceId id, RecordRef series, Occurring how) {

        Optional<State> of(State whole) {
            return how.occurrence(whole, id);
        }

        Optional<State> after(State whole, Value.Obj patch) {
            return of(whole).map(occurrence -> how.taken(occurrence, patch));
        }
    }

    private Optional<Part> part(TenantId tenant, RecordRef record) {
        return OccurrenceId.of(record.id())
                .flatMap(
                        id ->
                                flows.occurring(tenant, record.resource())
                                        .map(
                                                how ->
                                                        new Part(
                                                                record,
                                                                id,
                                                                new RecordRef(
                                                                        record.resource(),
                                                                        id.series()),
                                                                how)));
    }

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        Optional<Part> part = part(call.tenant(), record);
        return part.isEmpty()
                ? remote.read(call, record)
                : remote.read(call, part.get().series()).map(read -> read(part.get(), read));
    }

    /// What the series says about its occurrences it says for sure.
    private static Read read(Part part, Read read) {
        return read instanceof Read.Present(State whole)
                ? part.of(whole).<Read>map(Read.Present::new).orElseGet(() -> new Read.Absent(true))
                : read;
    }

    /// No series is a match for a single record.
    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        Optional<Occurring> how = flows.occurring(call.tenant(), resource);
        Future<List<Found>> found = remote.find(call, resource, lookup, arguments);
        return how.isEmpty() || lookup.equals(Partners.BY_REFERENCE)
                ? found
                : found.map(
                        all ->
                                all.stream()
                                        .filter(one -> !how.get().repeats(one.state()))
                                        .toList());
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        return remote.create(call, resource, body);
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        Optional<Part> part = part(call.tenant(), record);
        if (part.isEmpty()) {
            return remote.update(call, record, patch, precondition);
        }
        return remote.read(reading(call), part.get().series())
                .compose(
                        read ->
                                read instanceof Read.Present(State whole)
                                        ? written(
                                                call,
                                                part.get(),
                                                whole,
                                                part.get()
                                                        .how()
                                                        .write(whole, part.get().id(), patch),
                                                patch,
                                                precondition)
                                        : Future.failedFuture(gone(part.get())));
    }

    private Future<Written> written(
            Call call,
            Part part,
            State whole,
            Patch written,
            Value.Obj patch,
            Optional<Version> precondition) {
        if (part.of(whole).isEmpty()) {
            return Future.failedFuture(gone(part));
        }
        return switch (written) {
            case Patch.Refused refused -> Future.failedFuture(refused(refused));
            case Patch.Of(Value.Obj members) when members.members().isEmpty() ->
                    Future.succeededFuture(new Written(part.record(), part.after(whole, patch)));
            case Patch.Of(Value.Obj members) ->
                    remote.update(call, part.series(), members, precondition.or(whole::version))
                            .map(
                                    done ->
                                            new Written(
                                                    part.record(),
                                                    done.state()
                                                            .flatMap(it -> part.after(it, patch))));
        };
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        Optional<Part> part = part(call.tenant(), record);
        if (part.isEmpty()) {
            return remote.delete(call, record, precondition);
        }
        return remote.read(reading(call), part.get().series())
                .compose(
                        read ->
                                read instanceof Read.Present(State whole)
                                        ? cancelled(call, part.get(), whole, precondition)
                                        : Future.succeededFuture());
    }

    private Future<Void> cancelled(
            Call call, Part part, State whole, Optional<Version> precondition) {
        return switch (part.how().cancel(whole, part.id())) {
            case Patch.Refused refused -> Future.failedFuture(refused(refused));
            case Patch.Of(Value.Obj members) when members.members().isEmpty() ->
                    Future.succeededFuture();
            case Patch.Of(Value.Obj members) ->
                    remote.update(call, part.series(), members, precondition.or(whole::version))
                            .mapEmpty();
        };
    }

    /// The same time, and none of the attempt: it changes nothing.
    private static Call reading(Call call) {
        return new Call(call.tenant(), Optional.empty(), call.deadline());
    }

    private static CrossingFailure gone(Part part) {
        return new CrossingFailure.Gone(
                Facts.of(
                        "the series "
                                + part.series()
                                + " has no occurrence on "
                                + part.id().day()));
    }

    private static CrossingFailure refused(Patch.Refused refused) {
        return new BadRecord(
                Facts.of(refused.sentence()),
                List.of(new BadField(refused.pointer(), refused.sentence())));
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        return remote.put(call, figure, owner, bucket, number);
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {
        remote.breaker(tenant, system, gate);
    }
}
