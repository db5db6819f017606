package drawbridge.console.client;

import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillWish;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.Edit;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Throughput;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficWish;
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

    /// The records that have this id.
    List<Found> find(TenantScope scope, String id);

    /// All that happened to a record.
    Timeline timeline(String tenant, RecordId record);

    /// What stands still.
    List<Pause> pauses(TenantScope scope);

    /// Pauses or resumes; the same key again never acts twice.
    PauseResult pause(String tenant, boolean resume, PauseWish wish, String idempotencyKey);

    /// Acts upon many items, the newest first.
    List<Job> jobs(TenantScope scope);

    /// A job with a result for each item.
    JobDetail job(String tenant, String id);

    /// What a job would reach.
    JobPreview preview(JobWish wish);

    /// Starts a job, one for each tenant; the same key again never starts another.
    List<Job> start(JobWish wish, String idempotencyKey);

    /// Leaves the rest of a job undone.
    Job cancel(String tenant, String id, String idempotencyKey);

    /// What would come of an act on an item.
    Preview preview(String tenant, String id, PreviewWish wish);

    /// Replays an item with another payload.
    ActionResult edit(String tenant, String id, Edit edit, String idempotencyKey);

    /// Asks for an action. The same key again never acts twice.
    ActionResult act(ActionRequest request);

    /// What becomes of a file's columns, and how far its rows have come; operators only.
    ImportPlan importPlan(String tenant, ImportSheet sheet);

    /// Hands in some rows of a file. The same again stores nothing twice.
    ImportResult importRows(String tenant, ImportRows rows);

    /// Has both systems of a tenant compared. The same key again never starts another.
    Audit audit(String tenant, AuditWish wish, String idempotencyKey);

    /// How far an audit has come.
    Audit audit(String tenant, String id);

    /// Sends the pairs that an audit told of one by one through the lanes, and no others. The same
    /// again sends nothing twice.
    Audit repair(String tenant, String audit, String idempotencyKey);

    /// What an audit found one by one, behind a finding; operators only.
    ///
    /// @param flow of the last finding that is known; empty: from the first
    List<AuditFinding> findings(String tenant, String id, String flow, int after);

    /// Has every record brought in that is there already. The same key again never starts another.
    Backfill backfill(String tenant, BackfillWish wish, String idempotencyKey);

    /// How far a backfill has come.
    Backfill backfill(String tenant, String id);

    /// Pauses, resumes or ends a backfill. One that has ended stays as it is.
    Backfill backfill(String tenant, String id, BackfillAct act, String idempotencyKey);

    /// Backfills, the newest first.
    List<Backfill> backfills(TenantScope scope);

    /// What recorded changes would become by other mappings; admins only. Nothing is written.
    TrafficReplay replay(String tenant, TrafficWish wish);

    /// When each flow was last proven to be in sync.
    List<Proof> proofs(TenantScope scope);
}
