package drawbridge.console.client;

import drawbridge.opsapi.Position;

import java.util.function.Consumer;

/// A gateway as the rest of the console knows it: what can be asked, and a feed to listen to.
public interface Line extends AutoCloseable {

    /// Where it leads.
    GatewayAddress address();

    /// What can be asked.
    Ops ops();

    /// Follows the feed from a position until closed, through every loss of the connection. Events
    /// come one at a time, on a thread of the line.
    Listening listen(Position since, Consumer<FeedEvent> listener);

    /// Hangs up: no event comes after this.
    @Override
    void close();

    /// A feed that is being followed.
    interface Listening extends AutoCloseable {

        /// No event comes after this.
        @Override
        void close();
    }

    /// Opens lines; nothing is sent before something is asked.
    interface Dialer {

        /// A line to this gateway with this token.
        Line dial(GatewayAddress address, Token token);
    }
}
