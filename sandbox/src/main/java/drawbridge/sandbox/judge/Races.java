package drawbridge.sandbox.judge;

import java.util.Optional;

/// The app has no precondition: what its people change after the gateway's last look and before its
/// write is written over, and no gateway could have known. Such cases are told, not held against
/// it.
final class Races {

    private Races() {}

    /// Whether a write of the gateway puts back what people had set and it had written over unseen.
    static boolean putsBack(Evidence evidence, History history, Group group, Version write) {
        return history.edits(group).stream()
                .filter(edit -> edit.value(group).equals(write.value(group)))
                .anyMatch(
                        edit ->
                                overran(evidence, history, group, edit)
                                        .filter(over -> over.n() < write.n())
                                        .isPresent());
    }

    /// The write of the gateway that went over an edit that it could not have seen.
    static Optional<Version> overran(
            Evidence evidence, History history, Group group, Version edit) {
        var key = history.key();
        if (key.side() != Side.APP && !evidence.agreement().isOld(key.account())) {
            return Optional.empty();
        }
        return history.crossings(group).stream()
                .filter(write -> write.n() > edit.n())
                .findFirst()
                .filter(write -> evidence.calls().lastLook(key, write.n()) < edit.n());
    }
}
