package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The systems as they may be read, and nothing more: the first call that would change one is
/// remembered, and ends the run as a lost lease does.
final class DryRun implements Remote {

    private final Remote remote;
    private final DryJournal journal;
    private Optional<Foreseen.Write> write = Optional.empty();

    DryRun(Journal journal, Remote remote, Opened opened) {
        this.remote = remote;
        this.journal = new DryJournal(journal, opened);
    }

    Journal journal() {
        return journal;
    }

    Optional<Foreseen.Write> write() {
        return write;
    }

    Optional<Settlement> settlement() {
        return journal.settlement();
    }

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        return remote.read(call, record);
    }

    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        return remote.find(call, resource, lookup, arguments);
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        return stop(Operation.CREATE, Optional.empty(), body);
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        return stop(Operation.UPDATE, Optional.of(record), patch);
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        return stop(Operation.DELETE, Optional.of(record), Value.Obj.EMPTY);
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("bucket", Value.of(bucket.id()));
        members.put("number", Value.of(number));
        return this.<Void>stop(
                Operation.UPDATE,
                Optional.of(new RecordRef(figure, bucket.id())),
                new Value.Obj(members));
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {
        // The breakers of the engine are left as they are.
    }

    private <T> Future<T> stop(Operation operation, Optional<RecordRef> record, Value.Obj members) {
        Side target = journal.target().orElseThrow();
        write = Optional.of(new Foreseen.Write(target, operation, record, members));
        return Future.failedFuture(new Fenced("nothing is written in a preview"));
    }
}
