package drawbridge.console.client;

import drawbridge.opsapi.FrameType;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Position;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tries a line step by step, so that a person sees how far it gets.
public final class Probe {

    private static final long FIRST_FRAME_SECONDS = 4;

    /// The steps, in their order.
    public enum Step {
        REACH("Gateway answers"),
        TOKEN("Token is accepted"),
        READ("Numbers can be read"),
        FEED("Live feed runs");

        private final String words;

        Step(String words) {
            this.words = words;
        }

        /// What is shown for it.
        public String words() {
            return words;
        }
    }

    /// How a step went.
    public sealed interface Went {
        record Running(Step step) implements Went {}

        record Well(Step step, String sentence) implements Went {}

        record Badly(Step step, String sentence) implements Went {}
    }

    /// What was found.
    ///
    /// @param position where the feed can be taken up
    public record Reached(Me me, Position position) {}

    private final Line line;
    private final Consumer<Went> listener;

    public Probe(Line line, Consumer<Went> listener) {
        this.line = line;
        this.listener = listener;
    }

    /// Takes all steps, stopping at the first that fails. Blocks.
    ///
    /// @return who the token speaks for, and where the feed stands
    /// @throws GatewayTrouble the one that was told to the listener with its step
    public Reached run() {
        Me me = reachAndToken();
        Overview overview = step(Step.READ, () -> line.ops().overview(new TenantScope.All()));
        well(Step.READ, tenants(overview.tenants().size()));
        var _ = step(Step.FEED, () -> firstFrame(overview.feedPosition()));
        well(Step.FEED, "News arrives every second");
        return new Reached(me, overview.feedPosition());
    }

    private Me reachAndToken() {
        listener.accept(new Went.Running(Step.REACH));
        Me me;
        try {
            me = line.ops().me();
        } catch (GatewayTrouble.WrongToken | GatewayTrouble.RoleTooLow e) {
            well(Step.REACH, line.address().shown());
            throw badly(Step.TOKEN, e);
        } catch (GatewayTrouble e) {
            throw badly(Step.REACH, e);
        }
        well(Step.REACH, line.address().shown() + ", version " + me.gateway().version());
        well(Step.TOKEN, me.name() + ", role " + me.role().word());
        return me;
    }

    private boolean firstFrame(Position since) {
        var first = new CompletableFuture<FrameType>();
        try (var _ = line.listen(since, event -> hear(event, first))) {
            first.get(FIRST_FRAME_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayTrouble.NoAnswer("The test was cancelled.", false);
        } catch (TimeoutException | ExecutionException e) {
            throw new GatewayTrouble.NoAnswer(
                    "The gateway answers, but its live feed does not. Does a proxy between cut"
                            + " WebSockets?",
                    false);
        }
    }

    private static void hear(FeedEvent event, CompletableFuture<FrameType> first) {
        switch (event) {
            case FeedEvent.Got(var frame) -> first.complete(frame.type());
            case FeedEvent.Lost(var why, _, _) ->
                    first.completeExceptionally(new GatewayTrouble.NoAnswer(why, false));
            case FeedEvent.Refused(_) ->
                    first.completeExceptionally(new GatewayTrouble.WrongToken());
            case FeedEvent.Opened(), FeedEvent.Gap() -> {}
        }
    }

    private <T> T step(Step step, Supplier<T> work) {
        listener.accept(new Went.Running(step));
        try {
            return work.get();
        } catch (GatewayTrouble e) {
            throw badly(step, e);
        }
    }

    private void well(Step step, String sentence) {
        listener.accept(new Went.Well(step, sentence));
    }

    private GatewayTrouble badly(Step step, GatewayTrouble trouble) {
        listener.accept(new Went.Badly(step, trouble.sentence()));
        return trouble;
    }

    private static String tenants(int count) {
        return count == 1 ? "1 tenant" : count + " tenants";
    }
}
