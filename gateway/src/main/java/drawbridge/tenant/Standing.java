package drawbridge.tenant;

import java.time.Instant;
import java.util.Optional;

/// Which connections stand still. Answers from memory, from any thread.
public interface Standing {

    /// Nothing stands still, and nothing ever will.
    Standing ALWAYS_OPEN =
            new Standing() {
                @Override
                public Optional<Suspension> of(GrantId grant) {
                    return Optional.empty();
                }

                @Override
                public void suspend(GrantId grant, String reason, String mend) {
                    // nobody is told
                }
            };

    Optional<Suspension> of(GrantId grant);

    /// From now on no call is made over it. It is a suspension of its own however often it is said.
    void suspend(GrantId grant, String reason, String mend);

    /// The same, for a connection that goes on by itself at `until`.
    default void suspend(GrantId grant, String reason, String mend, Instant until) {
        suspend(grant, reason, mend);
    }
}
