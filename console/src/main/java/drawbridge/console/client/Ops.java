package drawbridge.console.client;

import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.Throughput;
import drawbridge.opsapi.Waiting;

import java.util.List;

/// What can be asked of a gateway. Each call blocks until the answer is there or its time is over,
/// so it is made on a virtual thread; each throws a [GatewayTrouble] where there is no good answer.
public interface Ops {

    /// Who the token speaks for.
    Me me();

    /// The numbers of the scope, and the position that the feed goes on from.
    Overview overview(TenantScope scope);

    /// Settled pairs a second, of all tenants.
    Throughput throughput(int seconds);

    /// The breakers of the tenants in scope.
    List<Breaker> breakers(TenantScope scope);

    /// Records that wait without needing a person, the oldest first.
    List<Waiting> waiting(TenantScope scope, int limit);

    /// One page of open items.
    Page<Parked> parked(ParkedQuery query);

    /// All that is known of an item; operators only.
    ParkedDetail detail(String tenant, String id);

    /// Asks for an action. The same key again never acts twice.
    ActionResult act(ActionRequest request);

    /// What becomes of a file's columns, and how far its rows have come; operators only.
    ImportPlan importPlan(String tenant, ImportSheet sheet);

    /// Hands in some rows of a file. The same again stores nothing twice.
    ImportResult importRows(String tenant, ImportRows rows);
}
