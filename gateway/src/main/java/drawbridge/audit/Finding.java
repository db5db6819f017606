package drawbridge.audit;

import drawbridge.mapping.RecordRef;

import java.util.List;
import java.util.Optional;

/// A pair that is not in sync, or of which that cannot be said, as people are told.
///
/// @param acme Acme's record, where there is one
/// @param repaired whether it was sent through the lanes
/// @param would what would be done about it there; empty: nothing, or nobody knows
public record Finding(
        Kind kind,
        Optional<RecordRef> acme,
        Optional<RecordRef> app,
        String sentence,
        List<Group> groups,
        boolean repaired,
        Optional<Act> would) {

    public Finding {
        groups = List.copyOf(groups);
    }

    /// What a group says, as text for people.
    ///
    /// @param acmeBase what Acme's record said when both last agreed
    /// @param acme what it says now; empty where there is no record
    public record Group(
            String name,
            String acmeBase,
            Optional<String> acme,
            String appBase,
            Optional<String> app) {}
}
