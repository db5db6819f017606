package drawbridge.console.fake;

import drawbridge.console.client.ActionRequest;
import drawbridge.console.client.BackfillAct;
import drawbridge.console.client.FeedEvent;
import drawbridge.console.client.GatewayAddress;
import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.Line;
import drawbridge.console.client.Ops;
import drawbridge.console.client.ParkedQuery;
import drawbridge.console.client.TenantScope;
import drawbridge.console.shell.LinkViewModel;
import drawbridge.console.shell.NoticesViewModel;
import drawbridge.console.shell.ScopeViewModel;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.ActionState;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillWish;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.Edit;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.Frame;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Position;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Role;
import drawbridge.opsapi.Throughput;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficWish;
import drawbridge.opsapi.Waiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A gateway without a network, for view models: it answers from a [FakeWorld] at once, says on the
/// feed what the test lets it say, and remembers what it was asked to do.
public final class ScriptedGateway implements Line, Ops {

    public final HandClock clock = new HandClock();
    public final FakeWorld world = FakeWorld.lively(clock.instant());
    public final List<ActionRequest> requests = new ArrayList<>();
    public final List<Edit> edits = new ArrayList<>();
    public final Workbench bench =
            new Workbench(
                    new LinkViewModel(clock, clock),
                    new ScopeViewModel(),
                    new NoticesViewModel(clock, clock),
                    Runnable::run,
                    Runnable::run,
                    clock,
                    clock);

    private Consumer<FeedEvent> feed = _ -> {};
    private Optional<GatewayTrouble> trouble = Optional.empty();
    private Optional<ActionState> answer = Optional.empty();
    private long frames;
    private int overviews;

    /// Connects the workbench, with the first frame on the screen.
    public ScriptedGateway connected(Role role) {
        bench.link().connect(this, world.me(role, "i1"), new Position("i1", 0));
        feed.accept(new FeedEvent.Opened());
        tick();
        return this;
    }

    public void say(News news) {
        feed.accept(new FeedEvent.Got(Frame.of("i1", ++frames, clock.instant(), news)));
        clock.pass(LinkViewModel.BEAT);
    }

    public void tick() {
        say(new News.Ticked(world.tick()));
    }

    public void tell(FeedEvent event) {
        feed.accept(event);
        clock.pass(LinkViewModel.BEAT);
    }

    public void loseTheConnection() {
        tell(new FeedEvent.Lost("The connection was lost.", 1, Duration.ofSeconds(1)));
    }

    /// From now on every call fails so.
    public void failWith(GatewayTrouble failure) {
        trouble = Optional.of(failure);
    }

    public void recover() {
        trouble = Optional.empty();
    }

    /// Actions are answered with this state; without it, they are accepted.
    public void answerWith(ActionState state) {
        answer = Optional.of(state);
    }

    public int overviewsAsked() {
        return overviews;
    }

    public Parked item(String id) {
        return world.find(id).orElseThrow();
    }

    public void put(Parked item) {
        world.put(item);
    }

    @Override
    public GatewayAddress address() {
        return GatewayAddress.parse("gateway.example.com:7080");
    }

    @Override
    public Ops ops() {
        trouble.ifPresent(
                failure -> {
                    throw failure;
                });
        return this;
    }

    @Override
    public Listening listen(Position since, Consumer<FeedEvent> listener) {
        feed = listener;
        return () -> {};
    }

    @Override
    public void close() {
        feed = _ -> {};
    }

    @Override
    public Me me() {
        return world.me(Role.OPERATOR, "i1");
    }

    @Override
    public Overview overview(TenantScope scope) {
        overviews++;
        return world.overview(tenant(scope), "i1", frames);
    }

    @Override
    public Throughput throughput(int seconds) {
        return world.throughput(seconds);
    }

    @Override
    public List<Breaker> breakers(TenantScope scope) {
        return world.breakers();
    }

    @Override
    public List<Waiting> waiting(TenantScope scope, int limit) {
        return world.waiting(tenant(scope));
    }

    @Override
    public Page<Parked> parked(ParkedQuery query) {
        return new Page<>(world.open(query.kind(), tenant(query.scope())), null);
    }

    @Override
    public ParkedDetail detail(String tenant, String id) {
        return world.detail(item(id));
    }

    @Override
    public List<Found> find(TenantScope scope, String id) {
        return world.found(id);
    }

    @Override
    public Timeline timeline(String tenant, RecordId record) {
        return world.timeline(tenant, record);
    }

    @Override
    public List<Pause> pauses(TenantScope scope) {
        return world.pauses(tenant(scope));
    }

    @Override
    public PauseResult pause(String tenant, boolean resume, PauseWish wish, String key) {
        return world.pause(tenant, resume, wish, clock.instant());
    }

    @Override
    public List<Job> jobs(TenantScope scope) {
        return world.jobs();
    }

    @Override
    public JobDetail job(String tenant, String id) {
        return world.job(id);
    }

    @Override
    public JobPreview preview(JobWish wish) {
        return world.reach(wish);
    }

    @Override
    public List<Job> start(JobWish wish, String key) {
        return world.start(wish, clock.instant());
    }

    @Override
    public Job cancel(String tenant, String id, String key) {
        return world.cancel(id);
    }

    @Override
    public Preview preview(String tenant, String id, PreviewWish wish) {
        return world.preview(item(id), wish);
    }

    @Override
    public ActionResult edit(String tenant, String id, Edit edit, String key) {
        edits.add(edit);
        return new ActionResult(tenant, id, ParkedAction.EDIT, ActionState.ACCEPTED, "So it is.");
    }

    @Override
    public ActionResult act(ActionRequest request) {
        requests.add(request);
        return new ActionResult(
                request.tenant(),
                request.id(),
                request.action(),
                answer.orElse(ActionState.ACCEPTED),
                "So it is.");
    }

    @Override
    public ImportPlan importPlan(String tenant, ImportSheet sheet) {
        throw new UnsupportedOperationException("No screen imports a file.");
    }

    /// What audits answer, one after the other; the last one for ever.
    public final java.util.Deque<Audit> audits = new java.util.ArrayDeque<>();

    /// What they found.
    public final List<AuditFinding> drift = new java.util.ArrayList<>();

    /// What was asked of them.
    public final List<AuditWish> wishes = new java.util.ArrayList<>();

    /// Audits of which what they found was sent.
    public final List<String> repaired = new java.util.ArrayList<>();

    @Override
    public Audit repair(String tenant, String audit, String idempotencyKey) {
        repaired.add(audit);
        if (audits.size() > 1) {
            audits.removeFirst();
        }
        return audits.getFirst();
    }

    public final List<Proof> proofs = new java.util.ArrayList<>();

    @Override
    public Audit audit(String tenant, AuditWish wish, String idempotencyKey) {
        if (!wishes.isEmpty() && audits.size() > 1) {
            audits.removeFirst();
        }
        wishes.add(wish);
        return audits.getFirst();
    }

    @Override
    public Audit audit(String tenant, String id) {
        return audits.size() > 1 ? audits.removeFirst() : audits.getFirst();
    }

    @Override
    public List<AuditFinding> findings(String tenant, String id, String flow, int after) {
        return after > 0 ? List.of() : List.copyOf(drift);
    }

    /// What backfills answer, one after the other; the last one for ever.
    public final java.util.Deque<Backfill> backfills = new java.util.ArrayDeque<>();

    /// What was asked of them, in words.
    public final List<String> backfillWishes = new java.util.ArrayList<>();

    @Override
    public Backfill backfill(String tenant, BackfillWish wish, String idempotencyKey) {
        backfillWishes.add(tenant + " " + wish.flow() + " " + wish.side() + " " + wish.perSecond());
        return backfills.getFirst();
    }

    @Override
    public Backfill backfill(String tenant, String id) {
        return backfills.size() > 1 ? backfills.removeFirst() : backfills.getFirst();
    }

    @Override
    public Backfill backfill(String tenant, String id, BackfillAct act, String key) {
        backfillWishes.add(act + " " + id);
        return backfill(tenant, id);
    }

    @Override
    public List<Backfill> backfills(TenantScope scope) {
        return List.copyOf(backfills);
    }

    /// What replays of recorded changes answer, one after the other.
    public final java.util.Deque<TrafficReplay> replays = new java.util.ArrayDeque<>();

    /// What was asked of them.
    public final List<TrafficWish> replayWishes = new java.util.ArrayList<>();

    @Override
    public TrafficReplay replay(String tenant, TrafficWish wish) {
        replayWishes.add(wish);
        return replays.removeFirst();
    }

    @Override
    public List<Proof> proofs(TenantScope scope) {
        return List.copyOf(proofs);
    }

    @Override
    public ImportResult importRows(String tenant, ImportRows rows) {
        throw new UnsupportedOperationException("No screen imports a file.");
    }

    private static String tenant(TenantScope scope) {
        return scope instanceof TenantScope.One(var one) ? one : null;
    }
}
