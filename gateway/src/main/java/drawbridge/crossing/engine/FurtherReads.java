package drawbridge.crossing.engine;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads further records several at once, where their system has a lookup that takes several ids:
/// what lanes ask for within a moment is one call. That such an answer leaves a record out proves
/// nothing: it is read by its id then, and so is each where the lookup itself is refused.
///
/// Used on one engine's context only.
final class FurtherReads {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final int MOST = 50;

    private record Key(TenantId tenant, ResourceName resource, String lookup) {}

    private final Remote remote;
    private final Clock clock;
    private final Map<Key, Map<RecordRef, Promise<Remote.Read>>> gathering = new HashMap<>();

    FurtherReads(Remote remote, Clock clock) {
        this.remote = remote;
        this.clock = clock;
    }

    /// @param lookup takes the ids as `ids`, with commas between them
    Future<Remote.Read> read(Remote.Call call, RecordRef record, String lookup) {
        if (record.id().contains(",")) {
            return remote.read(call, record);
        }
        Key key = new Key(call.tenant(), record.resource(), lookup);
        Map<RecordRef, Promise<Remote.Read>> batch = gathering.get(key);
        if (batch == null) {
            Map<RecordRef, Promise<Remote.Read>> begun = new LinkedHashMap<>();
            gathering.put(key, begun);
            batch = begun;
            clock.after(MOMENT).onComplete(_ -> send(call, key, begun));
        }
        Future<Remote.Read> answer = batch.computeIfAbsent(record, _ -> Promise.promise()).future();
        if (batch.size() >= MOST) {
            send(call, key, batch);
        }
        return answer;
    }

    private void send(Remote.Call call, Key key, Map<RecordRef, Promise<Remote.Read>> batch) {
        if (!gathering.remove(key, batch)) {
            return;
        }
        if (batch.size() == 1) {
            batch.forEach((record, asked) -> one(call, record, asked));
            return;
        }
        String ids = batch.keySet().stream().map(RecordRef::id).collect(Collectors.joining(","));
        remote.find(call, key.resource(), key.lookup(), Map.of("ids", ids))
                .onSuccess(found -> answer(call, batch, found))
                .onFailure(
                        failure ->
                                batch.forEach(
                                        (record, asked) -> {
                                            if (failure instanceof CrossingFailure.Transient
                                                    || failure
                                                            instanceof CrossingFailure.Credential) {
                                                asked.fail(failure);
                                            } else {
                                                one(call, record, asked);
                                            }
                                        }));
    }

    private void answer(
            Remote.Call call,
            Map<RecordRef, Promise<Remote.Read>> batch,
            List<Remote.Found> found) {
        Map<RecordRef, Remote.Found> all = new HashMap<>();
        found.forEach(one -> all.put(one.record(), one));
        batch.forEach(
                (record, asked) -> {
                    Remote.Found one = all.get(record);
                    if (one == null) {
                        one(call, record, asked);
                    } else if (one.deleted()) {
                        asked.complete(new Remote.Read.Absent(true));
                    } else {
                        asked.complete(new Remote.Read.Present(one.state()));
                    }
                });
    }

    private void one(Remote.Call call, RecordRef record, Promise<Remote.Read> asked) {
        remote.read(call, record).onSuccess(asked::complete).onFailure(asked::fail);
    }
}
