package drawbridge.tenant;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// The tokens in use, shared by all replicas. One at a time gets the next one of a grant; the
/// others wait and read it here.
public interface Tokens {

    /// @param generation grows with every token, and whenever one is taken away
    /// @param token empty when there is none
    /// @param holder who is getting the next one now
    /// @param unanswered since when nobody knows whether the refresh token was used: somebody
    ///   showed it and did not get to know the answer
    record Stored(
            long generation,
            Optional<Token> token,
            Optional<UUID> holder,
            Optional<Instant> unanswered) {

        public static final Stored NONE =
                new Stored(0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Future<Stored> read(GrantId grant);

    /// Asks for the right to get the token that comes after `generation`; it was given if the
    /// answer names `holder`. It ends by itself after `length`.
    Future<Stored> lease(GrantId grant, long generation, UUID holder, Duration length);

    /// Stores what its holder got, and ends the right.
    ///
    /// @return the token's generation; empty where the right was lost meanwhile, and nothing was
    ///   stored
    Future<OptionalLong> store(GrantId grant, UUID holder, Token token);

    /// Ends the right with nothing to show.
    ///
    /// @param answered whether the token server has said what became of the call
    Future<Void> release(GrantId grant, UUID holder, boolean answered);
}
