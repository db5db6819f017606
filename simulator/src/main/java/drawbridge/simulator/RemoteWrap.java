package drawbridge.simulator;

import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The systems as they are, for whoever changes one of their answers.
abstract class RemoteWrap implements Remote {

    private final Remote port;

    RemoteWrap(Remote port) {
        this.port = port;
    }

    /// Every answer of a call that may change a system, or of all calls.
    protected <T> Future<T> answered(boolean changes, Future<T> answer) {
        return answer;
    }

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        return answered(false, port.read(call, record));
    }

    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        return answered(false, port.find(call, resource, lookup, arguments));
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        return answered(true, port.create(call, resource, body));
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        return answered(true, port.update(call, record, patch, precondition));
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        return answered(true, port.delete(call, record, precondition));
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        return answered(true, port.put(call, figure, owner, bucket, number));
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {
        port.breaker(tenant, system, gate);
    }
}
