package drawbridge.console.command;

import drawbridge.console.client.GatewayTrouble;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Looks again and again at what a gateway carries out, until it is over. A gateway that does not
/// answer for a while may be started anew, and goes on with it then.
///
/// @param pause between two looks
public record Following(Pause pause) {

    /// Looks without an answer, one after the other.
    private static final int LONGEST_SILENCE = 60;

    /// Between two looks at how far it has come.
    @FunctionalInterface
    public interface Pause {

        void rest() throws InterruptedException;
    }

    public static void halfASecond() throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
    }

    /// The first that is over.
    ///
    /// @param begun how it stands now
    /// @param show is told of each that is not over
    /// @throws GatewayTrouble when the gateway refuses, or has not answered for too long
    public <T> T until(T begun, Predicate<T> over, Consumer<T> show, UnaryOperator<T> look)
            throws InterruptedException {
        T now = begun;
        int silent = 0;
        while (!over.test(now)) {
            show.accept(now);
            pause.rest();
            try {
                now = look.apply(now);
                silent = 0;
            } catch (GatewayTrouble.NoAnswer gone) {
                if (++silent > LONGEST_SILENCE) {
                    throw gone;
                }
            }
        }
        return now;
    }
}
