package drawbridge.ops;

import drawbridge.opsapi.Frame;
import drawbridge.opsapi.News;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.Position;
import drawbridge.opsapi.Role;
import drawbridge.opsapi.Tick;

import io.vertx.core.http.ServerWebSocket;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The live feed. Each frame has the next number of this instance; the last [#KEPT] frames can be
/// taken up from. A reader that does not keep up is cut off and loads again: the feed never waits
/// and never grows. Event loop only.
final class Feed {

    static final int KEPT = 1_000;
    private static final Operator ALL = new Operator("all", Role.ADMIN, Set.of());
    private final String instance;
    private final Clock clock;
    private final Deque<Frame> kept = new ArrayDeque<>();
    private final Map<ServerWebSocket, Operator> readers = new HashMap<>();
    private long n;

    Feed(String instance, Clock clock) {
        this.instance = instance;
        this.clock = clock;
    }

    String instance() {
        return instance;
    }

    long position() {
        return n;
    }

    void tell(News news) {
        Frame frame = keep(news);
        readers().forEach((socket, operator) -> send(socket, operator, frame));
    }

    /// Tells each reader the numbers of the tenants that it may see.
    void tick(Function<Operator, Tick> numbers) {
        Frame frame = keep(new News.Ticked(numbers.apply(ALL)));
        readers()
                .forEach(
                        (socket, operator) -> {
                            if (keepsUp(socket)) {
                                write(socket, frame, new News.Ticked(numbers.apply(operator)));
                            }
                        });
    }

    private Frame keep(News news) {
        Frame frame = Frame.of(instance, ++n, clock.instant(), news);
        kept.addLast(frame);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        return frame;
    }

    private Map<ServerWebSocket, Operator> readers() {
        return Map.copyOf(readers);
    }

    /// Lets a reader in, from the position that it names; an unknown instance or a gap is answered
    /// by a snapshot frame.
    void join(ServerWebSocket socket, Operator operator, String since) {
        readers.put(socket, operator);
        socket.closeHandler(gone -> readers.remove(socket));
        socket.exceptionHandler(broken -> readers.remove(socket));
        Frame first = kept.peekFirst();
        long from = from(since);
        if (from < 0 || first == null || from + 1 < first.n()) {
            send(socket, operator, Frame.of(instance, n, clock.instant(), new News.LoadAgain()));
            return;
        }
        for (Frame frame : kept) {
            if (frame.n() > from) {
                send(socket, operator, frame);
            }
        }
    }

    private long from(String since) {
        try {
            Position position = Position.parse(since);
            return position.instance().equals(instance) && position.n() <= n ? position.n() : -1;
        } catch (IllegalArgumentException unreadable) {
            return -1;
        }
    }

    private void send(ServerWebSocket socket, Operator operator, Frame frame) {
        if (!keepsUp(socket)) {
            return;
        }
        switch (frame.news()) {
            case News.ItemParked(var item) when operator.sees(item.tenant()) ->
                    write(
                            socket,
                            frame,
                            new News.ItemParked(Masked.forRole(item, operator.role())));
            case News.ItemUnparked(var item) when operator.sees(item.tenant()) ->
                    write(
                            socket,
                            frame,
                            new News.ItemUnparked(Masked.forRole(item, operator.role())));
            case News.BreakerMoved(var breaker) when operator.sees(breaker.tenant()) ->
                    write(socket, frame, new News.BreakerMoved(breaker));
            case News.ActionMoved(var result) when operator.sees(result.tenant()) ->
                    write(socket, frame, new News.ActionMoved(result));
            case News.Ticked(var tick) when operator.tenants().isEmpty() ->
                    write(socket, frame, new News.Ticked(tick));
            case News.LoadAgain() -> write(socket, frame, new News.LoadAgain());
            // Numbers must not jump: what a reader may not see reaches it as an empty frame.
            case News.Ticked _,
                    News.ItemParked _,
                    News.ItemUnparked _,
                    News.BreakerMoved _,
                    News.ActionMoved _,
                    News.Unknown() ->
                    write(socket, frame, new News.Unknown());
        }
    }

    private boolean keepsUp(ServerWebSocket socket) {
        if (socket.writeQueueFull()) {
            readers.remove(socket);
            socket.close((short) 1013, "too slow: load again")
                    .onFailure(gone -> readers.remove(socket));
            return false;
        }
        return true;
    }

    private static void write(ServerWebSocket socket, Frame frame, News news) {
        socket.writeTextMessage(
                OpsJson.write(Frame.of(frame.instance(), frame.n(), frame.at(), news)));
    }
}
