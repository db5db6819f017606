package drawbridge.ops;

import drawbridge.opsapi.Authorization;
import drawbridge.opsapi.ConnectionState;
import drawbridge.opsapi.ConnectionStatus;
import drawbridge.opsapi.MappingProblem;
import drawbridge.opsapi.MappingsStatus;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// One connection for each tenant, that of the north suspended until somebody resumes it.
final class ScriptedSetup implements Setup {

    final List<String> resumed = new CopyOnWriteArrayList<>();

    @Override
    public List<ConnectionStatus> connections(Set<String> tenants) {
        return tenants.stream().sorted().map(this::status).toList();
    }

    private ConnectionStatus status(String tenant) {
        return tenant.equals("north") && resumed.isEmpty()
                ? new ConnectionStatus(
                        tenant,
                        "acme",
                        null,
                        ConnectionState.SUSPENDED,
                        "acme answered 401",
                        ScriptedReads.START,
                        "Give it a new credential.")
                : new ConnectionStatus(
                        tenant, "acme", null, ConnectionState.OPEN, null, null, null);
    }

    @Override
    public Future<Optional<ConnectionStatus>> resume(
            String tenant, String system, Optional<String> user, String by, String why) {
        if (!system.equals("acme") || user.isPresent()) {
            return Future.succeededFuture(Optional.empty());
        }
        resumed.add(tenant + " by " + by + ": " + why);
        return Future.succeededFuture(Optional.of(status(tenant)));
    }

    @Override
    public Future<Optional<Authorization>> authorize(
            String tenant, String system, Optional<String> user, String by) {
        return Future.succeededFuture(
                Optional.of(
                                new Authorization(
                                        "https://" + system + ".example.com/grant?state=" + by,
                                        ScriptedReads.START))
                        .filter(_ -> system.equals("acme") && user.isEmpty()));
    }

    @Override
    public MappingsStatus mappings(Set<String> tenants) {
        return new MappingsStatus(
                "v1",
                ScriptedReads.START,
                tenants.stream().sorted().toList(),
                List.of(new MappingProblem("flows/users.yaml", 3, 1, "there is no key 'flw'")),
                ScriptedReads.START);
    }

    @Override
    public Future<Void> reload(String by) {
        return Future.succeededFuture();
    }
}
