package drawbridge.system;

import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Map;
import java.util.Optional;

/// Calls of a system that are about no record.
public interface Asking {

    /// @param body what was answered; null where nothing was
    record Told(int status, Value body) {

        public boolean isGone() {
            return status == 404 || status == 410;
        }
    }

    /// Fails with the engine's failures, but for a 404 and a 410.
    ///
    /// @param places what stands for the places of the path, such as `{id}`
    /// @param body in place of that of `ask`
    Future<Told> ask(
            TenantId tenant,
            String system,
            Ask ask,
            Map<String, String> places,
            Optional<Value.Obj> body);
}
