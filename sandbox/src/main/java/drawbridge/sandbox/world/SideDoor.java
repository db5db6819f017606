package drawbridge.sandbox.world;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

import java.util.List;

/// A further way for the gateway into a product, with words and manners of its own. Faults befall
/// its calls, and the ledger keeps them, like those at the main door.
///
/// An answer that names a `Content-Type` is text: its body is sent as it is, not as JSON.
public interface SideDoor {

    List<Way> ways();

    /// How it says no: to a call that is wrong, and where a fault befalls one.
    Answer refused(Refused refused);

    /// One of its routes.
    record Way(HttpMethod method, String path, Work work) {}

    /// What a route does.
    interface Work {

        /// @throws Refused if it does not
        Answer on(Records records, RoutingContext ctx);
    }
}
