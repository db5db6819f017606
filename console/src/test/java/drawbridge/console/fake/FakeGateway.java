package drawbridge.console.fake;

import drawbridge.opsapi.Act;
import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.ActionState;
import drawbridge.opsapi.Edit;
import drawbridge.opsapi.Frame;
import drawbridge.opsapi.HistoryLine;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.News;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Position;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.Problem;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Resolve;
import drawbridge.opsapi.Role;
import drawbridge.opsapi.Side;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A gateway's ops port over a [FakeWorld]: real HTTP and a real WebSocket on a port of its own. It
/// can die and come back on that port, fall silent, and forget where the feed stood.
public final class FakeGateway implements AutoCloseable {

    public static final String OPERATOR = "operator-token";
    public static final String VIEWER = "viewer-token";

    private static final long BEAT_MILLIS = 100;
    private static final long WORK_MILLIS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final FakeWorld world;
    private final List<Frame> frames = new ArrayList<>();
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final Map<String, ActionResult> answers = new ConcurrentHashMap<>();
    private final List<String> acts = new CopyOnWriteArrayList<>();
    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private volatile String instance = "i1";
    private volatile boolean silent;
    private volatile boolean stubborn;
    private @Nullable HttpServer server;
    private int port;

    public FakeGateway(FakeWorld world) {
        this.world = world;
        var _ = vertx.setPeriodic(BEAT_MILLIS, _ -> beat());
        start();
    }

    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /// What was done, such as `c1 keep-acme`; each idempotency key counts once.
    public List<String> acts() {
        return List.copyOf(acts);
    }

    /// The payloads of edits, as they came.
    public List<String> payloads() {
        return List.copyOf(payloads);
    }

    /// Listens, on the same port as before.
    public void start() {
        server =
                await(
                        vertx.createHttpServer()
                                .requestHandler(this::answer)
                                .webSocketHandshakeHandler(this::shake)
                                .webSocketHandler(this::follow)
                                .listen(port, "127.0.0.1"));
        port = server.actualPort();
    }

    /// Dies with all its connections.
    public void die() {
        sockets.forEach(ServerWebSocket::close);
        sockets.clear();
        if (server != null) {
            var _ = await(server.close());
            server = null;
        }
    }

    /// A new run: positions of the former one mean nothing.
    public synchronized void rebirth() {
        instance = instance + "'";
        frames.clear();
    }

    /// Keeps the connection and says nothing.
    public void fallSilent() {
        silent = true;
    }

    /// Speaks again.
    public void speak() {
        silent = false;
    }

    /// From now on a replay dies again.
    public void staysBroken() {
        stubborn = true;
    }

    /// Something is parked while people watch.
    public void park(Parked item) {
        world.put(item);
        tell(new News.ItemParked(item));
    }

    /// Somebody else closes an item.
    public void closeElsewhere(String id) {
        close(world.find(id).orElseThrow(), ParkedState.RESOLVED, "User 5");
    }

    @Override
    public void close() {
        die();
        var _ = await(vertx.close());
    }

    private void beat() {
        if (!silent) {
            tell(new News.Ticked(world.tick()));
        }
    }

    private synchronized void tell(News news) {
        var frame = Frame.of(instance, frames.size() + 1L, Clock.systemUTC().instant(), news);
        frames.add(frame);
        String text = OpsJson.write(frame);
        sockets.forEach(socket -> socket.writeTextMessage(text));
    }

    private void shake(ServerWebSocketHandshake shake) {
        var _ =
                role(shake.headers().get("Authorization")).isPresent()
                        ? shake.accept()
                        : shake.reject(401);
    }

    private synchronized void follow(ServerWebSocket socket) {
        socket.exceptionHandler(_ -> {});
        socket.closeHandler(_ -> sockets.remove(socket));
        String query = String.valueOf(socket.query());
        Position since =
                Position.parse(
                        URLDecoder.decode(
                                query.substring(query.indexOf("since=") + 6),
                                StandardCharsets.UTF_8));
        if (since.instance().equals(instance) && since.n() <= frames.size()) {
            frames.stream()
                    .skip(since.n())
                    .forEach(frame -> socket.writeTextMessage(OpsJson.write(frame)));
            sockets.add(socket);
        } else {
            sockets.add(socket);
            tell(new News.LoadAgain());
        }
    }

    private void answer(HttpServerRequest request) {
        Optional<Role> role = role(request.getHeader("Authorization"));
        if (role.isEmpty()) {
            problem(request, 401, "Unauthorized", "No such token.");
            return;
        }
        if (request.method().name().equals("POST")) {
            request.body().onSuccess(body -> act(request, role.get(), body.toString()));
            return;
        }
        String tenant = request.getParam("tenant");
        switch (request.path()) {
            case OpsPaths.ME -> good(request, world.me(role.get(), instance));
            case OpsPaths.OVERVIEW -> good(request, overview(tenant));
            case OpsPaths.THROUGHPUT ->
                    good(request, world.throughput(Integer.parseInt(request.getParam("seconds"))));
            case OpsPaths.BREAKERS -> good(request, world.breakers());
            case OpsPaths.WAITING -> good(request, world.waiting(tenant));
            case OpsPaths.PARKED -> good(request, page(request, tenant));
            case OpsPaths.PAUSES -> good(request, world.pauses(tenant));
            case OpsPaths.PROOFS ->
                    good(request, world.proofs(tenant, Clock.systemUTC().instant()));
            case OpsPaths.JOBS -> good(request, world.jobs());
            case OpsPaths.BACKFILLS -> good(request, world.backfills(Clock.systemUTC().instant()));
            case OpsPaths.RECORDS -> good(request, world.found(request.getParam("id")));
            case String path when path.startsWith(OpsPaths.BASE + "/timeline/") -> {
                String[] parts = path.split("/", -1);
                good(request, world.timeline(parts[4], new RecordId(parts[5], parts[6])));
            }
            case String path when path.startsWith(OpsPaths.JOBS + "/") ->
                    good(request, world.job(path.split("/", -1)[5]));
            default -> item(request, role.get());
        }
    }

    private synchronized Object overview(@Nullable String tenant) {
        return world.overview(tenant, instance, frames.size());
    }

    private Page<Parked> page(HttpServerRequest request, @Nullable String tenant) {
        var kind = "dead".equals(request.getParam("kind")) ? ParkedKind.DEAD : ParkedKind.CONFLICT;
        List<Parked> open =
                "resolved".equals(request.getParam("state"))
                        ? world.decided(kind, tenant)
                        : world.open(kind, tenant);
        int from =
                request.getParam("cursor") == null
                        ? 0
                        : Integer.parseInt(request.getParam("cursor"));
        int to = Math.min(open.size(), from + Integer.parseInt(request.getParam("limit")));
        return new Page<>(open.subList(from, to), to < open.size() ? "" + to : null);
    }

    private void item(HttpServerRequest request, Role role) {
        String[] parts = request.path().split("/", -1);
        Optional<Parked> item = parts.length == 6 ? world.find(parts[5]) : Optional.empty();
        if (item.isEmpty()) {
            problem(request, 404, "Not found", "There is no such item.");
        } else if (!role.reaches(Role.OPERATOR)) {
            problem(request, 403, "Forbidden", "The role viewer may not see payloads.");
        } else {
            good(request, world.detail(item.get()));
        }
    }

    private void act(HttpServerRequest request, Role role, String body) {
        String[] parts = request.path().split("/", -1);
        String key = request.getHeader(OpsPaths.IDEMPOTENCY_KEY);
        if (!role.reaches(Role.OPERATOR)) {
            problem(request, 403, "Forbidden", "The role viewer may not act.");
            return;
        }
        if (wish(request, body, parts)) {
            return;
        }
        if (answers.containsKey(key)) {
            good(request, answers.get(key));
            return;
        }
        Parked item = world.find(parts[5]).orElseThrow();
        ParkedAction action;
        long version;
        if (parts[6].equals("resolve")) {
            Resolve asked = OpsJson.read(body, Resolve.class);
            action = asked.keep() == Side.ACME ? ParkedAction.KEEP_ACME : ParkedAction.KEEP_APP;
            version = asked.version();
        } else if (parts[6].equals("edit")) {
            Edit edit = OpsJson.read(body, Edit.class);
            action = ParkedAction.EDIT;
            version = edit.version();
            payloads.add(edit.payload());
        } else {
            version = OpsJson.read(body, Act.class).version();
            action = OpsJson.read("\"" + parts[6] + "\"", ParkedAction.class);
        }
        if (version != item.version()) {
            problem(request, 409, "Conflict", "The item has changed since you looked at it.");
            return;
        }
        acts.add(item.id() + " " + action.word());
        var accepted = result(item, action, ActionState.ACCEPTED, "It is being done.");
        answers.put(key, accepted);
        good(request, accepted);
        var _ = vertx.setTimer(WORK_MILLIS, _ -> finish(item, action));
    }

    /// What is wished for many items, or only looked at. Whether it was such a wish.
    private boolean wish(HttpServerRequest request, String body, String[] parts) {
        var now = Clock.systemUTC().instant();
        String path = request.path();
        if (path.startsWith(OpsPaths.PAUSES)) {
            PauseWish wish = OpsJson.read(body, PauseWish.class);
            acts.add(parts[4] + (path.endsWith("/resume") ? " resume" : " pause"));
            good(request, world.pause(parts[4], path.endsWith("/resume"), wish, now));
        } else if (path.equals(OpsPaths.JOB_PREVIEW)) {
            good(request, world.reach(OpsJson.read(body, JobWish.class)));
        } else if (path.equals(OpsPaths.JOBS)) {
            JobWish wish = OpsJson.read(body, JobWish.class);
            acts.add("many " + wish.action().word());
            good(request, world.start(wish, now));
        } else if (path.startsWith(OpsPaths.JOBS + "/")) {
            good(request, world.cancel(parts[5]));
        } else if (path.endsWith("/preview")) {
            PreviewWish wish = OpsJson.read(body, PreviewWish.class);
            good(request, world.preview(world.find(parts[5]).orElseThrow(), wish));
        } else {
            return false;
        }
        return true;
    }

    private void finish(Parked item, ParkedAction action) {
        if (stubborn && action == ParkedAction.REPLAY) {
            var again =
                    ParkedBuilder.later(
                            item, ParkedState.OPEN, null, item.tries() + 1, item.sentence());
            world.put(again);
            tell(new News.ItemParked(again));
            return;
        }
        ParkedState state =
                switch (action) {
                    case KEEP_ACME, KEEP_APP, APPROVE, REJECT, RESTORE -> ParkedState.RESOLVED;
                    case REPLAY, EDIT -> ParkedState.REPLAYED;
                    case DISCARD -> ParkedState.DISCARDED;
                };
        tell(new News.ActionMoved(result(item, action, ActionState.DONE, "Both sides agree.")));
        close(item, state, "User 3");
    }

    private void close(Parked item, ParkedState state, String by) {
        var closed = ParkedBuilder.later(item, state, by, item.tries(), item.sentence());
        world.put(closed);
        world.remember(
                item.id(), new HistoryLine(Clock.systemUTC().instant(), by, state.word(), null));
        tell(new News.ItemUnparked(closed));
    }

    private static ActionResult result(
            Parked item, ParkedAction action, ActionState state, String sentence) {
        return new ActionResult(item.tenant(), item.id(), action, state, sentence);
    }

    private static Optional<Role> role(@Nullable String header) {
        if (("Bearer " + OPERATOR).equals(header)) {
            return Optional.of(Role.OPERATOR);
        }
        return ("Bearer " + VIEWER).equals(header) ? Optional.of(Role.VIEWER) : Optional.empty();
    }

    private static void good(HttpServerRequest request, Object record) {
        var _ =
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(OpsJson.write(record));
    }

    private static void problem(
            HttpServerRequest request, int status, String title, String detail) {
        var _ =
                request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", Problem.MEDIA_TYPE)
                        .end(
                                OpsJson.write(
                                        new Problem(
                                                "about:blank",
                                                title,
                                                status,
                                                detail,
                                                request.path(),
                                                null)));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
