package drawbridge.system;

import io.vertx.core.buffer.Buffer;

import java.time.Duration;
import java.util.List;

/// Hears each call as it goes over the wire, with all that is secret in it: for the tools of a
/// person, who sees it masked. The gateway itself has none.
@FunctionalInterface
public interface Wiretap {

    Wiretap NONE = _ -> {};

    /// Told once for each call, when it is over, on the thread of the client.
    void heard(Wire wire);

    /// @param took from when it was sent, or was to be, until its end
    record Wire(
            String method,
            String address,
            List<Header> headers,
            Buffer body,
            Reply reply,
            Duration took) {

        public Wire {
            headers = List.copyOf(headers);
        }
    }

    record Header(String name, String value) {}

    sealed interface Reply {}

    /// @param cut whether the body is the beginning alone of one that was larger than its limit
    record Answered(int status, List<Header> headers, Buffer body, boolean cut) implements Reply {

        public Answered {
            headers = List.copyOf(headers);
        }
    }

    /// @param why what went wrong, in plain words
    record Unheard(String why) implements Reply {}
}
