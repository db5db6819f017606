package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// A pair of records that is not in sync, or of which that cannot be said.
///
/// @param n its number in the flow, from 1
/// @param acme absent: there is none, or it is not known
/// @param sentence why, in plain words
/// @param groups what each side agreed on and holds now
/// @param repaired whether it was sent through the lanes
/// @param would what would be done about it in the lanes; absent: nothing, or it is not known
public record AuditFinding(
        String flow,
        int n,
        AuditKind kind,
        @Nullable RecordId acme,
        @Nullable RecordId app,
        String sentence,
        List<Group> groups,
        boolean repaired,
        @Nullable AuditAct would) {

    public AuditFinding {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(sentence, "sentence");
        groups = List.copyOf(groups);
    }

    /// The same, once it was sent through the lanes.
    public AuditFinding asRepaired() {
        return new AuditFinding(flow, n, kind, acme, app, sentence, groups, true, would);
    }

    /// Fields that move together, as text for people.
    ///
    /// @param acmeAgreed what Acme's record said when both last agreed
    /// @param acme what it says now; absent: there is no record
    public record Group(
            String name,
            String acmeAgreed,
            @Nullable String acme,
            String appAgreed,
            @Nullable String app) {

        public Group {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(acmeAgreed, "acmeAgreed");
            Objects.requireNonNull(appAgreed, "appAgreed");
        }
    }
}
