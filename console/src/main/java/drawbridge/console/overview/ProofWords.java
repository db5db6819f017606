package drawbridge.console.overview;

import drawbridge.console.shell.Ages;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.Proof;

import java.time.Instant;
import java.util.Optional;

/// What is known of a flow's agreement, in words.
final class ProofWords {

    private ProofWords() {}

    static String proven(Proof proof, Instant now) {
        return Optional.ofNullable(proof.inSyncAt())
                .map(at -> Ages.since(at, now) + " ago")
                .orElse("never");
    }

    static String last(Proof proof, Instant now) {
        AuditResult result = proof.lastResult();
        Instant at = proof.lastAt();
        if (result == null || at == null) {
            return "not audited yet";
        }
        String words =
                switch (result) {
                    case IN_SYNC -> "in sync";
                    case DRIFTED -> "drifted";
                    case NO_PASS -> "no pass";
                    case RUNNING -> "under way";
                };
        return words + ", " + Ages.since(at, now) + " ago";
    }
}
