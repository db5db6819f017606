package drawbridge.system;

import drawbridge.tenant.GrantId;

import io.vertx.core.Future;

/// Turns what a person's browser brought back into tokens (RFC 6749, 4.1.3).
public interface Granting {

    /// @param code what the browser brought
    /// @param verifier of the code (RFC 7636, 4.5)
    /// @param redirect the address to which the browser was sent back
    /// @return done when the tokens are stored; fails with
    ///   [drawbridge.crossing.engine.CrossingFailure] alone
    Future<Void> granted(GrantId grant, String code, String verifier, String redirect);
}
