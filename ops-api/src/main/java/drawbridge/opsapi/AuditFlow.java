package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// What an audit found in one flow. Each pair of records is counted once: `checked` is the sum of
/// `equal`, `rewritten`, `drifted`, `missingAtAcme`, `missingAtApp`, `unreadable`, `inMotion`,
/// `held` and `apart`.
///
/// @param why why nothing is proven, in a plain sentence; absent where that is not so
/// @param read rows of lists and single records that were read
/// @param equal both sides hold what they agreed on
/// @param rewritten the same, one of them in its own form
/// @param drifted a side holds something that it never told
/// @param missingAtAcme the app has the record, Acme does not have it
/// @param inMotion work on it is under way
/// @param held waits for a person, who was asked already
/// @param apart goes its own way, as the flow says
/// @param repaired how many were sent through the lanes
public record AuditFlow(
        String flow,
        AuditResult result,
        @Nullable String why,
        long read,
        long checked,
        long equal,
        long rewritten,
        long drifted,
        long missingAtAcme,
        long missingAtApp,
        long unreadable,
        long inMotion,
        long held,
        long apart,
        long repaired,
        Instant beganAt,
        @Nullable Instant endedAt) {

    public AuditFlow {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(beganAt, "beganAt");
    }
}
