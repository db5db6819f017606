package drawbridge.opsapi;

import java.time.Instant;
import java.util.Objects;

/// An authorization that was begun. The address serves once: give it to the person alone who is to
/// grant access, because whoever opens it decides whose records are synchronised.
///
/// @param address to be opened in a browser
/// @param until when the browser must have come back
public record Authorization(String address, Instant until) {

    public Authorization {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(until, "until");
    }
}
